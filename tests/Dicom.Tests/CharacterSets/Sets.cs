// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.CharacterSets;

/// <summary>Shared code of the tests of character sets.</summary>
internal static class Sets
{
    public static readonly string[] AllTerms =
    [
        "", "ISO_IR 100", "ISO_IR 101", "ISO_IR 109", "ISO_IR 110", "ISO_IR 126", "ISO_IR 127", "ISO_IR 138",
        "ISO_IR 144", "ISO_IR 148", "ISO_IR 166", "ISO_IR 203", "ISO_IR 13", "ISO_IR 192", "GB18030", "GBK",
        @"\ISO 2022 IR 87", @"\ISO 2022 IR 159", @"\ISO 2022 IR 149", @"\ISO 2022 IR 58",
        @"ISO 2022 IR 13\ISO 2022 IR 87", @"ISO 2022 IR 6\ISO 2022 IR 13\ISO 2022 IR 87\ISO 2022 IR 159",
        @"ISO 2022 IR 100\ISO 2022 IR 144\ISO 2022 IR 126", @"ISO 2022 IR 100\ISO 2022 IR 149",
        @"ISO 2022 IR 127\ISO 2022 IR 138\ISO 2022 IR 87\ISO 2022 IR 58",
        @"\ISO 2022 IR 101\ISO 2022 IR 109\ISO 2022 IR 110\ISO 2022 IR 148\ISO 2022 IR 166\ISO 2022 IR 203",
    ];

    public static readonly DicomVR[] TextVRs =
        [DicomVR.LO, DicomVR.LT, DicomVR.PN, DicomVR.SH, DicomVR.ST, DicomVR.UC, DicomVR.UT];

    public static SpecificCharacterSet Of(string terms)
    {
        Assert.That(SpecificCharacterSet.TryParse(terms, out SpecificCharacterSet set), Is.True, terms);
        return set;
    }

    /// <summary>
    /// Converts each character to the byte of the same number, which keeps ASCII and escape sequences readable. The symbol
    /// for ESC stands for ESC, too: the test adapter silently drops tests with control characters in their names.
    /// </summary>
    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1.Replace('␛', '\e'));

    /// <summary>The bytes of a text; the set must have all its characters.</summary>
    public static byte[] Encode(string terms, string text, DicomVR vr)
    {
        Assert.That(Of(terms).TryEncode(text, vr, out byte[] value), Is.True, $"{terms} has all characters");
        return value;
    }

    public static bool CanEncode(this SpecificCharacterSet set, char character) =>
        set.TryEncode([character], DicomVR.LO, out _);
}
