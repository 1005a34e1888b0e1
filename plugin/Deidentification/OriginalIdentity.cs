// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification;

/// <summary>Reads what says who or what a data set is about, whatever VR the file claims for it.</summary>
internal static class OriginalIdentity
{
    /// <summary>Beyond this no value is an identifier or a name, and it is not worth decoding. In bytes.</summary>
    private const int Longest = 0xFFFE;

    /// <summary>The text of an element, without padding; null if it has none that can be read.</summary>
    public static string? Text(in DataElement element, DicomVR vr) =>
        element.Sequence is not null || element.IsEncapsulated || element.Length > Longest
            ? null
            : vr == DicomVR.UI
                ? System.Text.Encoding.Latin1.GetString(element.Value.Trim("\0 "u8))
                : element.Dataset.CharacterSet.Decode(element.Value, vr).Trim(' ', '\0');

    /// <summary>The text of an element of a data set; null if it is missing or cannot be read.</summary>
    public static string? Text(DicomDataset dataset, DicomTag tag, DicomVR vr) =>
        dataset.TryGet(tag, out var element) ? Text(in element, vr) : null;
}
