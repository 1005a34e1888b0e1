// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Tests.Simulation.Checks;

/// <summary>What clients were told of their jobs.</summary>
/// <param name="require">Takes what has to be true, and what is the case otherwise.</param>
internal sealed class ToldAnswers(Action<bool, string> require)
{
    // By the tokens of the jobs.
    private readonly Dictionary<string, Answer> _told = [];

    /// <summary>A client was told that its job is accepted.</summary>
    public void Accepted(JobDefinition job) => _told[job.Token] = Answer.Accepted;

    /// <summary>A client was told that its job is refused.</summary>
    public void Refused(JobDefinition? job)
    {
        if (job is not null)
        {
            _told[job.Token] = Answer.Refused;
        }
    }

    /// <summary>A client cancels a job.</summary>
    public void Cancelled(JobDefinition job) => _told[job.Token] = Answer.Cancelled;

    /// <summary>A client submits a job again, whatever it was told before.</summary>
    public void Resubmitted(JobDefinition job) => _told[job.Token] = Answer.Resubmitted;

    /// <summary>What clients were told has to be true, once all jobs have ended and before one is submitted again.</summary>
    public void Check(SimulatedJobs jobs, Schedule schedule)
    {
        foreach (var (token, answer) in _told)
        {
            var job = jobs.All.Find(one => one.Job.Definition.Token == token);
            if (answer == Answer.Refused)
            {
                require(
                    job is null || (job.Stage == JobStage.Failure && IsIdle(job)), "a job has run that was refused");
            }
            else if (answer == Answer.Accepted && schedule.Trouble != Trouble.All && (schedule.SavesJobs || !schedule.HasKilled))
            {
                require(job is not null, "a job is lost");
                require(job?.Stage == JobStage.Success, "a job has failed though nothing did");
            }
        }

        if (schedule.Trouble == Trouble.None)
        {
            require(!_told.ContainsValue(Answer.Refused), "a job is refused though nothing is wrong");
        }
    }

    private static bool IsIdle(SimulatedJob job) =>
        JobState.TryRead(SimulatedJobs.Read(job.Job.WriteState), out _, out var progress) && progress.LeavesNothing;

    private enum Answer
    {
        Accepted,
        Refused,
        Cancelled,
        Resubmitted,
    }
}
