// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>
/// Whether a place has strokes as letters have, of whatever script: from edge to edge and back, within few pixels. Organs
/// have few edges, and soft ones. This tells text apart that the recognizer was not taught to read.
/// </summary>
internal static class LetterStrokes
{
    /// <summary>An edge is as steep if so many pixels on, the other side is reached.</summary>
    private const int EdgeWidth = 3;

    /// <summary>The part of the range of grays that an edge goes through.</summary>
    private const double EdgeHeight = 0.5;

    /// <summary>The part of the pixels that may be darker or brighter than what counts as black and white.</summary>
    private const double Outliers = 0.02;

    /// <summary>With fewer grays there is noise.</summary>
    private const int FewestGrays = 8;

    /// <summary>From which height on, in widths, a line runs up or down.</summary>
    private const double Tall = 1.5;

    /// <summary>The part of the rows, or of the columns of a line that runs up or down, with the edges of a stroke.</summary>
    /// <param name="image">The image.</param>
    /// <param name="box">The place; not empty.</param>
    /// <returns>From 0 to 1; of several colours, the one that has most.</returns>
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

    /// <summary>What counts as black and as white there.</summary>
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
