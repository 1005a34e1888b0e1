// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Encodings;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>
/// Renders frames of native pixels for the search, in several views: a text that is visible in one window may be lost in
/// another.
/// </summary>
/// <param name="format">The format.</param>
/// <param name="bytes">The bytes of all frames.</param>
/// <param name="rows">Reads their samples.</param>
/// <param name="look">How the image is displayed.</param>
internal sealed class FrameViews(ImageFormat format, INativeBytes bytes, NativeRows rows, FrameLook look)
{
    /// <summary>Samples of up to this many bits are shown as they are.</summary>
    private const int BitsShown = 8;

    /// <summary>In the second view, the fraction of pixels that may be darker, or brighter, than its range.</summary>
    private const double Outliers = 0.005;

    private bool HasGrays => format is { SamplesPerPixel: 1, BitsAllocated: > 1 } && look.Palette is null;

    /// <summary>The frames of an image.</summary>
    /// <param name="dataset">The data set, with native pixel data. It has to outlive this object.</param>
    /// <exception cref="PixelDataException">The data set has no pixels that can be rendered.</exception>
    public static FrameViews Of(DicomDataset dataset)
    {
        var format = ImageFormat.Of(dataset) ?? throw new PixelDataException(PixelFault.Broken, "there is none");
        if (!dataset.TryGet(format.Tag, out var element) || element.IsEncapsulated)
        {
            throw new PixelDataException(PixelFault.Encoding, "it is compressed, so nobody can look at it");
        }

        // The constructor refuses pixel data that is too short, or has frames that the attributes do not count.
        using var checkedLength = new NativePixels(element, format, PixelMasks.None, darkest: 0);

        if (dataset.ByteOrder == ByteOrder.BigEndian && (format.BitsAllocated == 1 || format.IsSubsampled))
        {
            throw new PixelDataException(PixelFault.Encoding, "nobody can look at big endian pixels of this kind");
        }

        var bytes = new ElementBytes(element);
        var rows = new NativeRows(bytes, format, new Samples(format, element.VR, dataset.ByteOrder));
        return new(format, bytes, rows, new FrameLook(dataset, format));
    }

    /// <summary>A frame as a viewer shows it at first: in the first window that the frame names, if it names any.</summary>
    /// <param name="frame">The frame, counted from 0.</param>
    /// <exception cref="PixelDataException">The frame is too large to be looked at.</exception>
    public TextImage Shown(int frame) =>
        HasGrays && look.WindowsOf(frame) is [var window, ..] ? Between(Numbers(frame), window.Low, window.High) : Of(frame)[^1];

    /// <summary>The views of a frame, all of the same size. Their number depends on the windows of the frame.</summary>
    /// <param name="frame">The frame, counted from 0.</param>
    /// <exception cref="PixelDataException">The frame is too large to be looked at.</exception>
    public IReadOnlyList<TextImage> Of(int frame)
    {
        if ((long)format.Rows * format.Columns * 3 > Array.MaxLength)
        {
            throw new PixelDataException(
                PixelFault.Encoding,
                $"an image of {format.Columns}x{format.Rows} pixels is too large to look for text in");
        }

        if (format.BitsAllocated == 1)
        {
            return [Gray(Bits(frame))];
        }

        if (format.IsSubsampled)
        {
            return [Gray(Luminance(frame))];
        }

        if (format.SamplesPerPixel == 3)
        {
            return [Colours(frame)];
        }

        return look.Palette is { } palette ? [InPalette(frame, palette)] : Grays(frame);
    }

    private static byte Shown(double number, double low, double high) =>
        number > low ? (byte)Math.Clamp((number - low) / (high - low) * 255.999, 0, 255) : (byte)0;

    private TextImage Gray(byte[] shown) => new(format.Columns, format.Rows, 1, shown);

    /// <summary>The lowest bit is the first pixel (PS3.5 8.1.1). Frames need not begin at a byte boundary.</summary>
    private byte[] Bits(int frame)
    {
        var shown = new byte[format.Rows * format.Columns];
        var first = frame * format.BitsPerFrame;
        var begin = first / 8;
        var part = bytes.Slice(begin, (int)(((first + shown.Length + 7) / 8) - begin));
        for (var i = 0; i < shown.Length; i++)
        {
            var bit = (int)(first - (begin * 8)) + i;
            shown[i] = (part[bit / 8] >> (bit % 8) & 1) == 0 ? (byte)0 : (byte)255;
        }

        return shown;
    }

    /// <summary>Two pixels are stored as two luminance samples and one of each chrominance (PS3.3 C.7.6.3.1.2).</summary>
    private byte[] Luminance(int frame)
    {
        var size = format.BitsAllocated / 8;
        var shown = new byte[format.Rows * format.Columns];
        var part = bytes.Slice(frame * (format.BitsPerFrame / 8), (int)(format.BitsPerFrame / 8));
        for (var i = 0; i < shown.Length; i++)
        {
            // The most significant byte.
            shown[i] = part[(((i / 2 * 4) + (i % 2)) * size) + size - 1];
        }

        return shown;
    }

    private TextImage Colours(int frame)
    {
        var shown = new byte[format.Rows * format.Columns * 3];
        var numbers = new double[format.Columns];
        var most = Math.Pow(2, format.BitsStored) - 1;
        for (var row = 0; row < format.Rows; row++)
        {
            var line = shown.AsSpan(row * format.Columns * 3, format.Columns * 3);
            for (var sample = 0; sample < 3; sample++)
            {
                rows.Read(frame, row, sample, 0, numbers);
                for (var column = 0; column < numbers.Length; column++)
                {
                    line[(column * 3) + sample] = Shown(numbers[column], 0, most);
                }
            }

            if (format.PhotometricInterpretation.StartsWith("YBR", StringComparison.Ordinal))
            {
                ToRgb(line);
            }
        }

        return new(format.Columns, format.Rows, 3, shown);
    }

    /// <summary>Converts YBR_FULL to RGB (PS3.3 C.7.6.3.1.2).</summary>
    private static void ToRgb(Span<byte> line)
    {
        for (; !line.IsEmpty; line = line[3..])
        {
            var (y, blue, red) = ((double)line[0], line[1] - 128.0, line[2] - 128.0);
            line[0] = (byte)Math.Clamp(y + (1.402 * red), 0, 255);
            line[1] = (byte)Math.Clamp(y - (0.344136 * blue) - (0.714136 * red), 0, 255);
            line[2] = (byte)Math.Clamp(y + (1.772 * blue), 0, 255);
        }
    }

    private TextImage InPalette(int frame, Palette palette)
    {
        var shown = new byte[format.Rows * format.Columns * 3];
        var numbers = new double[format.Columns];
        for (var row = 0; row < format.Rows; row++)
        {
            rows.Read(frame, row, 0, 0, numbers);
            for (var column = 0; column < numbers.Length; column++)
            {
                palette.Show((int)numbers[column], shown.AsSpan(((row * format.Columns) + column) * 3, 3));
            }
        }

        return new(format.Columns, format.Rows, 3, shown);
    }

    private double[] Numbers(int frame)
    {
        var numbers = new double[format.Rows * format.Columns];
        for (var row = 0; row < format.Rows; row++)
        {
            rows.Read(frame, row, 0, 0, numbers.AsSpan(row * format.Columns, format.Columns));
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = double.IsFinite(numbers[i]) ? numbers[i] : 0;
        }

        return numbers;
    }

    private List<TextImage> Grays(int frame)
    {
        var numbers = Numbers(frame);
        var views = new List<TextImage>();
        if (format is { Kind: PixelKind.Integer, BitsStored: <= BitsShown, IsSigned: false })
        {
            views.Add(Between(numbers, 0, Math.Pow(2, format.BitsStored) - 1));
        }
        else
        {
            views.Add(Between(numbers, numbers.Min(), numbers.Max()));
            var sorted = (double[])numbers.Clone();
            Array.Sort(sorted);
            var outside = (int)(sorted.Length * Outliers);
            views.Add(Between(numbers, sorted[outside], sorted[^(outside + 1)]));
        }

        views.AddRange(look.WindowsOf(frame).Select(window => Between(numbers, window.Low, window.High)));
        return views;
    }

    private TextImage Between(double[] numbers, double low, double high) =>
        Gray(Array.ConvertAll(numbers, number => Shown(number, low, high)));
}
