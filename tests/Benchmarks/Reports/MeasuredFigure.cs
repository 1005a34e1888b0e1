// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Benchmarks.Reports;

/// <summary>A figure from the results of a run, see <see cref="Report"/>.</summary>
internal readonly record struct MeasuredFigure(JsonElement Members)
{
    /// <summary>The name of the table.</summary>
    public string Benchmark => Members.GetProperty("Benchmark").GetString()!;

    /// <summary>What the compared subjects have in common.</summary>
    public string Situation => Members.GetProperty("Situation").GetString()!;

    /// <summary>What was measured.</summary>
    public string Subject => Members.GetProperty("Subject").GetString()!;

    /// <summary>What it is compared with.</summary>
    public string Baseline => Members.GetProperty("Baseline").GetString()!;

    /// <summary>The median of the ratios of each round.</summary>
    public double Ratio => Number("Ratio");

    /// <summary>A member that is a number.</summary>
    public double Number(string member) => Members.GetProperty(member).GetDouble();

    /// <summary>The figures of all runs whose results are in a folder; of several with the same name, the last.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="build">How the benchmarks were compiled.</param>
    public static IReadOnlyList<MeasuredFigure> In(string folder, string build)
    {
        var last = new Dictionary<(string, string, string, string), MeasuredFigure>();
        foreach (var path in Directory.EnumerateFiles(folder, $"*-{build}.json").OrderBy(File.GetLastWriteTimeUtc))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var members in document.RootElement.GetProperty("Figures").EnumerateArray())
            {
                var figure = new MeasuredFigure(members.Clone());
                last[(figure.Benchmark, figure.Situation, figure.Subject, figure.Baseline)] = figure;
            }
        }

        return [.. last.Values];
    }
}
