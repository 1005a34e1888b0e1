// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Detection;

/// <summary>The input of the detector: a part of an image, enlarged, as floats, one plane for each colour.</summary>
internal static class DetectorInput
{
    /// <summary>Mean and standard deviation of each plane with which the network was trained: blue, green, red.</summary>
    private static ReadOnlySpan<float> Mean => [0.485f, 0.456f, 0.406f];

    private static ReadOnlySpan<float> Spread => [0.229f, 0.224f, 0.225f];

    /// <summary>Fills the planes.</summary>
    /// <param name="image">The image.</param>
    /// <param name="columns">Maps the columns of the input to those of the image.</param>
    /// <param name="rows">Maps the rows of the input to those of the image.</param>
    /// <param name="planes">Receives three planes of the size of the input.</param>
    public static void Fill(TextImage image, Resampling columns, Resampling rows, Span<float> planes)
    {
        var (width, height) = (columns.First.Length, rows.First.Length);
        var channels = image.Channels;
        var stride = image.Width * channels;
        var right = columns.HasSecond ? channels : 0;
        var below = rows.HasSecond ? stride : 0;
        for (var plane = 0; plane < 3; plane++)
        {
            var target = planes.Slice(plane * width * height, width * height);
            var (gain, offset) = (1 / (255 * Spread[plane]), Mean[plane] / Spread[plane]);
            if (plane > 0 && channels == 1)
            {
                // A gray image has the same plane on another scale.
                var (ratio, shift) = (Spread[0] / Spread[plane], (Mean[0] - Mean[plane]) / Spread[plane]);
                var first = planes[..target.Length];
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = (first[i] * ratio) + shift;
                }

                continue;
            }

            var channel = channels == 1 ? 0 : 2 - plane;
            for (var row = 0; row < height; row++)
            {
                var upper = image.Samples.AsSpan((rows.First[row] * stride) + channel);
                var lower = image.Samples.AsSpan((rows.First[row] * stride) + below + channel);
                var down = rows.Weight[row];
                var line = target.Slice(row * width, width);
                for (var column = 0; column < line.Length; column++)
                {
                    var at = columns.First[column] * channels;
                    var along = columns.Weight[column];
                    var above = upper[at] + (along * (upper[at + right] - upper[at]));
                    var under = lower[at] + (along * (lower[at + right] - lower[at]));
                    line[column] = ((above + (down * (under - above))) * gain) - offset;
                }
            }
        }
    }
}
