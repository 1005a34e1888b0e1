// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>One of several things that are measured side by side.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Measure">Does it once, and returns the seconds that it took without preparation and cleanup.</param>
internal sealed record Subject(string Name, Func<double> Measure)
{
    /// <summary>The managed bytes that it allocates, if that is known.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>Called after the last round: the median of the host's processor time; null if that is not known. It depends
    /// less on other load on the machine than elapsed time does.</summary>
    public Func<double>? CpuSeconds { get; init; }

    /// <summary>Called after the last round: the peak of the resident memory; null if that is not known.</summary>
    public Func<long>? PeakBytes { get; init; }

    /// <summary>Whether it takes so long that the extra cost of the first run does not matter. It is then not run once
    /// before the first round.</summary>
    public bool IsLong { get; init; }
}
