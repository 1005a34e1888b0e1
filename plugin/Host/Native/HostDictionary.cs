// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Host.Native;

/// <summary>Tags that the host knows beyond PS3.6.</summary>
public static unsafe class HostDictionary
{
    /// <summary>
    /// Asks the host for a keyword or a tag: it knows retired ones that PS3.6 lacks, newer ones, and private ones.
    /// </summary>
    /// <param name="keyword">The keyword, or a tag as gggg,eeee.</param>
    /// <param name="defaultCreator">The private creator under which the host looks for private keywords.</param>
    /// <returns>Null if the host does not know it either.</returns>
    public static HostEntry? Lookup(string keyword, string defaultCreator)
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
