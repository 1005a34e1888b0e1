// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>The tags in the host's setting <c>Dictionary</c>.</summary>
internal static class ConfiguredDictionary
{
    private const string Member = "Dictionary";

    /// <summary>
    /// The entries of the section <c>Dictionary</c> of the configuration; ill-formed ones are logged.
    /// </summary>
    public static IReadOnlyList<HostEntry> Entries(JsonElement root, string defaultCreator, ILogger logger)
    {
        if (!root.TryGetProperty(Member, out var section))
        {
            return [];
        }

        if (section.ValueKind != JsonValueKind.Object)
        {
            logger.ConfigurationIllFormed(Member, "an object is expected");
            return [];
        }

        var entries = new List<HostEntry>();
        foreach (var property in section.EnumerateObject())
        {
            if (Parse(property, defaultCreator, out var reason) is not { } entry)
            {
                logger.ConfigurationIllFormed($"{Member}.{property.Name}", reason);
            }
            else if (!entry.Tag.IsPrivate || entry.PrivateCreator is { Length: > 0 })
            {
                // A private tag without a creator means nothing (PS3.5 7.8.1). The host does not find it, either.
                entries.Add(entry);
            }
        }

        return entries;
    }

    // "gggg,eeee": [ VR, keyword, minimum multiplicity, maximum multiplicity, private creator ], the last three
    // optional.
    private static HostEntry? Parse(JsonProperty property, string defaultCreator, out string reason)
    {
        reason = string.Empty;
        if (!TryParseTag(property.Name, out var tag))
        {
            reason = "the name is no tag of the form gggg,eeee";
            return null;
        }

        var value = property.Value;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is < 2 or > 5
            || value[0].ValueKind != JsonValueKind.String || value[1].ValueKind != JsonValueKind.String
            || (value.GetArrayLength() == 5 && value[4].ValueKind != JsonValueKind.String))
        {
            reason = "an array of VR, name, minimum multiplicity, maximum multiplicity and private creator is expected";
            return null;
        }

        var letters = value[0].GetString()!;
        if (letters.Length != 2 || !EnumName.TryParse<DicomVR>(letters, out var vr))
        {
            reason = "its VR is none of the standard";
            return null;
        }

        string? creator = null;
        if (tag.IsPrivate)
        {
            creator = value.GetArrayLength() == 5 ? value[4].GetString()! : defaultCreator;
        }

        return new HostEntry(tag, creator, value[1].GetString()!, vr);
    }

    private static bool TryParseTag(ReadOnlySpan<char> text, out DicomTag tag)
    {
        var comma = text.IndexOfAny(',', '-');
        var group = comma < 0 ? text[..Math.Min(4, text.Length)] : text[..comma];
        var element = comma < 0 ? text[group.Length..] : text[(comma + 1)..];
        var valid = ushort.TryParse(
            group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var groupNumber);
        valid &= ushort.TryParse(
            element, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var elementNumber);
        tag = new DicomTag(groupNumber, elementNumber);
        return valid;
    }
}
