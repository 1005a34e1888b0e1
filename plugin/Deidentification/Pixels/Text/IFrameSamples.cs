// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>The samples of native pixel data, to look at.</summary>
internal interface IFrameSamples
{
    /// <summary>Reads the samples of a row as numbers; not asked of images of one bit, or whose colours are shared by two
    /// pixels.</summary>
    /// <param name="frame">The frame, counted from 0.</param>
    /// <param name="row">The row.</param>
    /// <param name="sample">Which sample of each pixel.</param>
    /// <param name="numbers">Takes a number for each column.</param>
    void Read(int frame, int row, int sample, Span<double> numbers);

    /// <summary>Bytes of the pixel data.</summary>
    /// <param name="offset">The first one.</param>
    /// <param name="length">How many.</param>
    ReadOnlySpan<byte> Slice(long offset, int length);
}
