// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Standard;

/// <summary>
/// Reads names, identifiers and creators as text, by their tag and not by the VR that the file declares.
/// </summary>
internal static class ElementText
{
    /// <summary>The character for bytes that are invalid in a character set.</summary>
    public const char Meaningless = '\uFFFD';

    /// <summary>The longest value in bytes that can be a name or an identifier; longer ones are not decoded.</summary>
    private const int Longest = 0xFFFE;

    /// <summary>The text of an element without padding; null if it cannot be read.</summary>
    public static string? Text(in DataElement element, DicomVR vr)
    {
        if (element.Sequence is not null || element.IsEncapsulated || element.Length > Longest)
        {
            return null;
        }

        var value = element.Value.Trim("\0 "u8);
        return vr == DicomVR.UI || (Ascii.IsValid(value) && !value.Contains((byte)'\e'))
            ? Encoding.Latin1.GetString(value)
            : Decode(in element, vr);
    }

    /// <summary>The text of an element without padding, with <see cref="Meaningless"/> for what cannot be read.</summary>
    public static string Decode(in DataElement element, DicomVR vr) =>

        // Padding is trimmed before decoding, so that a long text is not copied; what an escape sequence hid is trimmed
        // afterwards.
        element.Dataset.CharacterSet.Decode(element.Value.Trim("\0 "u8), vr).Trim(' ', '\0');

    /// <summary>The text of an element of a data set; null if it is missing or cannot be read.</summary>
    public static string? Text(DicomDataset dataset, DicomTag tag, DicomVR vr) =>
        dataset.TryGet(tag, out var element) ? Text(in element, vr) : null;
}
