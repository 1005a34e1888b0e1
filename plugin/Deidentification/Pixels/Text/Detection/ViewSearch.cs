// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Detection;

/// <summary>Searches the frames of an image in one view, frame by frame.</summary>
/// <param name="detector">Finds where text is.</param>
/// <param name="scale">The factor by which a frame is enlarged.</param>
internal sealed class ViewSearch(TextDetector detector, double scale) : IDisposable
{
    /// <summary>The lowest probability at which a pixel counts, of 255: 0.3, as published with the network.</summary>
    private const byte Likely = 76;

    /// <summary>The lowest probability inside a region that is too large for a line.</summary>
    private const byte LikelyInLarge = 190;

    /// <summary>The least shorter side of the middle of a line, in pixels of the enlarged image. Less is noise.</summary>
    private const int Smallest = 3;

    /// <summary>
    /// The factor that gives the size of a line from its middle, which is what the network was trained to detect. A line
    /// extends beyond its middle on all sides by the area over the perimeter, times this factor.
    /// </summary>
    private const double Unclip = 1.5;

    private DetectionGrid? _grid;
    private TextImage? _last;
    private byte[]?[] _seen = [];

    /// <summary>Finds the lines of text in a frame.</summary>
    public IEnumerable<TextLine> Find(TextImage image)
    {
        if (_grid is not { } grid || !_last!.HasShapeOf(image))
        {
            _grid = grid = new(image.Width, image.Height, scale);
            _seen = new byte[]?[grid.Tiles.Count];
        }

        for (var i = 0; i < grid.Tiles.Count; i++)
        {
            var tile = grid.Tiles[i];
            if (_seen[i] is null || !_last!.IsSameIn(image, grid.SourceOf(tile, image)))
            {
                _seen[i] = detector.Look(image, grid, tile);
            }
        }

        _last = image;
        return Lines(grid, image);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var seen in _seen)
        {
            Array.Clear(seen ?? []);
        }

        (_grid, _last, _seen) = (null, null, []);
    }

    private List<TextLine> Lines(DetectionGrid grid, TextImage image)
    {
        var lines = new List<TextLine>();
        foreach (var region in Regions(grid, new(0, 0, grid.Width, grid.Height), Likely))
        {
            var line = Line(region, grid, image);
            lines.Add(line);
            if (TextDecision.IsLarge(line.Box, image))
            {
                // A name that touches an organ is not lost with it: a higher threshold separates it.
                lines.AddRange(Regions(grid, region.Box, LikelyInLarge)
                    .Select(part => Line(part, grid, image))
                    .Where(part => !TextDecision.IsLarge(part.Box, image)));
            }
        }

        return lines;
    }

    private IEnumerable<TextRegion> Regions(DetectionGrid grid, PixelBox box, byte likely)
    {
        var regions = new TextRegions(likely);
        var line = new byte[box.Width];
        for (var row = box.Top; row < box.Bottom; row++)
        {
            line.AsSpan().Clear();
            for (var i = 0; i < grid.Tiles.Count; i++)
            {
                var (tile, shared) = (grid.Tiles[i], grid.Tiles[i].Intersection(box with { Top = row, Bottom = row + 1 }));
                if (shared.IsEmpty)
                {
                    continue;
                }

                // Where tiles overlap, the higher value counts.
                var seen = _seen[i].AsSpan(((row - tile.Top) * tile.Width) + shared.Left - tile.Left, shared.Width);
                var target = line.AsSpan(shared.Left - box.Left, shared.Width);
                for (var column = 0; column < seen.Length; column++)
                {
                    target[column] = Math.Max(target[column], seen[column]);
                }
            }

            regions.Add(line);
        }

        return from region in regions.All()
               where Math.Min(region.Box.Width, region.Box.Height) >= Smallest
               select region with
               {
                   Box = new(
                       region.Box.Left + box.Left, region.Box.Top + box.Top,
                       region.Box.Right + box.Left, region.Box.Bottom + box.Top),
               };
    }

    private static TextLine Line(TextRegion region, DetectionGrid grid, TextImage image)
    {
        var box = region.Box;
        var more = box.Area * Unclip / (2.0 * (box.Width + box.Height));
        return new(
            new PixelBox(
                (int)Math.Floor((box.Left - more) * grid.StepX),
                (int)Math.Floor((box.Top - more) * grid.StepY),
                (int)Math.Ceiling((box.Right + more) * grid.StepX),
                (int)Math.Ceiling((box.Bottom + more) * grid.StepY)).Clip(image.Width, image.Height),
            region.Score);
    }
}
