// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Recognition;

/// <summary>The direction of a line of text.</summary>
internal enum LineDirection
{
    /// <summary>From left to right.</summary>
    Right,

    /// <summary>From bottom to top.</summary>
    Up,

    /// <summary>From top to bottom.</summary>
    Down,
}

/// <summary>A line of text as input of the recognizer: upright, 48 pixels high, three planes from -1 to 1.</summary>
internal static class LineImage
{
    /// <summary>The height.</summary>
    public const int Height = 48;

    /// <summary>The smallest width. The network was trained with it, and is unsure of shorter lines.</summary>
    private const int Narrowest = 32;

    /// <summary>The largest width, which has room for hundreds of letters.</summary>
    private const int Widest = 3200;

    /// <summary>Cuts a line out of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="box">The place of the line, which is not empty.</param>
    /// <param name="direction">The direction of the line.</param>
    /// <param name="width">The width of the result.</param>
    public static float[] Of(TextImage image, PixelBox box, LineDirection direction, out int width)
    {
        var isUpright = direction == LineDirection.Right;
        var (along, across) = isUpright ? (box.Width, box.Height) : (box.Height, box.Width);
        width = (int)Math.Clamp(Math.Ceiling((double)along * Height / across), Narrowest, Widest);
        var columns = Axis(box.Left, box.Width, isUpright ? width : Height, image.Width);
        var rows = Axis(box.Top, box.Height, isUpright ? Height : width, image.Height);
        var planes = new float[3 * Height * width];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (column, row) = direction switch
                {
                    LineDirection.Up => (y, width - 1 - x),
                    LineDirection.Down => (Height - 1 - y, x),
                    _ => (x, y),
                };
                for (var plane = 0; plane < 3; plane++)
                {
                    planes[(((plane * Height) + y) * width) + x] =
                        (Sample(image, columns, column, rows, row, plane) / 127.5f) - 1;
                }
            }
        }

        return planes;
    }

    private static Resampling Axis(int start, int length, int count, int size) =>
        new(start, (double)length / count, count, size);

    private static float Sample(
        TextImage image, in Resampling columns, int column, in Resampling rows, int row, int plane)
    {
        var channel = image.Channels == 1 ? 0 : 2 - plane;
        var stride = image.Width * image.Channels;
        var at = (rows.First[row] * stride) + (columns.First[column] * image.Channels) + channel;
        var right = columns.HasSecond ? image.Channels : 0;
        var below = rows.HasSecond ? stride : 0;
        var samples = image.Samples;
        var (x, y) = (columns.Weight[column], rows.Weight[row]);
        var above = samples[at] + (x * (samples[at + right] - samples[at]));
        var under = samples[at + below] + (x * (samples[at + below + right] - samples[at + below]));
        return above + (y * (under - above));
    }
}
