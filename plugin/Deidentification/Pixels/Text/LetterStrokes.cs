// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>
/// Measures whether a place has strokes like those of letters, of any script: from edge to edge and back within few
/// pixels. Organs have few edges, and soft ones. This detects text in scripts that the recognizer was not trained on.
/// </summary>
internal static class LetterStrokes
{
    /// <summary>The number of pixels within which a steep edge reaches its other side.</summary>
    private const int EdgeWidth = 3;

    /// <summary>The fraction of the range of grays that an edge spans.</summary>
    private const double EdgeHeight = 0.5;

    /// <summary>The fraction of pixels that may be darker, or brighter, than what counts as black and white.</summary>
    private const double Outliers = 0.02;

    /// <summary>With a smaller range of grays, there is only noise.</summary>
    private const int FewestGrays = 8;

    /// <summary>The height, in widths, above which a line is vertical.</summary>
    private const double Tall = 1.5;

    /// <summary>The fraction of the rows with the edges of a stroke, or of the columns if the line is vertical.</summary>
    /// <param name="image">The image.</param>
    /// <param name="box">The place, which is not empty.</param>
    /// <returns>From 0 to 1. With several colours, the largest of their fractions.</returns>
    public static double In(TextImage image, PixelBox box) =>
        Enumerable.Range(0, image.Channels).Max(channel => In(image, box, channel));

    private static double In(TextImage image, PixelBox box, int channel)
    {
        var stride = image.Width * image.Channels;
        var (along, across) = (image.Channels, stride);
        var (length, lines) = (box.Width, box.Height);
        if (box.Height > Tall * box.Width)
        {
            (along, across, length, lines) = (across, along, lines, length);
        }

        var start = (box.Top * stride) + (box.Left * image.Channels) + channel;
        var (low, high) = Range(image.Samples, start, along, across, length, lines);
        if (high - low < FewestGrays)
        {
            return 0;
        }

        var (middle, steep) = ((low + high) / 2.0, EdgeHeight * (high - low));
        var withStroke = 0;
        for (var line = 0; line < lines; line++)
        {
            var edges = 0;
            for (var i = 0; i < length - EdgeWidth; i++)
            {
                var at = start + (line * across) + (i * along);
                var (one, other) = (image.Samples[at + along], image.Samples[at + (2 * along)]);
                var rise = image.Samples[at + (EdgeWidth * along)] - image.Samples[at];
                edges += one > middle != other > middle && Math.Abs(rise) >= steep ? 1 : 0;
            }

            withStroke += edges >= 2 ? 1 : 0;
        }

        return (double)withStroke / lines;
    }

    /// <summary>The grays that count as black and white at a place.</summary>
    private static (int Low, int High) Range(byte[] samples, int start, int along, int across, int length, int lines)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        for (var line = 0; line < lines; line++)
        {
            for (var i = 0; i < length; i++)
            {
                counts[samples[start + (line * across) + (i * along)]]++;
            }
        }

        var outside = (int)(Outliers * length * lines);
        var (low, high) = (0, 255);
        for (var left = outside; low < high && counts[low] <= left; low++)
        {
            left -= counts[low];
        }

        for (var left = outside; high > low && counts[high] <= left; high--)
        {
            left -= counts[high];
        }

        return (low, high);
    }
}
