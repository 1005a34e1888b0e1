// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>The items that hold a code (PS3.3 8): whose it is decides whether it may be a number of somebody.</summary>
internal static class CodeItem
{
    private static readonly DicomTag CodingSchemeDesignator = new(0x0008_0102);

    /// <summary>Whether an element of an item is a code, a long one or a URN, or says of which scheme.</summary>
    public static bool HoldsCode(in DataElement element) => element.Dataset.Parent is not null
        && element.Tag.Value is 0x0008_0100 or 0x0008_0102 or 0x0008_0103 or 0x0008_0119 or 0x0008_0120;

    /// <summary>Whether an element of an item stands beside the designator of a scheme that all can look up.</summary>
    public static bool IsPublic(in DataElement element) =>
        ElementText.Text(element.Dataset, CodingSchemeDesignator, DicomVR.SH) is { Length: > 0 } scheme
        && !IsPrivate(scheme);

    /// <summary>Designators that begin with 99, and L, are of private schemes (PS3.3 8.2).</summary>
    private static bool IsPrivate(string scheme) => scheme == "L" || scheme.StartsWith("99", StringComparison.Ordinal);
}
