// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Detection;

/// <summary>Looks at the frames of an image, shown in one way, one after the other.</summary>
/// <param name="detector">Says where text is.</param>
/// <param name="scale">How much a frame is enlarged.</param>
internal sealed class ViewSearch(TextDetector detector, double scale) : IDisposable
{
    /// <summary>From which likelihood on a pixel counts, of 255.</summary>
    private const byte Likely = 76;

    /// <summary>How likely the pixels of a line are on average.</summary>
    private const double LikelyLine = 0.5;

    /// <summary>The shorter side of the middle of a line, in pixels of the enlarged image; smaller ones are noise.</summary>
    private const int Smallest = 3;

    /// <summary>
    /// How much larger a line is than its middle, which is what the network was taught to see: by the area over the
    /// perimeter, times this, on all sides.
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
        var regions = new TextRegions(Likely);
        var line = new byte[grid.Width];
        for (var row = 0; row < grid.Height; row++)
        {
            line.AsSpan().Clear();
            for (var i = 0; i < grid.Tiles.Count; i++)
            {
                var tile = grid.Tiles[i];
                if (row < tile.Top || row >= tile.Bottom)
                {
                    continue;
                }

                // Where tiles overlap, the surer one is believed.
                var seen = _seen[i].AsSpan((row - tile.Top) * tile.Width, tile.Width);
                for (var column = 0; column < seen.Length; column++)
                {
                    ref var value = ref line[tile.Left + column];
                    value = Math.Max(value, seen[column]);
                }
            }

            regions.Add(line);
        }

        return
        [
            .. from region in regions.All()
               where Math.Min(region.Box.Width, region.Box.Height) >= Smallest && region.Score >= LikelyLine
               select Line(region, grid, image),
        ];
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
