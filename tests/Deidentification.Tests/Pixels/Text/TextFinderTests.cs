// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels.Text;

namespace OrthancDeid.Deidentification.Tests.Pixels.Text;

/// <summary>
/// The search with the real networks, in images that tests/TextSet/text_set.py draws: a few of them by default, the whole
/// set with tests/TextSet/measure.sh.
/// </summary>
public sealed class TextFinderTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("orthanc-deid-text-");

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [Test]
    public void Text_in_drawn_images_is_found_and_little_else_is_masked()
    {
        var finder = TextRecognitionFiles.Finder;
        var set = TextRecognitionFiles.Draw(_folder.FullName, "--seed", "3", "--count", "20", "--development");
        var measure = TextMeasure.Of(set, finder, new TextOptions());
        Assert.Multiple(() =>
        {
            // With so few images, a single one counts for much.
            Assert.That(measure.IdentifyingLines("text"), Is.GreaterThanOrEqualTo(0.95), measure.Report);
            Assert.That(measure.MaskedWithoutText.Average(), Is.LessThanOrEqualTo(0.02), measure.Report);
        });
    }

    /// <summary>The targets of docs/text-in-images.md.</summary>
    [Test]
    public void The_whole_set_reaches_the_aims()
    {
        var folder = Environment.GetEnvironmentVariable("ORTHANC_DEID_TEXT_SET");
        Skip.Unless(folder is { Length: > 0 }, "this is for tests/TextSet/measure.sh, which draws the set and takes minutes");
        var measure = TextMeasure.Of(new TextSet(folder), TextRecognitionFiles.Finder, new TextOptions());
        TestContext.Progress.WriteLine(measure.Report());
        foreach (var line in measure.Missed().Concat(measure.Excess()))
        {
            TestContext.Progress.WriteLine(line);
        }

        Assert.Multiple(() =>
        {
            Assert.That(measure.IdentifyingLines("text"), Is.GreaterThanOrEqualTo(0.98));
            Assert.That(measure.CleanImages("text"), Is.GreaterThanOrEqualTo(0.95));
            Assert.That(measure.MaskedWithoutText.Average(), Is.LessThanOrEqualTo(0.005));
            Assert.That(measure.MaskedWithoutText.Max(), Is.LessThanOrEqualTo(0.02));
        });
    }

    [Test]
    public void A_frame_that_did_not_change_is_not_looked_at_again_and_shows_the_same_boxes()
    {
        var finder = TextRecognitionFiles.Finder;
        var set = TextRecognitionFiles.Draw(_folder.FullName, "--seed", "4", "--count", "2", "--development");
        var (one, other) = (set.ImageOf(set.Description.Images[0]), set.ImageOf(set.Description.Images[1]));
        using var search = finder.Begin(new TextOptions());
        var first = search.Find([one]);
        var again = search.Find([new TextImage(one.Width, one.Height, one.Channels, [.. one.Samples])]);
        var blank = search.Find([new TextImage(one.Width, one.Height, one.Channels, new byte[one.Samples.Length])]);
        var next = search.Find([other]);
        Assert.Multiple(() =>
        {
            Assert.That(first, Is.Not.Empty);
            Assert.That(again, Is.EqualTo(first));
            Assert.That(blank, Is.Empty);
            Assert.That(next, Is.EqualTo(finder.Begin(new TextOptions()).Find([other])));
        });
    }

    [Test]
    public void Several_threads_find_what_one_finds()
    {
        var finder = TextRecognitionFiles.Finder;
        var set = TextRecognitionFiles.Draw(_folder.FullName, "--seed", "5", "--count", "3", "--development");
        TextImage[] images = [.. set.Description.Images.Select(set.ImageOf)];
        var alone = Array.ConvertAll(images, image => finder.Begin(new TextOptions()).Find([image]));
        var together = images.AsParallel().AsOrdered().WithDegreeOfParallelism(3)
            .Select(image => finder.Begin(new TextOptions()).Find([image])).ToArray();
        Assert.That(together, Is.EqualTo(alone));
    }

    [Test]
    public void A_text_that_is_spared_stays()
    {
        var finder = TextRecognitionFiles.Finder;
        var set = TextRecognitionFiles.Draw(_folder.FullName, "--seed", "4", "--count", "1", "--word", "SUPINE");
        var image = set.ImageOf(set.Description.Images[0]);
        Assert.Multiple(() =>
        {
            Assert.That(finder.Begin(new TextOptions()).Find([image]), Has.Count.EqualTo(1));
            Assert.That(finder.Begin(new TextOptions { Spare = ["SUPINE"] }).Find([image]), Is.Empty);
            Assert.That(finder.Begin(new TextOptions { Spare = ["SUPIN"] }).Find([image]), Has.Count.EqualTo(1));
        });
    }
}
