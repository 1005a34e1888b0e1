// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Phases;

/// <summary>
/// Resumes the job. Results that were deleted before the job was resubmitted, resumed or continued after a restart
/// become pending again. If the job was deleting its sources and the source is gone, too, both were deleted on purpose.
/// </summary>
internal sealed class Recover(JobWork work) : JobPhase(work)
{
    private readonly StoredSeries _there = new();
    private Queue<(int Number, StoredInstance Instance)>? _left;
    private bool _hasRedone;

    /// <inheritdoc/>
    public override JobPhaseName Name => JobPhaseName.Recover;

    /// <inheritdoc/>
    public override PhaseOutcome Run(TimeBudget time)
    {
        Work.TakeUpJournal();
        var progress = Work.Progress;
        if (progress.IsOver || progress.IsUndoing)
        {
            // Once the job has ended, other jobs may change its results and sources.
            return PhaseOutcome.Finished;
        }

        for (_left ??= new(progress.Stored()); _left.TryDequeue(out var next);)
        {
            // Registered first, so that no other job that fails takes the result back after it was found.
            Work.Targets.Resume(Work.Definition.Sources[next.Number].Id, next.Instance);
            if (!_there.Contains(next.Instance)
                && !(progress.AreSourcesGoing && !InstanceStorage.Exists(Work.Definition.Sources[next.Number].Id)))
            {
                progress.Redo(next.Number);
                _hasRedone = true;
            }

            if (time.IsSpent)
            {
                return PhaseOutcome.Unfinished;
            }
        }

        if (_hasRedone && progress.AreSourcesGoing)
        {
            // Otherwise the next run of the host would take the results that are made again for files of somebody else.
            Work.WriteJournal();
        }

        return PhaseOutcome.Finished;
    }

    /// <inheritdoc/>
    public override JobPhase? Next() =>
        Work.Progress.IsOver ? null : Work.Progress.Pending > 0 ? new Transfer(Work) : new UpdateParents(Work);
}
