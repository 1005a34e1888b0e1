// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification;

/// <summary>
/// Overlays in the bits of Pixel Data that no pixel uses, as old scanners wrote them (retired, PS3.3 C.9.2 of 2004).
/// What is drawn or written there is as much of an overlay as Overlay Data, which the profile deletes.
/// </summary>
internal static class OverlayBits
{
    private const ushort BitsAllocated = 0x0100;
    private const ushort BitPosition = 0x0102;
    private const ushort Data = 0x3000;

    /// <summary>Clears the bits of all overlays that the plan deletes; compressed pixels stay as they are.</summary>
    /// <param name="dataset">The data set of the file.</param>
    /// <param name="rules">The rules of its elements.</param>
    /// <exception cref="RequestException">There is more of Pixel Data than can be edited.</exception>
    public static void Clear(DicomDataset dataset, ElementRules rules)
    {
        if (Mask(dataset, rules) is not (> 0 and var mask)
            || !dataset.TryGet(DicomTag.PixelData, out var pixels)
            || pixels.IsEncapsulated || pixels.Sequence is not null
            || rules.For(DicomTag.PixelData).Action != ElementAction.Leave)
        {
            return;
        }

        if (pixels.Length > Array.MaxLength)
        {
            throw new RequestException(
                RequestFault.BadFormat, $"({DicomTag.PixelData}) is too large to delete the overlays in its bits");
        }

        var value = pixels.Value.ToArray();
        Clear(value, mask, isWords: Number(dataset, new(0x0028_0100)) == 16, dataset.ByteOrder);
        dataset.Set(DicomTag.PixelData, pixels.VR, value);
    }

    /// <summary>The bits of overlays in a pixel, of 8 or 16 bits.</summary>
    private static int Mask(DicomDataset dataset, ElementRules rules)
    {
        var mask = 0;

        foreach (var element in dataset)
        {
            var tag = element.Tag;
            if ((tag.Group & 0xFF01) == 0x6000 && tag.Element == BitPosition && Number(dataset, tag) is { } bit
                && IsUnused(dataset, new DicomTag(tag.Group, BitsAllocated), bit)
                && !dataset.Contains(new DicomTag(tag.Group, Data))
                && rules.DeletesData(new DicomTag(tag.Group, Data)))
            {
                mask |= 1 << bit;
            }
        }

        return mask;
    }

    private static bool IsUnused(DicomDataset dataset, DicomTag overlayBits, int bit) =>
        Number(dataset, new(0x0028_0100)) is (8 or 16) and var allocated && Number(dataset, overlayBits) == allocated
        && Number(dataset, new(0x0028_0101)) is { } stored && Number(dataset, new(0x0028_0102)) is { } high
        && bit < allocated && (bit > high || bit <= high - stored);

    private static int? Number(DicomDataset dataset, DicomTag tag) =>
        !dataset.TryGet(tag, out var element) || element.Sequence is not null || element.Length != 2 ? null
        : dataset.ByteOrder == ByteOrder.LittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(element.Value)
        : BinaryPrimitives.ReadUInt16BigEndian(element.Value);

    private static void Clear(byte[] pixels, int mask, bool isWords, ByteOrder order)
    {
        // A word has its bytes in the order of the data set.
        var kept = unchecked((ushort)~mask);
        var (even, odd) = !isWords ? ((byte)kept, (byte)kept)
            : order == ByteOrder.LittleEndian ? ((byte)kept, (byte)(kept >> 8))
            : ((byte)(kept >> 8), (byte)kept);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] &= i % 2 == 0 ? even : odd;
        }
    }
}
