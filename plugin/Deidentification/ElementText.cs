// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification;

/// <summary>Reads names, identifiers and creators as the text that their tag says they are, whatever VR the file claims.</summary>
internal static class ElementText
{
    /// <summary>What bytes that mean nothing in a character set are read as.</summary>
    public const char Meaningless = '\uFFFD';

    /// <summary>Beyond this no value is a name or an identifier, and it is not worth decoding. In bytes.</summary>
    private const int Longest = 0xFFFE;

    /// <summary>The text of an element, without padding; null if it has none that can be read.</summary>
    public static string? Text(in DataElement element, DicomVR vr)
    {
        if (element.Sequence is not null || element.IsEncapsulated || element.Length > Longest)
        {
            return null;
        }

        var value = element.Value.Trim("\0 "u8);
        return vr == DicomVR.UI || (Ascii.IsValid(value) && !value.Contains((byte)'\e'))
            ? Encoding.Latin1.GetString(value)
            : element.Dataset.CharacterSet.Decode(element.Value, vr).Trim(' ', '\0');
    }

    /// <summary>The text of an element of a data set; null if it is missing or cannot be read.</summary>
    public static string? Text(DicomDataset dataset, DicomTag tag, DicomVR vr) =>
        dataset.TryGet(tag, out var element) ? Text(in element, vr) : null;
}
