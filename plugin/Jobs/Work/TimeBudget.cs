// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Work;

/// <summary>The time that a step of a job may take. It begins when the budget is made.</summary>
/// <param name="time">The time.</param>
internal readonly struct TimeBudget(TimeSpan time)
{
    private readonly TimeProvider _clock = OrthancHost.Current.Clock;
    private readonly long _began = OrthancHost.Current.Clock.GetTimestamp();

    /// <summary>Whether the time is used up.</summary>
    public bool IsSpent => _clock.GetElapsedTime(_began) >= time;
}
