// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>
/// Gives each pixel of a box the mean of the pixels around it that are in the image and not filled. This blurs text, but
/// does not reliably make it illegible.
/// </summary>
/// <param name="rows">The pixels.</param>
/// <param name="format">Their format.</param>
/// <param name="samples">How a sample is encoded.</param>
internal sealed class MeanFilter(NativeRows rows, ImageFormat format, Samples samples)
{
    /// <summary>Checks that a box can get a mean.</summary>
    /// <exception cref="PixelDataException">Samples of that kind have no mean, or the box is too large.</exception>
    public void Check(PixelBox box)
    {
        if (format.PhotometricInterpretation == "PALETTE COLOR" || format.IsSubsampled || format.BitsAllocated == 1)
        {
            throw new PixelDataException(
                PixelFault.Mask, "a mean can be taken neither of indices of a palette, nor of bits or subsampled colours");
        }

        if (LengthOf(box) > Array.MaxLength)
        {
            throw new PixelDataException(PixelFault.Mask, "a box for a mean has more than 2 GiB");
        }
    }

    /// <summary>The bytes of the box, plane by plane, row by row.</summary>
    /// <param name="frame">The frame, counted from 0.</param>
    /// <param name="box">The pixels, inside the image.</param>
    /// <param name="width">The width and height, in pixels, of the square over which a mean is taken.</param>
    /// <param name="filled">The boxes of the frame that are filled.</param>
    /// <exception cref="PixelDataException">See <see cref="Check"/>.</exception>
    public byte[] Bytes(int frame, PixelBox box, int width, IReadOnlyList<PixelBox> filled)
    {
        Check(box);
        var bytes = new byte[LengthOf(box)];
        for (var sample = 0; sample < format.SamplesPerPixel; sample++)
        {
            Fill(bytes, frame, sample, box, width, filled);
        }

        return bytes;
    }

    private long LengthOf(PixelBox box) => box.Area * format.SamplesPerPixel * samples.Size;

    private void Fill(byte[] bytes, int frame, int sample, PixelBox box, int width, IReadOnlyList<PixelBox> filled)
    {
        // If the width is even, the larger half is on the left and above.
        var (before, after) = (width / 2, width - 1 - (width / 2));
        var around = new PixelBox(
            (int)Math.Max(0L, (long)box.Left - before), box.Top,
            (int)Math.Min(format.Columns, (long)box.Right + after), box.Bottom);
        var row = new double[around.Width];
        var sums = new double[around.Width];
        var counts = new int[around.Width];
        var (top, bottom) = (Math.Max(0L, (long)box.Top - before), Math.Max(0L, (long)box.Top - before));
        for (var y = box.Top; y < box.Bottom; y++)
        {
            for (; bottom < Math.Min(format.Rows, (long)y + after + 1); bottom++)
            {
                Add((int)bottom, 1);
            }

            for (; top < (long)y - before; top++)
            {
                Add((int)top, -1);
            }

            WriteRow(y);
        }

        void Add(int y, int sign)
        {
            rows.Read(frame, y, sample, around.Left, row);
            foreach (var hidden in filled.Where(hidden => y >= hidden.Top && y < hidden.Bottom))
            {
                var part = hidden.Intersection(around with { Top = y, Bottom = y + 1 });
                if (!part.IsEmpty)
                {
                    row.AsSpan(part.Left - around.Left, part.Width).Fill(double.NaN);
                }
            }

            for (var i = 0; i < row.Length; i++)
            {
                if (double.IsFinite(row[i]))
                {
                    sums[i] += sign * row[i];
                    counts[i] += sign;
                }
            }
        }

        void WriteRow(int y)
        {
            var (sum, count, first, last) = (0.0, 0L, 0, 0);
            for (var x = box.Left; x < box.Right; x++)
            {
                for (; last < (long)x + after + 1 - around.Left && last < around.Width; last++)
                {
                    sum += sums[last];
                    count += counts[last];
                }

                for (; first < (long)x - before - around.Left; first++)
                {
                    sum -= sums[first];
                    count -= counts[first];
                }

                var mean = count == 0 ? 0 : sum / count;
                if (format.Kind == PixelKind.Integer)
                {
                    mean = Math.Clamp(Math.Floor(mean + 0.5), samples.Smallest, samples.Largest);
                }

                var pixel = ((long)(y - box.Top) * box.Width) + x - box.Left;
                var at = format.IsPlanar ? (sample * box.Area) + pixel : (pixel * format.SamplesPerPixel) + sample;
                samples.Write(bytes.AsSpan((int)(at * samples.Size)), samples.Bits(mean));
            }
        }
    }
}
