// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc;

/// <summary>Tags that the host knows beyond PS3.6.</summary>
internal static unsafe class HostDictionary
{
    private const string Member = "Dictionary";

    /// <summary>PS3.6, the entries of the host's configuration, and tags that only the host knows.</summary>
    public static ElementDictionary Of(HostConfiguration configuration) =>
        ElementDictionary.Standard
            .With(configuration.Dictionary)
            .WithKeywords(keyword => Lookup(keyword, configuration.DefaultPrivateCreator));

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
                // A private tag without a creator means nothing (PS3.5 7.8.1), and the host does not find it either.
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>
    /// Asks the host for a keyword or a tag: it knows retired ones that PS3.6 lacks, newer ones, and private ones.
    /// </summary>
    /// <param name="keyword">The keyword, or a tag as gggg,eeee.</param>
    /// <param name="defaultCreator">The private creator that the host looks for private keywords under.</param>
    /// <returns>Null if the host does not know it either.</returns>
    private static HostEntry? Lookup(string keyword, string defaultCreator)
    {
        // C would end the keyword at a zero, and the host would take a text that begins like a tag for that tag.
        if (keyword.AsSpan().ContainsAny("\0,-[]") && !DicomTag.TryParse(keyword, out _))
        {
            return null;
        }

        ushort group = 0;
        ushort element = 0;
        var representation = 0;
        if (HostServices.LookupDictionary(keyword, &group, &element, &representation) != OrthancErrorCode.Success)
        {
            return null;
        }

        var tag = new DicomTag(group, element);
        return new HostEntry(tag, tag.IsPrivate ? defaultCreator : null, keyword, VROf(representation));
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

    // The numbers of OrthancPluginValueRepresentation. Later ones of PS3.5 (OD, OL, UC, …) arrive as UN.
    private static DicomVR VROf(int representation) => representation switch
    {
        1 => DicomVR.AE,
        2 => DicomVR.AS,
        3 => DicomVR.AT,
        4 => DicomVR.CS,
        5 => DicomVR.DA,
        6 => DicomVR.DS,
        7 => DicomVR.DT,
        8 => DicomVR.FD,
        9 => DicomVR.FL,
        10 => DicomVR.IS,
        11 => DicomVR.LO,
        12 => DicomVR.LT,
        13 => DicomVR.OB,
        14 => DicomVR.OF,
        15 => DicomVR.OW,
        16 => DicomVR.PN,
        17 => DicomVR.SH,
        18 => DicomVR.SL,
        19 => DicomVR.SQ,
        20 => DicomVR.SS,
        21 => DicomVR.ST,
        22 => DicomVR.TM,
        23 => DicomVR.UI,
        24 => DicomVR.UL,
        26 => DicomVR.US,
        27 => DicomVR.UT,
        _ => DicomVR.UN,
    };
}
