// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels.Text;

namespace OrthancDeid.Deidentification.Tests.Pixels.Text;

/// <summary>Strokes of letters are distinguished from soft edges.</summary>
public sealed class LetterStrokesTests
{
    private const int Side = 32;

    [Test]
    public void Sharp_stripes_are_strokes_and_soft_ones_are_not()
    {
        using var both = Assert.EnterMultipleScope();
        Assert.That(In((x, _) => x % 8 < 3 ? 200 : 40), Is.EqualTo(1));
        Assert.That(In((x, _) => 120 + (80 * Math.Sin(x * 2 * Math.PI / Side))), Is.Zero, "an organ");
        Assert.That(In((x, _) => x < Side / 2 ? 200 : 40), Is.Zero, "one edge");
        Assert.That(In((_, _) => 90), Is.Zero, "nothing");
        Assert.That(In((x, _) => x % 8 < 3 ? 47 : 40), Is.Zero, "noise");
    }

    [Test]
    public void Only_the_rows_with_strokes_count()
    {
        Assert.That(In((x, y) => y < 8 && x % 8 < 3 ? 200 : 40), Is.EqualTo(0.25));
    }

    [Test]
    public void Of_a_line_that_runs_up_the_columns_count()
    {
        var image = new TextImage(Side, Side, 1, Pixels((_, y) => y % 8 < 3 ? 200 : 40));
        using var both = Assert.EnterMultipleScope();
        Assert.That(LetterStrokes.In(image, new(0, 0, 10, Side)), Is.EqualTo(1));
        Assert.That(LetterStrokes.In(image, new(0, 0, Side, 10)), Is.Zero);
    }

    [Test]
    public void A_single_colour_is_enough()
    {
        var samples = Pixels((x, _) => x % 8 < 3 ? 200 : 40).SelectMany(value => new byte[] { 70, 70, value }).ToArray();
        Assert.That(LetterStrokes.In(new(Side, Side, 3, samples), new(0, 0, Side, Side)), Is.EqualTo(1));
    }

    private static double In(Func<int, int, double> pixel) =>
        LetterStrokes.In(new(Side, Side, 1, Pixels(pixel)), new(0, 0, Side, Side));

    private static byte[] Pixels(Func<int, int, double> pixel) =>
        [.. Enumerable.Range(0, Side * Side).Select(i => (byte)pixel(i % Side, i / Side))];
}
