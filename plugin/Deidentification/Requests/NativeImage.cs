// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests;

/// <summary>
/// One frame of native pixel data (PS3.5 8.1.1), with unsigned samples of whole bytes, stored pixel by pixel.
/// </summary>
public sealed class NativeImage
{
    /// <summary>The most rows or columns that their attributes can express, which are US (PS3.3 C.7.6.3).</summary>
    public const int MostRowsOrColumns = ushort.MaxValue;

    /// <summary>The most bytes of samples.</summary>
    public static readonly long MostBytes = Array.MaxLength - 1;

    /// <summary>Creates a black image.</summary>
    /// <param name="rows">The number of rows, from 1 to 65,535.</param>
    /// <param name="columns">The number of columns, from 1 to 65,535.</param>
    /// <param name="samplesPerPixel">1 for gray, 3 for red, green and blue.</param>
    /// <param name="bytesPerSample">1 or 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or the image is too large.</exception>
    public NativeImage(int rows, int columns, int samplesPerPixel, int bytesPerSample)
    {
        ThrowIfNotFrom1To65535(rows, nameof(rows));
        ThrowIfNotFrom1To65535(columns, nameof(columns));
        ArgumentOutOfRangeException.ThrowIfEqual(samplesPerPixel is 1 or 3, false, nameof(samplesPerPixel));
        ArgumentOutOfRangeException.ThrowIfEqual(bytesPerSample is 1 or 2, false, nameof(bytesPerSample));
        var length = (long)rows * columns * samplesPerPixel * bytesPerSample;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MostBytes, nameof(rows));
        Rows = rows;
        Columns = columns;
        SamplesPerPixel = samplesPerPixel;
        BytesPerSample = bytesPerSample;
        LittleEndian = new byte[length + (length & 1)];
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>1 for gray, 3 for red, green and blue.</summary>
    public int SamplesPerPixel { get; }

    /// <summary>The bytes of a sample, 1 or 2. All their bits are in use.</summary>
    public int BytesPerSample { get; }

    /// <summary>The samples row by row, least significant byte first; padded to an even number of bytes.</summary>
    internal byte[] LittleEndian { get; }

    /// <summary>Sets a row.</summary>
    /// <param name="row">The index of the row, from 0.</param>
    /// <param name="pixels">Its samples, least significant byte first.</param>
    /// <param name="samplesGiven">The number of samples given for each pixel. Those beyond <see cref="SamplesPerPixel"/>
    /// are dropped.</param>
    /// <exception cref="ArgumentException">These are not the samples of one row.</exception>
    public void SetRow(int row, ReadOnlySpan<byte> pixels, int samplesGiven)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesGiven, SamplesPerPixel);
        var kept = SamplesPerPixel * BytesPerSample;
        var given = samplesGiven * BytesPerSample;
        if (pixels.Length != Columns * given)
        {
            throw new ArgumentException($"{pixels.Length} bytes are no row of {Columns} pixels", nameof(pixels));
        }

        var target = LittleEndian.AsSpan(checked(row * Columns * kept), Columns * kept);
        if (given == kept)
        {
            pixels.CopyTo(target);
            return;
        }

        for (var column = 0; column < Columns; column++)
        {
            pixels.Slice(column * given, kept).CopyTo(target[(column * kept)..]);
        }
    }

    private static void ThrowIfNotFrom1To65535(int number, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, MostRowsOrColumns, name);
    }
}
