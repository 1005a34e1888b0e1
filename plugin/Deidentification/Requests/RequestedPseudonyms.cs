// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>Reads the member <c>Pseudonyms</c>: false, true, or the name of a project.</summary>
internal static class RequestedPseudonyms
{
    private static readonly string Member = RequestMember.Pseudonyms.Name;

    /// <summary>The project of a request.</summary>
    /// <param name="json">The body.</param>
    /// <returns>Empty for the project without a name; null if the request wants no pseudonyms.</returns>
    /// <exception cref="RequestException">The member is neither a Boolean nor a name.</exception>
    public static string? Project(JsonElement json)
    {
        if (!RequestJson.TryGet(json, RequestMember.Pseudonyms, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.False => null,
            JsonValueKind.True => string.Empty,
            JsonValueKind.String when RequestJson.Text(value, Member) is { Length: > 0 } project => project,
            _ => throw new RequestException(
                RequestFault.BadFormat, $"Member \"{Member}\" should be true, false, or the name of a project"),
        };
    }

    /// <summary>The key of a project.</summary>
    /// <exception cref="RequestException">The host has no key.</exception>
    public static IdentifierKey Key(HostSettings host, string project, string member) =>
        (host.PseudonymKey ?? throw new RequestException(
            RequestFault.Refused,
            $"{member} needs a secret key: the configuration has no Deid.PseudonymKeyFile")).OfProject(project);
}
