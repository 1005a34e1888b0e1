// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>A frame as a person would see it: gray, or red, green and blue, with 8 bits each.</summary>
/// <param name="width">The number of columns, at least 1.</param>
/// <param name="height">The number of rows, at least 1.</param>
/// <param name="channels">1 for gray, 3 for colours.</param>
/// <param name="samples">Row by row, pixel by pixel, colour by colour.</param>
internal sealed class TextImage(int width, int height, int channels, byte[] samples)
{
    /// <summary>The number of columns.</summary>
    public int Width { get; } = width;

    /// <summary>The number of rows.</summary>
    public int Height { get; } = height;

    /// <summary>1 for gray, 3 for red, green and blue.</summary>
    public int Channels { get; } = channels;

    /// <summary>Row by row, pixel by pixel, colour by colour.</summary>
    public byte[] Samples { get; } = samples.Length == checked(width * height * channels)
        ? samples
        : throw new ArgumentException("The samples do not fit the size of the image", nameof(samples));

    /// <summary>Whether two images of one size have the same pixels in a box.</summary>
    public bool IsSameIn(TextImage other, PixelBox box)
    {
        var (start, length) = (box.Left * Channels, box.Width * Channels);
        for (var row = box.Top; row < box.Bottom; row++)
        {
            var at = (row * Width * Channels) + start;
            if (!Samples.AsSpan(at, length).SequenceEqual(other.Samples.AsSpan(at, length)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether another image has the same size and number of colours.</summary>
    public bool HasShapeOf(TextImage other) =>
        (Width, Height, Channels) == (other.Width, other.Height, other.Channels);
}
