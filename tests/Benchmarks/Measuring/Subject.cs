// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>One of several things that are measured beside each other.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Measure">Does it once; gives the seconds that it took, without preparing and tidying up.</param>
internal sealed record Subject(string Name, Func<double> Measure)
{
    /// <summary>The managed bytes that it allocates, if that is known.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>Asked after the last round: the median of the processor time of a host; null if that is not known. It
    /// depends less than other times on what else the machine does.</summary>
    public Func<double>? CpuSeconds { get; init; }

    /// <summary>Asked after the last round: the most resident memory; null if that is not known.</summary>
    public Func<long>? PeakBytes { get; init; }

    /// <summary>Whether it takes so long that what only the first time costs does not count, so that it is not done
    /// once before the first round.</summary>
    public bool IsLong { get; init; }
}
