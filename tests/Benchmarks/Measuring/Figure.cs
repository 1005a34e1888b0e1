// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>What was measured of one subject.</summary>
/// <param name="Benchmark">The name of the table.</param>
/// <param name="Situation">What the compared subjects have in common.</param>
/// <param name="Bytes">The size of their input.</param>
/// <param name="Subject">What was measured.</param>
/// <param name="Baseline">The name of what it is compared with.</param>
/// <param name="Seconds">The time of each round.</param>
/// <param name="BaselineSeconds">The time of what it is compared with in the same rounds.</param>
internal sealed record Figure(
    string Benchmark,
    string Situation,
    long Bytes,
    Subject Subject,
    string Baseline,
    IReadOnlyList<double> Seconds,
    IReadOnlyList<double> BaselineSeconds)
{
    /// <summary>The most resident memory, if that is known.</summary>
    public long? PeakBytes { get; } = Subject.PeakBytes?.Invoke();

    /// <summary>The median of the processor time of a host, if that is known.</summary>
    public double? CpuSeconds { get; } = Subject.CpuSeconds?.Invoke();

    private List<double> Ratios => [.. Seconds.Zip(BaselineSeconds, (own, other) => own / other).Order()];

    /// <summary>The median of the rounds.</summary>
    public double MedianSeconds => Median(Seconds);

    /// <summary>The median of how many seconds more it takes than what it is compared with.</summary>
    public double MedianDifference =>
        Median(Seconds.Zip(BaselineSeconds, (own, other) => own - other));

    /// <summary>The median of the ratios of each round.</summary>
    public double Ratio => Quantile(Ratios, 0.5);

    /// <summary>A quarter of the rounds have a lower ratio.</summary>
    public double LowRatio => Quantile(Ratios, 0.25);

    /// <summary>A quarter of the rounds have a higher ratio.</summary>
    public double HighRatio => Quantile(Ratios, 0.75);

    /// <summary>The median of numbers.</summary>
    public static double Median(IEnumerable<double> numbers) => Quantile([.. numbers.Order()], 0.5);

    private static double Quantile(List<double> ordered, double part)
    {
        var place = (ordered.Count - 1) * part;
        var below = ordered[(int)Math.Floor(place)];
        return below + ((ordered[(int)Math.Ceiling(place)] - below) * (place - Math.Floor(place)));
    }
}
