// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Detection;

/// <summary>
/// The size to which an image is enlarged, and its tiles. The network takes multiples of 32, and its memory grows with the
/// area. Immutable.
/// </summary>
internal sealed class DetectionGrid
{
    /// <summary>The network halves its input five times.</summary>
    private const int Multiple = 32;

    /// <summary>The largest side of a tile.</summary>
    private const int Tile = 960;

    /// <summary>The overlap of adjacent tiles, so that a line at an edge is complete in one of them.</summary>
    private const int Overlap = 96;

    /// <summary>The most pixels, each of which takes a byte of the answer.</summary>
    private const long MostPixels = 1 << 29;

    /// <summary>Lays out the tiles of an image.</summary>
    /// <param name="width">The number of columns of the image.</param>
    /// <param name="height">The number of rows of the image.</param>
    /// <param name="scale">The factor by which it is enlarged.</param>
    /// <exception cref="PixelDataException">The image is too large.</exception>
    public DetectionGrid(int width, int height, double scale)
    {
        (Width, Height) = (Scaled(width, scale), Scaled(height, scale));
        if ((long)Width * Height > MostPixels)
        {
            throw new PixelDataException(
                PixelFault.Encoding, $"an image of {width}x{height} pixels is too large to look for text in");
        }

        (StepX, StepY) = ((double)width / Width, (double)height / Height);
        Tiles =
        [
            .. from rows in Parts(Height)
               from columns in Parts(Width)
               select new PixelBox(columns.Start, rows.Start, columns.End, rows.End),
        ];
    }

    /// <summary>The number of columns of the enlarged image.</summary>
    public int Width { get; }

    /// <summary>The number of rows of the enlarged image.</summary>
    public int Height { get; }

    /// <summary>The width of a pixel of the enlarged image, in pixels of the image.</summary>
    public double StepX { get; }

    /// <summary>The height of a pixel of the enlarged image, in pixels of the image.</summary>
    public double StepY { get; }

    /// <summary>The tiles, in pixels of the enlarged image.</summary>
    public IReadOnlyList<PixelBox> Tiles { get; }

    /// <summary>All pixels of the image on which a box of the enlarged image depends.</summary>
    public PixelBox SourceOf(PixelBox box, TextImage image) => new PixelBox(
        (int)Math.Floor(box.Left * StepX) - 1,
        (int)Math.Floor(box.Top * StepY) - 1,
        (int)Math.Ceiling(box.Right * StepX) + 1,
        (int)Math.Ceiling(box.Bottom * StepY) + 1).Clip(image.Width, image.Height);

    private static int Scaled(int size, double scale) =>
        (int)Math.Max(1, Math.Min(Math.Round(size * scale / Multiple), int.MaxValue / Multiple)) * Multiple;

    private static IEnumerable<(int Start, int End)> Parts(int size)
    {
        for (var start = 0; ; start += Tile - Overlap)
        {
            if (start + Tile >= size)
            {
                yield return (Math.Max(0, size - Tile), size);
                yield break;
            }

            yield return (start, start + Tile);
        }
    }
}
