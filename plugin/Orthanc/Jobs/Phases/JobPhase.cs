// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Jobs.Phases;

/// <summary>
/// A part of a job. It works as long as it is given time, and goes on from there when it is called again; between two
/// calls the job can be paused, cancelled, saved and killed.
/// </summary>
/// <param name="work">What the phases of the job share.</param>
internal abstract class JobPhase(JobWork work)
{
    /// <summary>What it is called.</summary>
    public abstract JobPhaseName Name { get; }

    /// <summary>What the phases of the job share.</summary>
    protected JobWork Work { get; } = work;

    /// <summary>Works until the time is spent or nothing is left to do, and at least on one instance.</summary>
    /// <exception cref="Exception">The job fails.</exception>
    public abstract PhaseOutcome Run(TimeBudget time);

    /// <summary>The phase after this one has ended, unless the job has failed by then; null if the job ends with it.</summary>
    public abstract JobPhase? Next();
}
