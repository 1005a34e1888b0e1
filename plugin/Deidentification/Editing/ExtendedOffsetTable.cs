// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// The attributes that say where the frames of encapsulated pixel data begin and how long they are (PS3.3 C.7.6.3.1.8
/// to C.7.6.3.1.10). Without such pixel data, or with wrong numbers, they are useless.
/// </summary>
internal static class ExtendedOffsetTable
{
    private static readonly DicomTag Offsets = PixelAttributes.ExtendedOffsetTable;
    private static readonly DicomTag Lengths = PixelAttributes.ExtendedOffsetTableLengths;
    private static readonly DicomTag TotalLength = PixelAttributes.EncapsulatedPixelDataValueTotalLength;

    /// <summary>Whether an element is a wrong part of the table. Offsets and lengths are judged together.</summary>
    public static bool IsMeaningless(in DataElement element)
    {
        if (element.Tag != Offsets && element.Tag != Lengths && element.Tag != TotalLength)
        {
            return false;
        }

        var dataset = element.Dataset;
        if (element.IsEncapsulated || !dataset.TryGet(DicomTag.PixelData, out var pixels) || !pixels.IsEncapsulated)
        {
            return true;
        }

        if (element.Tag == TotalLength)
        {
            return element.Length != sizeof(ulong) || Number(in element, 0) > (ulong)pixels.Length;
        }

        // If the tag is repeated, the current element counts.
        var hasOffsets = dataset.TryGet(Offsets, out var offsets);
        var hasLengths = dataset.TryGet(Lengths, out var lengths);
        return !hasOffsets || !AreFrames(
            element.Tag == Offsets ? element : offsets,
            element.Tag == Lengths ? element : hasLengths ? lengths : null,
            in pixels);
    }

    private static bool AreFrames(in DataElement offsets, DataElement? lengths, in DataElement pixels)
    {
        if (!IsNumbers(in offsets) || (lengths is { } others && (!IsNumbers(in others) || others.Length != offsets.Length)))
        {
            return false;
        }

        var first = OffsetTable.FirstFragment(in pixels);
        var fragment = first;
        for (var place = 0L; place < offsets.Length; place += sizeof(ulong))
        {
            var begin = PlaceOf(in offsets, place, in pixels);
            if (!OffsetTable.TryPass(in pixels, first + begin, ref fragment))
            {
                return false;
            }

            // A frame ends before the next one, the last one before the delimiter.
            var end = place + sizeof(ulong) < offsets.Length
                ? PlaceOf(in offsets, place + sizeof(ulong), in pixels)
                : pixels.Length - OffsetTable.ItemHeader - first;
            if (lengths is { } known && PlaceOf(in known, place, in pixels) > end - begin - OffsetTable.ItemHeader)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumbers(in DataElement element) =>
        !element.IsEncapsulated && element.Sequence is null && element.Length % sizeof(ulong) == 0;

    /// <summary>A number, capped at the length of the pixel data, where no fragment begins.</summary>
    private static long PlaceOf(in DataElement element, long place, in DataElement pixels) =>
        (long)Math.Min(Number(in element, place), (ulong)pixels.Length);

    private static ulong Number(in DataElement element, long place) =>
        element.Dataset.ByteOrder == ByteOrder.LittleEndian
            ? BinaryPrimitives.ReadUInt64LittleEndian(element.Slice(place, sizeof(ulong)))
            : BinaryPrimitives.ReadUInt64BigEndian(element.Slice(place, sizeof(ulong)));
}
