// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>A rectangle of pixels. Coordinates count from the upper left corner of the image, which is (0, 0).</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="Right">The column after the last one.</param>
/// <param name="Bottom">The row after the last one.</param>
internal readonly record struct PixelBox(int Left, int Top, int Right, int Bottom)
{
    /// <summary>The number of columns; negative or 0 if the box is empty.</summary>
    public int Width => Right - Left;

    /// <summary>The number of rows; negative or 0 if the box is empty.</summary>
    public int Height => Bottom - Top;

    /// <summary>Whether the box contains no pixels.</summary>
    public bool IsEmpty => Right <= Left || Bottom <= Top;

    /// <summary>The number of pixels in the box.</summary>
    public long Area => IsEmpty ? 0 : (long)Width * Height;

    /// <summary>All pixels of an image.</summary>
    public static PixelBox Whole(int columns, int rows) => new(0, 0, columns, rows);

    /// <summary>The smallest box that contains both. An empty box adds nothing.</summary>
    public PixelBox Union(PixelBox other) => IsEmpty ? other : other.IsEmpty ? this : new(
        Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    /// <summary>The pixels that are in both; empty if there are none.</summary>
    public PixelBox Intersection(PixelBox other) => new(
        Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));

    /// <summary>The part that is inside an image; empty if there is none.</summary>
    public PixelBox Clip(int columns, int rows) => Intersection(Whole(columns, rows));

    /// <summary>Whether the box contains a pixel.</summary>
    public bool Contains(int column, int row) => column >= Left && column < Right && row >= Top && row < Bottom;

    /// <summary>Whether the box contains all pixels of another box. An empty box is contained in any.</summary>
    public bool Contains(PixelBox other) => other.IsEmpty
        || (other.Left >= Left && other.Top >= Top && other.Right <= Right && other.Bottom <= Bottom);

    /// <summary>Whether the two boxes have a pixel in common.</summary>
    public bool Touches(PixelBox other) => !Intersection(other).IsEmpty;

    /// <summary>The parts of this box outside another one: up to four boxes that do not overlap.</summary>
    public IEnumerable<PixelBox> Except(PixelBox other)
    {
        var shared = Intersection(other);
        if (shared.IsEmpty)
        {
            return IsEmpty ? [] : [this];
        }

        PixelBox[] around =
        [
            this with { Bottom = shared.Top },
            new(Left, shared.Top, shared.Left, shared.Bottom),
            new(shared.Right, shared.Top, Right, shared.Bottom),
            this with { Top = shared.Bottom },
        ];
        return around.Where(box => !box.IsEmpty);
    }
}
