// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Reads native pixels bit by bit as PS3.5 8.1 describes them: slowly, and independently of the plugin's
/// code.</summary>
internal sealed class SampleModel
{
    private readonly ImageFormat _format;
    private readonly byte[] _bytes;

    /// <param name="format">The format.</param>
    /// <param name="bytes">The value of the element.</param>
    /// <param name="isBig">Whether it is big endian.</param>
    /// <param name="unit">The bytes of a number of the VR: 1, 2, 4 or 8.</param>
    public SampleModel(ImageFormat format, byte[] bytes, bool isBig, int unit)
    {
        _format = format;
        _bytes = [.. bytes];
        for (var i = 0; isBig && i + unit <= bytes.Length; i += unit)
        {
            _bytes.AsSpan(i, unit).Reverse();
        }
    }

    /// <summary>All bits of a sample.</summary>
    public ulong Bits(int frame, int row, int column, int sample)
    {
        var (rows, columns, samples) = (_format.Rows, _format.Columns, _format.SamplesPerPixel);
        var pixels = (long)rows * columns;
        long place;
        if (_format.IsSubsampled)
        {
            // Y1 Y2 CB CR
            place = (frame * pixels * 2) + (row * columns * 2) + (column / 2 * 4)
                + (sample == 0 ? column % 2 : sample + 1);
        }
        else
        {
            place = _format.IsPlanar
                ? (frame * pixels * samples) + (sample * pixels) + (row * columns) + column
                : (((frame * pixels) + (row * columns) + column) * samples) + sample;
        }

        var bits = 0UL;
        for (var i = 0; i < _format.BitsAllocated; i++)
        {
            var bit = (place * _format.BitsAllocated) + i;
            bits |= (ulong)((_bytes[bit / 8] >> (int)(bit % 8)) & 1) << i;
        }

        return bits;
    }

    /// <summary>The number that a sample represents.</summary>
    public double Number(int frame, int row, int column, int sample)
    {
        var bits = Bits(frame, row, column, sample);
        if (_format.Kind == PixelKind.Float)
        {
            return BitConverter.UInt32BitsToSingle((uint)bits);
        }

        if (_format.Kind == PixelKind.Double)
        {
            return BitConverter.UInt64BitsToDouble(bits);
        }

        var number = (long)(bits >> (_format.HighBit + 1 - _format.BitsStored)) & ((1L << _format.BitsStored) - 1);
        return _format.IsSigned && number >= 1L << (_format.BitsStored - 1) ? number - (1L << _format.BitsStored) : number;
    }
}
