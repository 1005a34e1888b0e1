// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>What was measured of one subject.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Seconds">The time of each round.</param>
/// <param name="CpuSeconds">The median of the processor time of a host, if that is known.</param>
/// <param name="AllocatedBytes">The managed bytes that it allocates, if that is known.</param>
/// <param name="PeakBytes">The most resident memory, if that is known.</param>
internal sealed record Measurement(
    string Name, IReadOnlyList<double> Seconds, double? CpuSeconds, long? AllocatedBytes, long? PeakBytes);
