// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>One of several things that are measured beside each other.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Measure">Does it once; gives the seconds that it took, without what it had to prepare or tidy up.</param>
internal sealed record Subject(string Name, Func<double> Measure)
{
    /// <summary>The managed bytes that it allocates, if that is known.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>The resident memory that it takes at most beyond its input, if that is known.</summary>
    public long? PeakBytes { get; init; }
}
