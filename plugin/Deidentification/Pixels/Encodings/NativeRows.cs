// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>Native bytes to read: the value of an element in a file, or one decoded frame.</summary>
internal interface INativeBytes
{
    /// <summary>A part of the bytes.</summary>
    ReadOnlySpan<byte> Slice(long offset, int length);
}

/// <summary>The native value of an element.</summary>
internal sealed class ElementBytes(DataElement element) : INativeBytes
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> Slice(long offset, int length) => element.Slice(offset, length);
}

/// <summary>Reads the samples of native pixels row by row.</summary>
/// <param name="bytes">The bytes of all frames.</param>
/// <param name="format">Their format.</param>
/// <param name="samples">How a sample is encoded.</param>
internal sealed class NativeRows(INativeBytes bytes, ImageFormat format, Samples samples)
{
    /// <summary>Reads samples of a row as numbers.</summary>
    /// <param name="frame">The frame, counted from 0.</param>
    /// <param name="row">The row.</param>
    /// <param name="sample">The index of the sample in each pixel.</param>
    /// <param name="left">The first column.</param>
    /// <param name="numbers">Receives a number for each column.</param>
    public void Read(int frame, int row, int sample, int left, Span<double> numbers)
    {
        var pixel = ((long)row * format.Columns) + left;
        var (first, step) = format.IsPlanar
            ? (((long)sample * format.Rows * format.Columns) + pixel, 1)
            : ((pixel * format.SamplesPerPixel) + sample, format.SamplesPerPixel);
        var start = (frame * (format.BitsPerFrame / 8)) + (first * samples.Size);
        var length = ((((numbers.Length - 1) * step) + 1) * samples.Size) + 1;
        var begin = start & ~(long)samples.Swap;
        var part = bytes.Slice(begin, samples.Swap == 0 ? length - 1 : (int)(((start + length) & ~1L) - begin));
        for (var i = 0; i < numbers.Length; i++)
        {
            var at = (int)(start - begin) + (i * step * samples.Size);
            numbers[i] = samples.Number(samples.Read(part[(at ^ samples.Swap)..]));
        }
    }

    /// <summary>Widens a range by some samples of a row, in images with one sample per pixel.</summary>
    /// <param name="frame">The frame, counted from 0.</param>
    /// <param name="row">The row.</param>
    /// <param name="left">The first column.</param>
    /// <param name="right">The column after the last one.</param>
    /// <param name="range">The range to widen. Samples that are not finite numbers do not count.</param>
    public void Widen(int frame, int row, int left, int right, ref (double Smallest, double Largest) range)
    {
        if (format is { Kind: PixelKind.Integer, BitsAllocated: 16 } && samples.Read([1, 0]) == 1 && BitConverter.IsLittleEndian)
        {
            var start = (frame * (format.BitsPerFrame / 8)) + (((long)row * format.Columns) + left) * 2;
            WidenWords(MemoryMarshal.Cast<byte, ushort>(bytes.Slice(start, (right - left) * 2)), ref range);
            return;
        }

        if (format is { Kind: PixelKind.Integer, BitsAllocated: 8 } && samples.Swap == 0)
        {
            var start = (frame * (format.BitsPerFrame / 8)) + ((long)row * format.Columns) + left;
            WidenBytes(bytes.Slice(start, right - left), ref range);
            return;
        }

        const int Part = 512;
        Span<double> numbers = stackalloc double[Part];
        for (; left < right; left += Part)
        {
            var part = numbers[..Math.Min(Part, right - left)];
            Read(frame, row, 0, left, part);
            foreach (var number in part)
            {
                if (double.IsFinite(number))
                {
                    range = (Math.Min(range.Smallest, number), Math.Max(range.Largest, number));
                }
            }
        }
    }

    private void WidenBytes(ReadOnlySpan<byte> all, ref (double Smallest, double Largest) range)
    {
        var (up, down) = (7 - format.HighBit, 8 - format.BitsStored);
        var (smallest, largest) = (int.MaxValue, int.MinValue);
        foreach (var one in all)
        {
            var number = format.IsSigned ? (sbyte)(one << up) >> down : (byte)(one << up) >> down;
            smallest = Math.Min(smallest, number);
            largest = Math.Max(largest, number);
        }

        if (all.Length > 0)
        {
            range = (Math.Min(range.Smallest, smallest), Math.Max(range.Largest, largest));
        }
    }

    private void WidenWords(ReadOnlySpan<ushort> words, ref (double Smallest, double Largest) range)
    {
        var (up, down) = (15 - format.HighBit, 16 - format.BitsStored);
        var (smallest, largest) = (int.MaxValue, int.MinValue);
        if (format.IsSigned)
        {
            foreach (var word in words)
            {
                var number = (short)(word << up) >> down;
                smallest = Math.Min(smallest, number);
                largest = Math.Max(largest, number);
            }
        }
        else
        {
            foreach (var word in words)
            {
                var number = (ushort)(word << up) >> down;
                smallest = Math.Min(smallest, number);
                largest = Math.Max(largest, number);
            }
        }

        if (words.Length > 0)
        {
            range = (Math.Min(range.Smallest, smallest), Math.Max(range.Largest, largest));
        }
    }
}
