// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>Orthanc's answer over HTTP.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentType">The MIME type of the body; empty if the answer names none.</param>
/// <param name="Allow">The methods of the header <c>Allow</c>, joined by commas; empty if there is none.</param>
/// <param name="Body">The body.</param>
internal sealed record Answer(int Status, string ContentType, string Allow, byte[] Body)
{
    /// <summary>The header that holds the mapping of identifiers; null if there is none.</summary>
    public string? Mapping { get; init; }

    /// <summary>The header with the members that a locked profile overrode; null if there is none.</summary>
    public string? Ignored { get; init; }

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.Clone();
    }

    /// <summary>A member of the error that the body describes, as text; null if there is none.</summary>
    public string? Error(string member) =>
        Body.Length > 0 && Json().TryGetProperty(member, out var value) ? value.ToString() : null;

    /// <summary>The status, and the body of an error, for the message of a failed assertion.</summary>
    public override string ToString() =>
        Status == 200 ? $"200, {Body.Length} bytes of {ContentType}" : $"{Status} {Text}";
}
