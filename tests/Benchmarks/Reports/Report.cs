// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using OrthancDeid.Benchmarks.Measuring;

namespace OrthancDeid.Benchmarks.Reports;

/// <summary>The results of one run: tables for people, JSON for programs, and a plot.</summary>
/// <param name="name">The name of the files, without extension.</param>
/// <param name="folder">Their folder.</param>
internal sealed class Report(string name, string folder)
{
    private readonly List<Figure> _figures = [];

    /// <summary>How this program was compiled.</summary>
    public static string Build => RuntimeFeature.IsDynamicCodeCompiled ? "JIT" : "NativeAOT";

    private string FilePath => Path.Combine(folder, $"{name}-{Build}");

    /// <summary>Adds comparisons as they come, prints each as a table, and writes the results so far, in case the run is
    /// stopped.</summary>
    public void Add(IEnumerable<IReadOnlyList<Figure>> comparisons)
    {
        foreach (var figures in comparisons)
        {
            _figures.AddRange(figures);
            Console.WriteLine(Tables(figures));
            Save();
        }

        Console.WriteLine($"{FilePath}.json, .md, .svg");
    }

    private void Save()
    {
        Directory.CreateDirectory(folder);
        var path = FilePath;
        File.WriteAllText($"{path}.md", Tables(_figures));
        File.WriteAllText($"{path}.svg", RatioPlot.Of(_figures));
        using var stream = File.Create($"{path}.json");
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        Write(json);
    }

    private static string Tables(IReadOnlyList<Figure> figures) => string.Join(
        '\n',
        figures.GroupBy(figure => (figure.Benchmark, figure.Situation, figure.Baseline.Name))
            .Select(one => Table([.. one])));

    private static string Table(IReadOnlyList<Figure> comparison)
    {
        var table = new StringBuilder();
        var first = comparison[0];
        table.AppendLine(
            CultureInfo.InvariantCulture,
            $"### {first.Benchmark}: {first.Situation} ({(first.Bytes == 0 ? "" : $"{Quantity.Bytes(first.Bytes)}, ")}"
            + $"rounds: {first.Subject.Seconds.Count}, {Build})");
        table.AppendLine();
        table.AppendLine(
            CultureInfo.InvariantCulture,
            $"| what | median | ratio to {first.Baseline.Name} | quartiles | more | CPU | ratio | managed | peak |");
        table.AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var figure in comparison)
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {figure.Subject.Name} | {Quantity.Seconds(figure.MedianSeconds)} | {figure.Ratio:0.00} "
                + $"| {figure.LowRatio:0.00}–{figure.HighRatio:0.00} | {Quantity.Seconds(figure.MedianDifference)} "
                + $"| {(figure.Subject.CpuSeconds is { } cpu ? Quantity.Seconds(cpu) : "")} | {figure.CpuRatio:0.00} "
                + $"| {Quantity.Bytes(figure.Subject.AllocatedBytes)} | {Quantity.Bytes(figure.Subject.PeakBytes)} |");
        }

        return table.ToString();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("Build", Build);
        json.WriteNumber("Cores", Environment.ProcessorCount);
        json.WriteStartArray("Figures");
        foreach (var figure in _figures)
        {
            json.WriteStartObject();
            json.WriteString("Benchmark", figure.Benchmark);
            json.WriteString("Situation", figure.Situation);
            json.WriteNumber("Bytes", figure.Bytes);
            json.WriteString("Subject", figure.Subject.Name);
            json.WriteString("Baseline", figure.Baseline.Name);
            json.WriteNumber("Ratio", figure.Ratio);
            json.WriteNumber("LowRatio", figure.LowRatio);
            json.WriteNumber("HighRatio", figure.HighRatio);
            json.WriteNumber("MedianSeconds", figure.MedianSeconds);
            json.WriteNumber("MedianDifference", figure.MedianDifference);
            Write(json, "CpuSeconds", figure.Subject.CpuSeconds);
            Write(json, "CpuRatio", figure.CpuRatio);
            Write(json, "AllocatedBytes", figure.Subject.AllocatedBytes);
            Write(json, "PeakBytes", figure.Subject.PeakBytes);
            Write(json, "BaselinePeakBytes", figure.Baseline.PeakBytes);
            json.WriteStartArray("Seconds");
            foreach (var seconds in figure.Subject.Seconds)
            {
                json.WriteNumberValue(seconds);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string member, double? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(member, known);
        }
    }
}
