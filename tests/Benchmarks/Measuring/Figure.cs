// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>A measurement of one subject, and that of its baseline in the same rounds.</summary>
/// <param name="Benchmark">The name of the table.</param>
/// <param name="Situation">What the compared subjects have in common.</param>
/// <param name="Bytes">The size of their input.</param>
/// <param name="Subject">What was measured.</param>
/// <param name="Baseline">The baseline.</param>
internal sealed record Figure(string Benchmark, string Situation, long Bytes, Measurement Subject, Measurement Baseline)
{
    /// <summary>The median of the rounds.</summary>
    public double MedianSeconds => Median(Subject.Seconds);

    /// <summary>The median difference in seconds from the baseline.</summary>
    public double MedianDifference => Median(Subject.Seconds.Zip(Baseline.Seconds, (own, other) => own - other));

    /// <summary>The median of the ratios of each round.</summary>
    public double Ratio => Quantile(Ratios, 0.5);

    /// <summary>A quarter of the rounds have a lower ratio.</summary>
    public double LowRatio => Quantile(Ratios, 0.25);

    /// <summary>A quarter of the rounds have a higher ratio.</summary>
    public double HighRatio => Quantile(Ratios, 0.75);

    /// <summary>The ratio of the hosts' processor times (medians), if both are known.</summary>
    public double? CpuRatio => Subject.CpuSeconds / Baseline.CpuSeconds;

    private List<double> Ratios => [.. Subject.Seconds.Zip(Baseline.Seconds, (own, other) => own / other).Order()];

    /// <summary>Compares all measurements with each of the first ones.</summary>
    /// <param name="benchmark">The name of the table.</param>
    /// <param name="situation">What they have in common.</param>
    /// <param name="bytes">The size of their input.</param>
    /// <param name="measurements">What was measured in the same rounds.</param>
    /// <param name="baselines">The number of measurements, from the first, that the others are compared with.</param>
    public static IReadOnlyList<Figure> Compare(
        string benchmark, string situation, long bytes, IReadOnlyList<Measurement> measurements, int baselines = 1) =>
    [
        .. from baseline in measurements.Take(baselines)
           from measurement in measurements
           select new Figure(benchmark, situation, bytes, measurement, baseline)
    ];

    /// <summary>The median of numbers.</summary>
    public static double Median(IEnumerable<double> numbers) => Quantile([.. numbers.Order()], 0.5);

    private static double Quantile(List<double> ordered, double part)
    {
        var place = (ordered.Count - 1) * part;
        var below = ordered[(int)Math.Floor(place)];
        return below + ((ordered[(int)Math.Ceiling(place)] - below) * (place - Math.Floor(place)));
    }
}
