// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Pixels.Text;

namespace OrthancDeid.Deidentification.Tests.Pixels.Text;

/// <summary>Measures how much of the text of a set is found.</summary>
internal sealed class TextMeasure
{
    /// <summary>The share of a line's ink that has to be inside of boxes; what sticks out is not legible.</summary>
    private const double Covered = 0.95;

    private readonly List<(DrawnImage Image, DrawnLine Line, double Covered)> _lines = [];
    private readonly List<(DrawnImage Image, double Masked, double Seconds, int Pixels)> _images = [];

    /// <summary>The share of the identifying lines that are covered.</summary>
    /// <param name="part">The part of the set.</param>
    public double IdentifyingLines(string part) => Share(_lines
        .Where(line => line.Image.Part == part && line.Line.Identifies), line => line.Covered >= Covered);

    /// <summary>The share of the images in which all identifying lines are covered.</summary>
    public double CleanImages(string part) => Share(
        _images.Where(image => image.Image.Part == part), image => !MissedIn(image.Image).Any());

    /// <summary>The share of the area that is masked, for each image without text.</summary>
    public IReadOnlyList<double> MaskedWithoutText =>
        [.. _images.Where(image => image.Image.Lines.Length == 0).Select(image => image.Masked)];

    /// <summary>Searches for text in all images.</summary>
    public static TextMeasure Of(TextSet set, ITextFinder finder, TextOptions options)
    {
        var measure = new TextMeasure();
        foreach (var drawn in set.Description.Images)
        {
            var image = set.ImageOf(drawn);
            using var search = finder.Begin(options);
            var before = Environment.CpuUsage.TotalTime;
            var found = search.Find([image]);
            var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            var isMasked = new bool[image.Width * image.Height];
            foreach (var text in found)
            {
                for (var row = text.Box.Top; row < text.Box.Bottom; row++)
                {
                    isMasked.AsSpan((row * image.Width) + text.Box.Left, text.Box.Width).Fill(true);
                }
            }

            measure._images.Add((drawn, isMasked.Average(masked => masked ? 1.0 : 0), seconds, isMasked.Length));
            if (drawn.Lines.Length > 0)
            {
                measure.AddLines(drawn, set.InkOf(drawn).Samples, isMasked);
            }
        }

        return measure;
    }

    /// <summary>The results, as a table of Markdown.</summary>
    public string Report()
    {
        var report = new StringBuilder();
        foreach (var part in (string[])["text", "hard"])
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"{part}: identifying lines {Of(Lines(part, line => line.Identifies))}, all lines {Of(Lines(part, _ => true))}, images clean {CleanImages(part):P1} of {_images.Count(image => image.Image.Part == part)}");
        }

        report.AppendLine(CultureInfo.InvariantCulture, $"without text: {MaskedWithoutText.Count} images, masked {MaskedWithoutText.Average():P2} on average, {MaskedWithoutText.Max():P2} at most");
        report.AppendLine(CultureInfo.InvariantCulture, $"with text: masked {_images.Where(image => image.Image.Part == "text").Select(image => image.Masked).DefaultIfEmpty().Average():P2} on average");
        report.AppendLine(CultureInfo.InvariantCulture, $"{_images.Sum(image => image.Seconds) / (_images.Sum(image => (double)image.Pixels) / 1e6):F2} s of a core for a million pixels; 640x480: {_images.Where(image => image.Pixels == 640 * 480).Select(image => image.Seconds).DefaultIfEmpty().Average():F2} s on average");
        Group(report, "size", line => line.Line.Size switch { < 9 => "6-8", < 12 => "09-11", < 16 => "12-15", < 24 => "16-23", _ => "24-44" });
        Group(report, "contrast", line => line.Line.Contrast switch { < 20 => "010-019", < 40 => "020-039", < 80 => "040-079", < 160 => "080-159", _ => "160-255" });
        Group(report, "JPEG quality", line => line.Image.Quality switch { null => "none", < 65 => "50-64", < 80 => "65-79", _ => "80-95" });
        Group(report, "background", line => line.Image.Background);
        Group(report, "kind", line => line.Line.Kind);
        Group(report, "direction", line => line.Line.Vertical ? "up" : "right");
        Group(report, "font", line => Path.GetFileNameWithoutExtension(line.Line.Font));
        return report.ToString();
    }

    /// <summary>Missed lines, to look at.</summary>
    public IEnumerable<string> Missed() => _lines.Where(line => line.Covered < Covered && line.Image.Part == "text")
        .Select(line => $"{line.Image.File} {line.Image.Background} q{line.Image.Quality} {line.Covered:F2} {line.Line}");

    /// <summary>Images without text of which more than a hundredth is masked.</summary>
    public IEnumerable<string> Excess() => _images.Where(image => image.Image.Lines.Length == 0 && image.Masked > 0.01)
        .Select(image => string.Create(CultureInfo.InvariantCulture, $"{image.Image.File} {image.Image.Background} {image.Masked:P1}"));

    private static double Share<T>(IEnumerable<T> all, Func<T, bool> isGood) => all.Select(one => isGood(one) ? 1.0 : 0).DefaultIfEmpty(1).Average();

    private static string Of(double[] covered) => string.Create(
        CultureInfo.InvariantCulture, $"{covered.Count(line => line >= Covered)} of {covered.Length} ({Share(covered, line => line >= Covered):P2})");

    private double[] Lines(string part, Func<DrawnLine, bool> which) =>
        [.. _lines.Where(line => line.Image.Part == part && which(line.Line)).Select(line => line.Covered)];

    private IEnumerable<DrawnLine> MissedIn(DrawnImage image) => _lines
        .Where(line => line.Image == image && line.Line.Identifies && line.Covered < Covered).Select(line => line.Line);

    private void Group(
        StringBuilder report, string name, Func<(DrawnImage Image, DrawnLine Line, double Covered), string> key)
    {
        foreach (var group in _lines.Where(line => line.Line.Identifies).GroupBy(key).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"| {name} {group.Key} | {Of([.. group.Select(line => line.Covered)])} |");
        }
    }

    private void AddLines(DrawnImage drawn, byte[] ink, bool[] isMasked)
    {
        var (all, covered) = (new int[256], new int[256]);
        for (var i = 0; i < ink.Length; i++)
        {
            all[ink[i]]++;
            covered[ink[i]] += isMasked[i] ? 1 : 0;
        }

        foreach (var line in drawn.Lines)
        {
            _lines.Add((drawn, line, all[line.Line] == 0 ? 1 : (double)covered[line.Line] / all[line.Line]));
        }
    }
}
