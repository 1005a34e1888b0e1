// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>The palette of an image (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6).</summary>
internal static class Palette
{
    private static readonly DicomTag RedDescriptor = new(0x0028_1101);

    private static readonly (DicomTag Table, int Weight)[] Colours =
        [(new(0x0028_1201), 299), (new(0x0028_1202), 587), (new(0x0028_1203), 114)];

    /// <summary>
    /// The index of the darkest colour. If the tables are segmented, missing or broken, that of the first one: any single
    /// index hides what was there.
    /// </summary>
    public static int Darkest(DicomDataset dataset, ImageFormat format)
    {
        if (format.PhotometricInterpretation != "PALETTE COLOR"
            || !dataset.TryGet(RedDescriptor, out var descriptor) || descriptor is not { Sequence: null, Length: 6 })
        {
            return 0;
        }

        var isLittle = dataset.ByteOrder == ByteOrder.LittleEndian;
        var entries = Word(descriptor.Value, 0, isLittle) is > 0 and var count ? count : 0x1_0000;
        var first = Word(descriptor.Value, 2, isLittle);
        if (format.IsSigned)
        {
            first = (short)first;
        }

        var shown = new long[entries];
        foreach (var (tag, weight) in Colours)
        {
            if (!dataset.TryGet(tag, out var table) || table.Sequence is not null || table.IsEncapsulated
                || table.Length < entries || table.Length > 4 * 0x1_0000)
            {
                return Bounded(first, format);
            }

            var isWords = table.Length >= 2L * entries;
            for (var i = 0; i < entries; i++)
            {
                shown[i] += weight * (long)(isWords ? Word(table.Value, 2 * i, isLittle)
                    : table.Value[isLittle || (table.Length & 1) == 1 ? i : i ^ 1]);
            }
        }

        // A pixel before the first entry shows as that one, so it is as good.
        return Bounded(first + Array.IndexOf(shown, shown.Min()), format);
    }

    private static int Bounded(int index, ImageFormat format)
    {
        var smallest = format.IsSigned ? -(1L << (format.BitsStored - 1)) : 0;
        var largest = (1L << (format.BitsStored - (format.IsSigned ? 1 : 0))) - 1;
        return (int)Math.Clamp(index, smallest, largest);
    }

    private static int Word(ReadOnlySpan<byte> bytes, int at, bool isLittle) => isLittle
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
