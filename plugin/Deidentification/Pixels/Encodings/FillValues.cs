// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>
/// The values that masked pixels get: those that display as black. In a gray image, which number displays as black depends
/// on the viewer. It gets the smallest number outside the mask, or the largest one if it is MONOCHROME1.
/// </summary>
/// <param name="format">The format.</param>
/// <param name="samples">How a sample is encoded.</param>
/// <param name="darkest">The index of the darkest colour of the palette, if the image has one.</param>
internal sealed class FillValues(ImageFormat format, Samples samples, int darkest)
{
    /// <summary>The number that fills the boxes of a frame, the same for each sample.</summary>
    /// <param name="rows">The pixels.</param>
    /// <param name="frame">The frame, counted from 0.</param>
    /// <param name="mask">Its mask.</param>
    public double Outside(NativeRows rows, int frame, FrameMask mask)
    {
        if (format.PhotometricInterpretation == "PALETTE COLOR")
        {
            return darkest;
        }

        if (format.SamplesPerPixel > 1 || format.BitsAllocated == 1)
        {
            return format.PhotometricInterpretation == "YBR_PARTIAL_422" ? Math.Pow(2, format.BitsStored - 4) : 0;
        }

        var range = (Smallest: double.PositiveInfinity, Largest: double.NegativeInfinity);
        PixelBox[] boxes = [.. mask.Boxes.Select(masked => masked.Box.Clip(format.Columns, format.Rows))
            .Where(box => !box.IsEmpty).OrderBy(box => box.Left)];
        for (var row = 0; row < format.Rows; row++)
        {
            var column = 0;
            foreach (var box in boxes)
            {
                if (row < box.Top || row >= box.Bottom)
                {
                    continue;
                }

                if (column < box.Left)
                {
                    rows.Widen(frame, row, column, box.Left, ref range);
                }

                column = Math.Max(column, box.Right);
            }

            if (column < format.Columns)
            {
                rows.Widen(frame, row, column, format.Columns, ref range);
            }
        }

        var isWhiteLow = format.PhotometricInterpretation == "MONOCHROME1" && format.Kind == PixelKind.Integer;
        var found = isWhiteLow ? range.Largest : range.Smallest;
        return double.IsFinite(found) ? found
            : format.Kind != PixelKind.Integer ? 0
            : isWhiteLow ? samples.Largest : samples.Smallest;
    }

    /// <summary>The bytes that fill each plane of the frame: those of a pixel, of a sample, or of two pixels that share
    /// their chrominance.</summary>
    /// <param name="number">The number of each sample. In YBR images, it is the number of the luminance.</param>
    /// <exception cref="PixelDataException">No sample of the image can hold the number.</exception>
    public byte[][] Patterns(double number)
    {
        var isYbr = format.SamplesPerPixel == 3 && format.PhotometricInterpretation != "RGB";
        var gray = isYbr && !format.IsSigned ? Math.Pow(2, format.BitsStored - 1) : 0;
        double[] pixel = format.SamplesPerPixel == 1 ? [number] : isYbr ? [number, gray, gray] : [number, number, number];
        double[][] planes = format.IsSubsampled ? [[number, number, gray, gray]]
            : format.IsPlanar ? [.. pixel.Select(one => new[] { one })]
            : [pixel];
        return [.. planes.Select(Encoded)];
    }

    private byte[] Encoded(double[] numbers)
    {
        var bytes = new byte[numbers.Length * samples.Size];
        for (var i = 0; i < numbers.Length; i++)
        {
            samples.Write(bytes.AsSpan(i * samples.Size), samples.Bits(numbers[i]));
        }

        return bytes;
    }
}
