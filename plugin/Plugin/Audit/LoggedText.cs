// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Audit;

/// <summary>
/// Prepares the details of an error for the log. Details for a client may quote its request, which may identify a patient,
/// but others read the log. Immutable.
/// </summary>
/// <param name="dictionary">Knows tags and keywords.</param>
/// <param name="words">Further words to keep, such as the names of presets.</param>
internal sealed class LoggedText(ElementDictionary dictionary, IEnumerable<string> words)
{
    private const int LongestBody = 1 << 20;
    private const string Hidden = "…";

    /// <summary>The number of characters that errors show, at least, of a text that they truncate.</summary>
    private const int LongestShown = 32;

    private static readonly char[] Separators = ['\\', '{', '}', '[', ']', '.', '|', ':', '^', '='];

    private readonly HashSet<string> _known =
        words.Concat(RequestMember.All.Select(static member => member.Name)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The details without any text of the request that is not a word of DICOM or of the REST API.</summary>
    /// <param name="details">The details for the client.</param>
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
            if (TryParse(body) is { } json)
            {
                Collect(json, said);
            }
        }
        catch (RequestException)
        {
            return "the request holds text that is none";
        }

        foreach (var text in said.OrderByDescending(static text => text.Length).ThenBy(static text => text, StringComparer.Ordinal))
        {
            if (text.Length > LongestShown && details.IndexOf(text[..LongestShown], StringComparison.Ordinal) is >= 0 and var shortened)
            {
                // Errors truncate long texts.
                details = details[..shortened] + Hidden;
            }
            else if (details.Contains(text, StringComparison.Ordinal) && !_known.Contains(text) && !IsTag(text)
                && !CalledRoute.IsIdentifier(text))
            {
                details = details.Replace(text, Hidden, StringComparison.Ordinal);
            }
        }

        return OneLine(details);
    }

    /// <summary>A text without line breaks and control characters for terminals: a client may have written it.</summary>
    public static string OneLine(string text) =>
        text.Any(IsControl) ? string.Concat(text.Select(static one => IsControl(one) ? ' ' : one)) : text;

    private static bool IsControl(char one) => char.IsControl(one) || char.GetUnicodeCategory(one) is
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;

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
                Add(RequestJson.Text(json, string.Empty), said);
                break;
            case JsonValueKind.Number:
                // A number may be a patient's.
                Add(json.GetRawText(), said);
                break;
            default:
                break;
        }
    }

    private static void Add(string text, HashSet<string> said)
    {
        // An error may quote one of several values, or a part of a path or template.
        foreach (var one in text.Split(Separators).Append(text).SelectMany(static part => new[] { part, part.Trim() }))
        {
            if (one.Length > 1)
            {
                said.Add(one);
            }
        }
    }

    private static JsonElement? TryParse(byte[] body)
    {
        try
        {
            return RequestJson.Parse(body);
        }
        catch (RequestException)
        {
            // The body is not JSON. The details say where, but quote nothing of it.
            return null;
        }
    }

    /// <summary>Whether a text names elements that exist: eight digits may be a patient's number.</summary>
    private bool IsTag(string text)
    {
        try
        {
            var path = TagPath.Parse(text, dictionary);
            return path.Steps.Select(static step => step.Sequence).Append(path.Tag)
                .All(tag => !tag.IsPrivate && dictionary.TryGet(tag, out _));
        }
        catch (RequestException)
        {
            return false;
        }
    }
}
