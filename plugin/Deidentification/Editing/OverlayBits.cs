// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// Overlays in unused bits of Pixel Data, as old scanners wrote them (retired, PS3.3 C.9.2 of 2004). The profile deletes
/// Overlay Data, so these bits are cleared, too.
/// </summary>
internal static class OverlayBits
{
    private const ushort BitsAllocated = 0x0100;
    private const ushort BitPosition = 0x0102;
    private const ushort Data = 0x3000;

    /// <summary>
    /// Native pixels without the bits of all overlays that the plan deletes; null if there are no such bits.
    /// </summary>
    /// <param name="element">The element.</param>
    /// <param name="length">How many bytes of its value stay.</param>
    /// <param name="rules">The rules for the element's place.</param>
    /// <exception cref="RequestException">Pixel Data is too long to be edited.</exception>
    public static byte[]? Cleared(in DataElement element, long length, ElementRules rules)
    {
        if (element.Tag != DicomTag.PixelData || Mask(element.Dataset, rules) is not (> 0 and var mask))
        {
            return null;
        }

        if (length > Array.MaxLength)
        {
            throw new RequestException(
                RequestFault.BadFormat, $"({DicomTag.PixelData}) is too large to delete the overlays in its bits");
        }

        var value = element.Slice(0, (int)length).ToArray();
        var isWords = Number(element.Dataset, PixelAttributes.BitsAllocated) == 16;
        Clear(value, mask, isWords, element.Dataset.ByteOrder);
        return value;
    }

    /// <summary>The mask of the overlay bits in a pixel of 8 or 16 bits.</summary>
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
        Number(dataset, PixelAttributes.BitsAllocated) is (8 or 16) and var allocated && Number(dataset, overlayBits) == allocated
        && Number(dataset, PixelAttributes.BitsStored) is { } stored && Number(dataset, PixelAttributes.HighBit) is { } high
        && bit < allocated && (bit > high || bit <= high - stored);

    private static int? Number(DicomDataset dataset, DicomTag tag) =>
        dataset.TryGet(tag, out var element) && ElementNumber.Of(in element) is >= 0 and <= ushort.MaxValue and var number
            ? (int)number
            : null;

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
