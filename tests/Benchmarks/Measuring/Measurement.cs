// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>The measurements of one subject.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Seconds">The time of each round.</param>
/// <param name="CpuSeconds">The median of the host's processor time, if that is known.</param>
/// <param name="AllocatedBytes">The managed bytes that it allocates, if that is known.</param>
/// <param name="PeakBytes">The peak of the resident memory, if that is known.</param>
internal sealed record Measurement(
    string Name, IReadOnlyList<double> Seconds, double? CpuSeconds, long? AllocatedBytes, long? PeakBytes);
