// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using System.Text;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Load;

/// <summary>The memory, the threads and the open files of a host over time.</summary>
internal sealed class ResourceUse(OrthancHost host)
{
    private const double Width = 760;
    private const double Height = 160;

    private readonly List<Sample> _samples = [];

    /// <summary>Takes a sample each second.</summary>
    public async Task Watch(TimeSpan duration)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < duration;)
        {
            _samples.Add(Take(watch.Elapsed));
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Asserts that nothing grows after the host has warmed up, by comparing the last fifth with the
    /// first.</summary>
    /// <param name="warmUp">The duration of the warm-up.</param>
    /// <param name="kept">The memory in MB that the host by itself accumulates from its start to its end.</param>
    public void AssertFlat(TimeSpan warmUp, double kept)
    {
        // The compared fifths are four fifths of the remaining time apart.
        kept *= 0.8 * (1 - (warmUp / _samples[^1].Time));
        var warm = _samples.Where(sample => sample.Time >= warmUp).ToList();
        var first = warm.Take(warm.Count / 5).ToList();
        var last = warm.TakeLast(warm.Count / 5).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Median(last, one => one.Megabytes),
                Is.LessThanOrEqualTo((1.05 * Median(first, one => one.Megabytes)) + kept));
            Assert.That(Median(last, one => one.Threads), Is.LessThanOrEqualTo(Median(first, one => one.Threads) + 2));
            Assert.That(Median(last, one => one.Files), Is.LessThanOrEqualTo(Median(first, one => one.Files) + 8));
        }
    }

    /// <summary>Writes the course as a table and as a picture into a folder; does nothing for null.</summary>
    public void Report(string? folder, OrthancVersion version)
    {
        if (folder is null)
        {
            return;
        }

        var table = new StringBuilder("seconds,megabytes,threads,files\n");
        foreach (var sample in _samples)
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"{sample.Time.TotalSeconds:F0},{sample.Megabytes:F1},{sample.Threads:F0},{sample.Files:F0}");
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"load-{version}.csv"), table.ToString());
        File.WriteAllText(Path.Combine(folder, $"load-{version}.svg"), Picture(version));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"resident memory up to {_samples.Max(one => one.Megabytes):F0} MB, {_samples[^1].Megabytes:F0} MB at the end;"
            + $" {_samples[^1].Threads:F0} threads, {_samples[^1].Files:F0} open files");

    /// <summary>The resident memory of a host.</summary>
    public static double ResidentMegabytes(OrthancHost host) => Status(host, "VmRSS") / 1024;

    private static double Status(OrthancHost host, string name) => double.Parse(
        File.ReadLines($"/proc/{host.ProcessId}/status").First(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
            .Split(':', ' ', '\t').First(part => part.Length > 0 && char.IsAsciiDigit(part[0])),
        CultureInfo.InvariantCulture);

    private Sample Take(TimeSpan time)
    {
        return new Sample(
            time,
            ResidentMegabytes(host),
            Status(host, "Threads"),
            Directory.GetFileSystemEntries($"/proc/{host.ProcessId}/fd").Length);
    }

    private static double Median(List<Sample> samples, Func<Sample, double> value) =>
        samples.Select(value).Order().ElementAt(samples.Count / 2);

    private string Picture(OrthancVersion version)
    {
        var svg = new StringBuilder();
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width + 80}" height="{3 * (Height + 50)}" font-family="sans-serif" font-size="13">
            <rect width="100%" height="100%" fill="white"/>
            """);
        AddCurve(svg, 0, $"Orthanc {version}: resident memory, MB", one => one.Megabytes);
        AddCurve(svg, 1, "threads", one => one.Threads);
        AddCurve(svg, 2, "open files", one => one.Files);
        return svg.AppendLine("</svg>").ToString();
    }

    private void AddCurve(StringBuilder svg, int row, string title, Func<Sample, double> value)
    {
        var top = (row * (Height + 50)) + 30;
        var highest = Math.Max(1, _samples.Max(value) * 1.1);
        var seconds = Math.Max(1, _samples[^1].Time.TotalSeconds);
        var points = _samples.Select(sample => string.Create(
            CultureInfo.InvariantCulture,
            $"{60 + (Width * sample.Time.TotalSeconds / seconds):F1},{top + Height - (Height * value(sample) / highest):F1}"));
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            <text x="60" y="{top - 8}">{title}</text>
            <path d="M60 {top} V{top + Height} H{60 + Width}" stroke="black" fill="none"/>
            <text x="54" y="{top + 10}" text-anchor="end">{highest:F0}</text>
            <text x="54" y="{top + Height}" text-anchor="end">0</text>
            <text x="{60 + Width}" y="{top + Height + 15}" text-anchor="end">{seconds / 60:F0} min</text>
            <polyline points="{string.Join(' ', points)}" stroke="steelblue" fill="none"/>
            """);
    }

    private sealed record Sample(TimeSpan Time, double Megabytes, double Threads, double Files);
}
