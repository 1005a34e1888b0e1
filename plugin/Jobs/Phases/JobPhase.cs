// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Phases;

/// <summary>
/// A part of a job. It works within a time budget, and continues at the next call. Between two calls the job can be
/// paused, cancelled, saved and killed.
/// </summary>
/// <param name="work">What the phases of the job share.</param>
internal abstract class JobPhase(JobWork work)
{
    /// <summary>The name of the phase.</summary>
    public abstract JobPhaseName Name { get; }

    /// <summary>What the phases of the job share.</summary>
    protected JobWork Work { get; } = work;

    /// <summary>Works on at least one instance, until the time is used up or nothing is left to do.</summary>
    /// <exception cref="Exception">The job fails.</exception>
    public abstract PhaseOutcome Run(TimeBudget time);

    /// <summary>The phase that follows, unless the job has failed; null if this is the last one.</summary>
    public abstract JobPhase? Next();
}
