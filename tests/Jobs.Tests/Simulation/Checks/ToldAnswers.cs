// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Tests.Simulation.Checks;

/// <summary>What clients were told about their jobs.</summary>
/// <param name="require">Gets a condition that has to hold, and a description of the fault if it does not.</param>
/// <param name="overwrites">Whether the host replaces instances that it already has.</param>
internal sealed class ToldAnswers(Action<bool, string> require, bool overwrites)
{
    // By the tokens of the jobs.
    private readonly Dictionary<string, Answer> _told = [];

    // Jobs that are impossible on this host.
    private readonly HashSet<string> _impossible = [];

    /// <summary>A client was told that its job is accepted.</summary>
    public void Accepted(JobDefinition job)
    {
        _told[job.Token] = Answer.Accepted;
        require(IsPossible(job), "a job in place is accepted though the host does not overwrite instances");
    }

    /// <summary>A client was told that its job is refused.</summary>
    public void Refused(JobDefinition? job)
    {
        if (job is not null)
        {
            _told[job.Token] = Answer.Refused;
            if (!IsPossible(job))
            {
                _impossible.Add(job.Token);
            }
        }
    }

    /// <summary>A client cancels a job.</summary>
    public void Cancelled(JobDefinition job) => _told[job.Token] = Answer.Cancelled;

    /// <summary>A client resubmits a job, whatever it was told before.</summary>
    public void Resubmitted(JobDefinition job) => _told[job.Token] = Answer.Resubmitted;

    /// <summary>Checks that clients were told the truth, once all jobs have ended and before one is resubmitted.</summary>
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
                require(
                    job?.Stage == JobStage.Success || (schedule.WasUpdated && StandsInItsWay(job)),
                    "a job has failed though nothing did");
            }
        }

        if (schedule.Trouble == Trouble.None)
        {
            require(
                !_told.Any(one => one.Value == Answer.Refused && !_impossible.Contains(one.Key)),
                "a job is refused though nothing is wrong");
        }
    }

    private bool IsPossible(JobDefinition job) => overwrites || !SimulatedRequest.IsInPlace(job);

    /// <summary>
    /// Whether a job was killed before it had recorded a result, and then takes that result for somebody else's: another
    /// version writes a different file, and the host does not overwrite the first.
    /// </summary>
    private bool StandsInItsWay(SimulatedJob? job) => !overwrites && job?.Job.Fault?.Code == OrthancErrorCode.DuplicateResource;

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
