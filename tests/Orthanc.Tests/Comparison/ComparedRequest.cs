// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>A request that both hosts got, and what it says of tags at the top level.</summary>
internal sealed class ComparedRequest
{
    private readonly JsonElement _body;

    /// <summary>Takes a request apart.</summary>
    /// <param name="operation"><c>anonymize</c> or <c>modify</c>.</param>
    /// <param name="body">A well-formed body, without paths.</param>
    public ComparedRequest(string operation, string body)
    {
        using var document = JsonDocument.Parse(body);
        _body = document.RootElement.Clone();
        Operation = operation;
        Body = body;
        Kept = Tags("Keep");
        Replaced = _body.TryGetProperty("Replace", out var replace)
            ? replace.EnumerateObject().Select(member => TagOf(member.Name)).ToHashSet()
            : [];
        Edition = _body.TryGetProperty("DicomVersion", out var edition) ? edition.GetString()! : "2023b";
        RemovesPrivate = _body.TryGetProperty("RemovePrivateTags", out var remove) && remove.GetBoolean();
    }

    /// <summary><c>anonymize</c> or <c>modify</c>.</summary>
    public string Operation { get; }

    /// <summary>The body.</summary>
    public string Body { get; }

    /// <summary>Whether the confidentiality profile is applied.</summary>
    public bool IsAnonymization => Operation == "anonymize";

    /// <summary>The tags that <c>Replace</c> names.</summary>
    public IReadOnlySet<DicomTag> Replaced { get; }

    /// <summary>The tags that <c>Keep</c> names.</summary>
    public IReadOnlySet<DicomTag> Kept { get; }

    /// <summary>The edition of the profile.</summary>
    public string Edition { get; }

    /// <summary>Whether modify deletes private elements.</summary>
    public bool RemovesPrivate { get; }

    /// <summary>The text that <c>Replace</c> gives for an element, whether at the top level or in a sequence; null for
    /// none.</summary>
    public string? Given(string path)
    {
        if (!_body.TryGetProperty("Replace", out var value))
        {
            return null;
        }

        foreach (var step in path.Split('.'))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            var tag = TagOf(bracket < 0 ? step : step[..bracket]);
            var member = value.ValueKind == JsonValueKind.Object
                ? value.EnumerateObject().Where(p => TagOf(p.Name) == tag).Select(p => (JsonElement?)p.Value)
                    .LastOrDefault()
                : null;
            if (member is not { } found)
            {
                return null;
            }

            value = found;
            if (bracket >= 0)
            {
                var index = int.Parse(step[(bracket + 1)..^1], CultureInfo.InvariantCulture);
                if (value.ValueKind != JsonValueKind.Array || index >= value.GetArrayLength())
                {
                    return null;
                }

                value = value[index];
            }
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>The operation and the body.</summary>
    public override string ToString() => $"{Operation} {Body}";

    private static DicomTag TagOf(string name) =>
        DicomTag.TryParse(name, out var tag) ? tag
        : ElementDictionary.Standard.TryFind(name, out var entry) ? entry.Tag
        : throw new ArgumentException($"{name} is no tag", nameof(name));

    private HashSet<DicomTag> Tags(string member) => _body.TryGetProperty(member, out var tags)
        ? tags.EnumerateArray().Select(tag => TagOf(tag.GetString()!)).ToHashSet()
        : [];
}
