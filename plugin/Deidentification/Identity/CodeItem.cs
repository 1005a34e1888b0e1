// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>Items with a code (PS3.3 8): the code of a person may identify that person.</summary>
internal static class CodeItem
{
    /// <summary>The sequences of codes of persons and institutions, which identify them in any coding scheme.</summary>
    public static readonly DicomTag Persons = new(0x0040_1101);
    public static readonly DicomTag Institutions = new(0x0008_0082);

    private static readonly DicomTag CodingSchemeDesignator = new(0x0008_0102);

    /// <summary>Whether an element of an item is a code, a long code or a URN, or names the scheme of the code.</summary>
    public static bool HoldsCode(in DataElement element) => element.Dataset.Parent is not null
        && element.Tag.Value is 0x0008_0100 or 0x0008_0102 or 0x0008_0103 or 0x0008_0119 or 0x0008_0120;

    /// <summary>Whether an element is a part of a code of a public scheme, or its meaning.</summary>
    public static bool IsPublic(in DataElement element) =>
        (HoldsCode(in element) || IsMeaning(in element))
        && element.Dataset.Parent!.Tag is var sequence && sequence != Persons && sequence != Institutions
        && ElementText.Text(element.Dataset, CodingSchemeDesignator, DicomVR.SH) is { Length: > 0 } scheme
        && PublicCodingSchemes.Contain(scheme);

    /// <summary>Whether a tag is that of Code Value or of Code Meaning.</summary>
    public static bool IsValueOrMeaning(DicomTag tag) => tag.Value is 0x0008_0100 or 0x0008_0104;

    private static bool IsMeaning(in DataElement element) =>
        element.Tag.Value == 0x0008_0104 && element.Dataset.Parent is not null;
}
