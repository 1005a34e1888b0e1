// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Net;
using System.Text;
using OrthancDeid.Benchmarks.Measuring;

namespace OrthancDeid.Benchmarks.Reports;

/// <summary>A plot (SVG) of ratios with their quartiles, on a logarithmic scale: what is left of the line at 1 is faster
/// than its baseline.</summary>
internal static class RatioPlot
{
    private const int Left = 520;
    private const int Width = 480;
    private const int Row = 18;

    /// <summary>Draws all figures except those that are compared with themselves.</summary>
    public static string Of(IReadOnlyList<Figure> figures)
    {
        var compared = figures.Where(figure => figure.Subject != figure.Baseline).ToList();
        var rows = new StringBuilder();
        var top = 24;
        var lowest = compared.Select(figure => figure.LowRatio).Append(0.5).Min();
        var highest = compared.Select(figure => figure.HighRatio).Append(2).Max();
        double At(double ratio) => Left + (Width * Math.Log(ratio / lowest) / Math.Log(highest / lowest));
        foreach (var comparison in compared.GroupBy(
            figure => (figure.Benchmark, figure.Situation, figure.Baseline.Name)))
        {
            var (benchmark, situation, baseline) = comparison.Key;
            rows.AppendLine(
                CultureInfo.InvariantCulture,
                $"""
                <text x="8" y="{top}" font-weight="bold">{Escaped($"{benchmark}: {situation}; 1 = {baseline}")}</text>
                """);
            foreach (var figure in comparison)
            {
                top += Row;
                rows.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"""
                    <text x="{Left - 8}" y="{top}" text-anchor="end">{Escaped(figure.Subject.Name)}</text>
                    <path d="M{At(figure.LowRatio):F1} {top - 5} H{At(figure.HighRatio):F1}"
                      stroke="steelblue" stroke-width="5"/>
                    <circle cx="{At(figure.Ratio):F1}" cy="{top - 5}" r="4" fill="navy"/>
                    <text x="{At(figure.HighRatio) + 8:F1}" y="{top}">{figure.Ratio:0.00}</text>
                    """);
            }

            top += Row + 10;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Left + Width + 80}" height="{top}"
              font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            <path d="M{At(1):F1} 30 V{top - 20}" stroke="gray" stroke-dasharray="3 3"/>
            {rows}</svg>

            """);
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
