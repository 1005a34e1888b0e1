// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>The palette of an image (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6). Immutable.</summary>
internal sealed class Palette
{
    private const string Photometric = "PALETTE COLOR";
    private const int MostEntries = 0x1_0000;

    /// <summary>How bright red, green and blue are to the eye, in thousandths (PS3.3 C.7.6.3.1.2).</summary>
    private static readonly int[] Weights = [299, 587, 114];

    private readonly ImageFormat _format;
    private readonly int _first;

    /// <summary>Red, green and blue of each entry, as wide as in the tables. Empty if the tables cannot be read.</summary>
    private readonly ushort[][] _colours;

    /// <summary>A table of 16 bits holds its colours in the upper 8 bits, unless no entry uses these.</summary>
    private readonly int[] _shifts;

    private Palette(ImageFormat format, int first, ushort[][] colours)
    {
        _format = format;
        _first = first;
        _colours = colours;
        _shifts = [.. colours.Select(colour => colour.Any(value => value > byte.MaxValue) ? 8 : 0)];
    }

    /// <summary>Whether the colours are known. They are not if the tables are segmented, missing or broken.</summary>
    public bool IsKnown => _colours.Length > 0;

    /// <summary>
    /// The index of the darkest colour. If the colours are not known, the first index, since any single index hides the
    /// pixels.
    /// </summary>
    public int Darkest
    {
        get
        {
            // An index before the first entry displays as the first entry, so clamping is safe.
            var index = _first + (IsKnown ? IndexOfDarkest() : 0);
            var smallest = _format.IsSigned ? -(1L << (_format.BitsStored - 1)) : 0;
            var largest = (1L << (_format.BitsStored - (_format.IsSigned ? 1 : 0))) - 1;
            return (int)Math.Clamp(index, smallest, largest);
        }
    }

    /// <summary>Reads the palette of an image.</summary>
    /// <param name="dataset">Its data set.</param>
    /// <param name="format">Its format.</param>
    /// <returns>Null if the image has no palette.</returns>
    public static Palette? Of(DicomDataset dataset, ImageFormat format)
    {
        if (format.PhotometricInterpretation != Photometric)
        {
            return null;
        }

        if (!dataset.TryGet(PixelAttributes.PaletteDescriptors[0], out var descriptor) || descriptor is not { Sequence: null, Length: 6 })
        {
            return new Palette(format, 0, []);
        }

        var isLittle = dataset.ByteOrder == ByteOrder.LittleEndian;
        var entries = Word(descriptor.Value, 0, isLittle) is > 0 and var count ? count : MostEntries;
        var first = Word(descriptor.Value, 1, isLittle);
        ushort[]?[] colours = [.. PixelAttributes.PaletteData.Select(tag => Colour(dataset, tag, entries))];
        return new Palette(
            format, format.IsSigned ? (short)first : first, colours.Contains(null) ? [] : [.. colours.Select(colour => colour!)]);
    }

    /// <summary>Looks up the colour of an index.</summary>
    /// <param name="index">The index. An index without an entry displays as the nearest one that has an entry.</param>
    /// <param name="shown">Receives red, green and blue of 8 bits each, or the index as gray if no colours are
    /// known.</param>
    public void Show(int index, Span<byte> shown)
    {
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = (byte)(IsKnown ? _colours[i][Math.Clamp(index - _first, 0, _colours[i].Length - 1)] >> _shifts[i] : index);
        }
    }

    private int IndexOfDarkest()
    {
        var (darkest, least) = (0, long.MaxValue);
        for (var entry = 0; entry < _colours[0].Length; entry++)
        {
            var brightness = 0L;
            for (var i = 0; i < _colours.Length; i++)
            {
                brightness += (long)Weights[i] * _colours[i][entry];
            }

            if (brightness < least)
            {
                (darkest, least) = (entry, brightness);
            }
        }

        return darkest;
    }

    /// <summary>One colour component of all entries, of 8 or 16 bits each; null if it cannot be read.</summary>
    private static ushort[]? Colour(DicomDataset dataset, DicomTag tag, int entries)
    {
        if (!dataset.TryGet(tag, out var table) || table is not { Sequence: null, IsEncapsulated: false }
            || table.Length < entries || table.Length > 4 * MostEntries)
        {
            return null;
        }

        var isLittle = dataset.ByteOrder == ByteOrder.LittleEndian;
        var isWords = table.Length >= 2L * entries;
        var value = table.Value;
        var colour = new ushort[entries];
        for (var entry = 0; entry < entries; entry++)
        {
            // Bytes are packed into words, which big endian swaps (PS3.5 8.1.1).
            colour[entry] = isWords ? Word(value, entry, isLittle)
                : value[isLittle || (value.Length & 1) == 1 ? entry : entry ^ 1];
        }

        return colour;
    }

    private static ushort Word(ReadOnlySpan<byte> bytes, int index, bool isLittle) => isLittle
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[(index * sizeof(ushort))..])
        : BinaryPrimitives.ReadUInt16BigEndian(bytes[(index * sizeof(ushort))..]);
}
