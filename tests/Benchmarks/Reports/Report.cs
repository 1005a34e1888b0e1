// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using OrthancDeid.Benchmarks.Measuring;

namespace OrthancDeid.Benchmarks.Reports;

/// <summary>What one run has measured: tables for people, JSON for programs, and a plot.</summary>
internal sealed class Report(string name)
{
    private readonly List<Figure> _figures = [];

    private static string Build => RuntimeFeature.IsDynamicCodeCompiled ? "JIT" : "NativeAOT";

    /// <summary>Adds comparisons as they come, and prints each as a table.</summary>
    public void Add(IEnumerable<IReadOnlyList<Figure>> comparisons)
    {
        foreach (var figures in comparisons)
        {
            _figures.AddRange(figures);
            Console.WriteLine(Tables(figures));
        }
    }

    /// <summary>Writes all figures into a folder.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{name}-{Build}");
        File.WriteAllText($"{path}.md", Tables(_figures));
        File.WriteAllText($"{path}.svg", RatioPlot.Of(_figures));
        using var stream = File.Create($"{path}.json");
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        Write(json);
        Console.WriteLine($"{path}.json, .md, .svg");
    }

    private static string Tables(IReadOnlyList<Figure> figures) => string.Join(
        '\n',
        figures.GroupBy(figure => (figure.Benchmark, figure.Situation, figure.Baseline))
            .Select(one => Table([.. one])));

    private static string Table(IReadOnlyList<Figure> comparison)
    {
        var table = new StringBuilder();
        var first = comparison[0];
        table.AppendLine(
            CultureInfo.InvariantCulture,
            $"### {first.Benchmark}: {first.Situation} ({Quantity.Bytes(first.Bytes)}, "
            + $"{first.Seconds.Count} rounds, {Build})");
        table.AppendLine();
        table.AppendLine(
            CultureInfo.InvariantCulture,
            $"| what | median | ratio to {first.Baseline} | quartiles | more | CPU | managed | peak |");
        table.AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var figure in comparison)
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {figure.Subject.Name} | {Quantity.Seconds(figure.MedianSeconds)} | {figure.Ratio:0.00} "
                + $"| {figure.LowRatio:0.00}–{figure.HighRatio:0.00} | {Quantity.Seconds(figure.MedianDifference)} "
                + $"| {(figure.CpuSeconds is { } cpu ? Quantity.Seconds(cpu) : "")} "
                + $"| {Quantity.Bytes(figure.Subject.AllocatedBytes)} | {Quantity.Bytes(figure.PeakBytes)} |");
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
            json.WriteString("Baseline", figure.Baseline);
            json.WriteNumber("Ratio", figure.Ratio);
            json.WriteNumber("LowRatio", figure.LowRatio);
            json.WriteNumber("HighRatio", figure.HighRatio);
            json.WriteNumber("MedianSeconds", figure.MedianSeconds);
            if (figure.CpuSeconds is { } cpu)
            {
                json.WriteNumber("CpuSeconds", cpu);
            }

            Write(json, "AllocatedBytes", figure.Subject.AllocatedBytes);
            Write(json, "PeakBytes", figure.PeakBytes);
            json.WriteStartArray("Seconds");
            foreach (var seconds in figure.Seconds)
            {
                json.WriteNumberValue(seconds);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string member, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(member, known);
        }
    }
}
