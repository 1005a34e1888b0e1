// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;

namespace OrthancDeid.Benchmarks.Reports;

/// <summary>Shows the targets of docs/performance.md beside the results of the runs in a folder.</summary>
internal sealed class TargetReport(string folder)
{
    // The targets give no number for "linear" and "flat". Repeated measurements differ by as much as this.
    private const double Flat = 1.2;

    private readonly IReadOnlyList<MeasuredFigure> _figures = MeasuredFigure.In(folder, Report.Build);

    /// <summary>Prints the table, and writes it into the folder.</summary>
    public void Write()
    {
        var table = new StringBuilder("| what | target | where | measured | |\n|---|---|---|--:|---|\n");
        foreach (var (what, aim, findings) in Targets())
        {
            var rows = findings
                .Select(one => $"{one.Where} | {one.Measured} | {(one.IsMet ? "met" : "**not met**")}")
                .DefaultIfEmpty(" | | not measured");
            foreach (var row in rows)
            {
                table.Append(CultureInfo.InvariantCulture, $"| {what} | {aim} | {row} |\n");
            }
        }

        Console.Write(table);
        File.WriteAllText(Path.Combine(folder, "targets.md"), table.ToString());
    }

    private static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00} ×");

    private static string Peaks(MeasuredFigure figure) =>
        $"{Quantity.Bytes((long)figure.Number("PeakBytes"))} in place of "
        + Quantity.Bytes((long)figure.Number("BaselinePeakBytes"));

    private static bool IsOfHost(MeasuredFigure figure, string benchmark) =>
        figure.Benchmark.StartsWith($"{benchmark}, Orthanc ", StringComparison.Ordinal);

    private static bool IsEqual(MeasuredFigure figure) => IsOfHost(figure, "Study")
        && figure.Situation.StartsWith("500 CT, ", StringComparison.Ordinal)
        && figure.Situation.EndsWith(" each", StringComparison.Ordinal);

    private static bool HasNoMemoryMore(MeasuredFigure figure) =>
        figure.Number("PeakBytes") <= figure.Number("BaselinePeakBytes");

    private IEnumerable<(string What, string Aim, IEnumerable<Finding> Findings)> Targets() =>
    [
        ("CT, 0.5 MB: parse, anonymize, write", "a copy of the bytes + 40 µs", Codec(
            "CT, 0.5 MB", one => $"copy + {Quantity.Seconds(one.Number("MedianDifference"))}",
            one => one.Number("MedianDifference") <= 40e-6)),
        ("the same", "64 KB managed", Codec(
            "CT, 0.5 MB", one => Quantity.Bytes((long)one.Number("AllocatedBytes")),
            one => one.Number("AllocatedBytes") <= 64 << 10)),
        ("enhanced multi-frame, 10,000 items", "15 ms", Codec(
            "enhanced multi-frame, 10,000 items", one => Quantity.Seconds(one.Number("MedianSeconds")),
            one => one.Number("MedianSeconds") <= 15e-3)),
        ("the same", "linear in items: 10 × the time of 1,000", Codec(
            "enhanced multi-frame, 10,000 items", one => Times(OfThousandItems(one)),
            one => OfThousandItems(one) <= 10 * Flat)),
        ("multi-frame, 200 MB", "1.5 copies of the bytes", Codec(
            "multi-frame, 200 MB", one => Times(one.Ratio), static one => one.Ratio <= 1.5)),
        // The input is in memory before.
        ("the same", "input + output + 20 MB", Codec(
            "multi-frame, 200 MB",
            one => $"input + {Quantity.Bytes((long)one.Number("PeakBytes"))}",
            one => one.Number("PeakBytes") <= one.Number("Bytes") + 20e6)),
        ("instance route, CT", "2 × the built-in's throughput", Quicker(
            one => IsOfHost(one, "Instance") && one.Baseline == "built-in", 2)),
        ("study of 500 CT, host defaults", "2.5 × the built-in", Quicker(
            one => IsOfHost(one, "Study") && one.Situation == "500 CT, host defaults"
                && one.Baseline == "built-in", 2.5)),
        ("study of 500 CT, equal workers", "1.0 × the built-in", Quicker(
            one => IsEqual(one) && one.Baseline == "built-in", 1)),
        ("study of 500 CT, equal workers", "1.15 × the time of only storing", Plugin(
            one => IsEqual(one) && one.Baseline != "built-in", one => Times(one.Ratio), one => one.Ratio <= 1.15)),
        ("5,000 small MR, host defaults", "2.5 × the built-in", Quicker(
            one => IsOfHost(one, "Study") && one.Situation == "5,000 small MR, host defaults"
                && one.Baseline == "built-in", 2.5)),
        ("peak memory of the host", "that of the built-in", Plugin(
            one => (IsOfHost(one, "Study") || IsOfHost(one, "Instance")) && one.Baseline == "built-in",
            Peaks, HasNoMemoryMore)),
        ("peak memory of the host in a job", "independent of the study", Grown(
            Peaks, one => one.Number("PeakBytes") <= Flat * one.Number("BaselinePeakBytes"))),
        ("time of an instance in a job", "flat", Grown(
            one => Times(one.Ratio), static one => one.Ratio <= Flat)),
        ("plugin file", "6 MB", PluginFile()),
        ("start-up", "50 ms", Plugin(
            static one => one.Benchmark == "Start", one => Quantity.Seconds(one.Number("MedianDifference")),
            static one => one.Number("MedianDifference") <= 50e-3)),
    ];

    private IEnumerable<Finding> Find(
        Func<MeasuredFigure, bool> isAbout, Func<MeasuredFigure, string> measured, Func<MeasuredFigure, bool> isMet) =>
        _figures.Where(isAbout).Select(
            figure => new Finding($"{figure.Benchmark}: {figure.Situation}", measured(figure), isMet(figure)));

    private IEnumerable<Finding> Plugin(
        Func<MeasuredFigure, bool> isAbout, Func<MeasuredFigure, string> measured, Func<MeasuredFigure, bool> isMet) =>
        Find(one => one.Subject == "plugin" && one.Baseline != "plugin" && isAbout(one), measured, isMet);

    private IEnumerable<Finding> Quicker(Func<MeasuredFigure, bool> isAbout, double times) =>
        Plugin(isAbout, one => Times(1 / one.Ratio), one => 1 / one.Ratio >= times);

    private IEnumerable<Finding> Codec(
        string situation, Func<MeasuredFigure, string> measured, Func<MeasuredFigure, bool> isMet) =>
        Find(one => IsOfCodec(one, situation), measured, isMet);

    private static bool IsOfCodec(MeasuredFigure figure, string situation) => figure.Benchmark == "Codec"
        && figure.Situation == situation && figure.Subject == "parse, anonymize, write";

    private double OfThousandItems(MeasuredFigure figure) => figure.Number("MedianSeconds")
        / _figures.First(one => IsOfCodec(one, "enhanced multi-frame, 1,000 items")).Number("MedianSeconds");

    // How the plugin grows with more instances, beside those that it is compared with; and how the others grow.
    private IEnumerable<Finding> Grown(Func<MeasuredFigure, string> measured, Func<MeasuredFigure, bool> isMet) =>
        from one in _figures
        where IsOfHost(one, "Growth") && one.Situation == "plugin" && one.Subject != one.Baseline
        let others = from other in _figures
                     where other.Benchmark == one.Benchmark && other.Subject == one.Subject
                         && other.Situation != one.Situation
                     select $"; {other.Situation}: {measured(other)}"
        select new Finding(
            $"{one.Benchmark}: {one.Subject}, beside {one.Baseline}", measured(one) + string.Concat(others),
            isMet(one));

    private static IEnumerable<Finding> PluginFile() =>
        Environment.GetEnvironmentVariable("ORTHANC_DEID_PLUGIN") is { Length: > 0 } path
            ? [Of(new FileInfo(path).Length)]
            : [];

    private static Finding Of(long size) => new("", Quantity.Bytes(size), size <= 6_000_000);

    private readonly record struct Finding(string Where, string Measured, bool IsMet);
}
