// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>The time that a step of a job may take, from when this was made.</summary>
/// <param name="time">The time.</param>
internal readonly struct TimeBudget(TimeSpan time)
{
    private readonly long _end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Whether nothing is left of it.</summary>
    public bool IsSpent => Stopwatch.GetTimestamp() >= _end;
}
