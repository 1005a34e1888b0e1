// SPDX-License-Identifier: GPL-3.0-or-later

using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Text.Detection;

namespace OrthancDeid.Deidentification.Tests.Pixels.Text;

/// <summary>The connected regions in the detector's result, and the tiles that it is run on.</summary>
public sealed class TextRegionsTests
{
    private const int Width = 12;
    private const int Height = 9;

    [Test]
    public void Pixels_that_touch_even_at_a_corner_are_one_region() =>
        Gen.Byte.Array[Width * Height].Sample(pixels =>
        {
            var regions = new TextRegions(likely: 150);
            for (var row = 0; row < Height; row++)
            {
                regions.Add(pixels.AsSpan(row * Width, Width));
            }

            var found = regions.All().Select(region => (region.Box, Math.Round(region.Score, 6)));
            Assert.That(found, Is.EquivalentTo(Flooded(pixels)));
        });

    [TestCase(640, 480, 1.5)]
    [TestCase(3000, 2000, 1.0)]
    [TestCase(20, 5000, 2.0)]
    public void Tiles_cover_the_image_and_are_what_the_network_takes(int width, int height, double scale)
    {
        var grid = new DetectionGrid(width, height, scale);
        Assert.Multiple(() =>
        {
            Assert.That(grid.Width * grid.StepX, Is.EqualTo(width).Within(1e-6));
            foreach (var tile in grid.Tiles)
            {
                Assert.That((tile.Width % 32, tile.Height % 32), Is.EqualTo((0, 0)));
                Assert.That(Math.Max(tile.Width, tile.Height), Is.LessThanOrEqualTo(960));
            }

            for (var y = 0; y < grid.Height; y += 31)
            {
                for (var x = 0; x < grid.Width; x += 31)
                {
                    Assert.That(grid.Tiles.Any(tile => tile.Contains(x, y)), Is.True, $"{x}, {y}");
                }
            }
        });
    }

    [Test]
    public void An_image_that_is_too_large_is_refused() =>
        Assert.That(() => new DetectionGrid(60_000, 60_000, 1), Throws.TypeOf<PixelDataException>());

    /// <summary>Finds the same regions in a slow way.</summary>
    private static IEnumerable<(PixelBox Box, double Score)> Flooded(byte[] pixels)
    {
        var seen = new bool[pixels.Length];
        for (var first = 0; first < pixels.Length; first++)
        {
            if (seen[first] || pixels[first] < 150)
            {
                continue;
            }

            var (box, sum, count, pending) = (default(PixelBox), 0.0, 0, new Stack<int>([first]));
            seen[first] = true;
            while (pending.TryPop(out var at))
            {
                var (x, y) = (at % Width, at / Width);
                (box, sum, count) = (box.Union(new(x, y, x + 1, y + 1)), sum + pixels[at], count + 1);
                foreach (var (dx, dy) in from dx in (int[])[-1, 0, 1] from dy in (int[])[-1, 0, 1] select (dx, dy))
                {
                    var next = ((y + dy) * Width) + x + dx;
                    if (x + dx is >= 0 and < Width && y + dy is >= 0 and < Height && !seen[next] && pixels[next] >= 150)
                    {
                        seen[next] = true;
                        pending.Push(next);
                    }
                }
            }

            yield return (box, Math.Round(sum / (255.0 * count), 6));
        }
    }
}
