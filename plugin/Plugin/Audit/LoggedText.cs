// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Locks;
using OrthancDeid.Dicom;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Audit;

/// <summary>
/// The details of an error, as they may be logged: a client is told what it has sent itself, which may identify a
/// patient; the log is read by others. Immutable.
/// </summary>
/// <param name="dictionary">Knows tags and keywords.</param>
/// <param name="words">Further words that stay, such as the names of presets.</param>
internal sealed class LoggedText(ElementDictionary dictionary, IEnumerable<string> words)
{
    private const int LongestBody = 1 << 20;
    private const string Hidden = "…";

    private readonly HashSet<string> _known =
        words.Concat(RequestMember.All.Select(static member => member.Name)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The details without what stands in the request and is no word of DICOM or of the REST API.</summary>
    /// <param name="details">What the client is told.</param>
    /// <param name="body">The body of the request.</param>
    /// <param name="uri">Its path; empty for none.</param>
    public string Of(string details, byte[] body, string uri)
    {
        if (body.Length > LongestBody)
        {
            return "the request is too long to say why";
        }

        var said = uri.Split('/').Where(static part => CalledRoute.Shown(part) != part).ToHashSet(StringComparer.Ordinal);
        try
        {
            Collect(RequestJson.Parse(body), said);
        }
        catch (RequestException)
        {
            // It is no JSON: the details tell where, and quote nothing of it.
        }

        foreach (var text in said.OrderByDescending(static text => text.Length).ThenBy(static text => text, StringComparer.Ordinal))
        {
            if (details.Contains(text, StringComparison.Ordinal) && !_known.Contains(text) && !IsTag(text)
                && !CalledRoute.IsIdentifier(text))
            {
                details = details.Replace(text, Hidden, StringComparison.Ordinal);
            }
        }

        return details.ReplaceLineEndings(" ");
    }

    private static void Collect(JsonElement json, HashSet<string> said)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    Add(RequestJson.Name(member), said);
                    Collect(member.Value, said);
                }

                break;
            case JsonValueKind.Array:
                foreach (var entry in json.EnumerateArray())
                {
                    Collect(entry, said);
                }

                break;
            case JsonValueKind.String:
                var text = RequestJson.Text(json, string.Empty);
                Add(text, said);

                // Each of several values may be at fault.
                foreach (var part in text.Split('\\'))
                {
                    Add(part, said);
                }

                break;
            default:
                break;
        }
    }

    private static void Add(string text, HashSet<string> said)
    {
        foreach (var one in (ReadOnlySpan<string>)[text, text.Trim()])
        {
            if (one.Length > 1)
            {
                said.Add(one);
            }
        }
    }

    private bool IsTag(string text)
    {
        try
        {
            _ = LockedKeep.NameOf(text, dictionary);
            return true;
        }
        catch (RequestException)
        {
            return false;
        }
    }
}
