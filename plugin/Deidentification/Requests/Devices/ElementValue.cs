// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>
/// Reads the value of an element as text, at the top level or in the first items of sequences. A missing value is empty.
/// </summary>
/// <param name="path">The sequences that lead to the element, followed by its tag.</param>
internal sealed class ElementValue(IReadOnlyList<DicomTag> path)
{
    /// <summary>The value without padding. Several values are separated by <c>\</c>.</summary>
    public string Of(DicomDataset dataset)
    {
        for (var i = 0; i < path.Count - 1; i++)
        {
            if (!dataset.TryGet(path[i], out var element) || element.Sequence is not { Count: > 0 } items)
            {
                return string.Empty;
            }

            dataset = items[0];
        }

        return dataset.TryGet(path[^1], out var found) ? Text(in found) : string.Empty;
    }

    private static string Text(in DataElement element)
    {
        var vr = ElementDictionary.Standard.TryGet(element.Tag, out var entry) && !element.Tag.IsPrivate ? entry.VR : element.VR;
        var value = ElementText.Text(in element, vr);
        if (value is null || vr is not (DicomVR.US or DicomVR.SS or DicomVR.UL or DicomVR.SL or DicomVR.FL or DicomVR.FD))
        {
            return value ?? string.Empty;
        }

        var numbers = element.Value.ToArray().Chunk(vr.UnitSize()).Where(one => one.Length == vr.UnitSize()).ToArray();
        if (element.Dataset.ByteOrder == ByteOrder.BigEndian)
        {
            Array.ForEach(numbers, Array.Reverse);
        }

        return string.Join('\\', numbers.Select(one => Number(one, vr)));
    }

    private static string Number(byte[] bytes, DicomVR vr) => (vr switch
    {
        DicomVR.US => (IFormattable)BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        DicomVR.SS => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        DicomVR.UL => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        DicomVR.SL => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        DicomVR.FL => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    }).ToString(null, CultureInfo.InvariantCulture);
}
