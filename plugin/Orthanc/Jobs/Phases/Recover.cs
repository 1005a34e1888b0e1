// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc.Jobs.Phases;

/// <summary>
/// Takes up the job where it was. Makes pending again what somebody has deleted while nobody looked: before the job was
/// submitted again, resumed or taken up after a restart. Where the source has gone by then, too, its successor was there,
/// and is not wanted.
/// </summary>
internal sealed class Recover(JobWork work) : JobPhase(work)
{
    private readonly StoredSeries _there = new();
    private Queue<(int Number, StoredInstance Instance)>? _left;

    /// <inheritdoc/>
    public override JobPhaseName Name => JobPhaseName.Recover;

    /// <inheritdoc/>
    public override PhaseOutcome Run(TimeBudget time)
    {
        Work.TakeUpJournal();
        var progress = Work.Progress;
        if (progress.IsOver || progress.IsUndoing)
        {
            // When it is over, its results and its sources are no longer its own: another job may have changed them.
            return PhaseOutcome.Finished;
        }

        for (_left ??= new(progress.Stored()); _left.TryDequeue(out var next);)
        {
            // First, so that no other job that fails takes it back after it was found to be there.
            Work.Targets.Resume(Work.Definition.Sources[next.Number].Id, next.Instance);
            if (!_there.Contains(next.Instance)
                && !(progress.AreSourcesGoing && !InstanceStorage.Exists(Work.Definition.Sources[next.Number].Id)))
            {
                progress.Redo(next.Number);
            }

            if (time.IsSpent)
            {
                return PhaseOutcome.Unfinished;
            }
        }

        return PhaseOutcome.Finished;
    }

    /// <inheritdoc/>
    public override JobPhase? Next() =>
        Work.Progress.IsOver ? null : Work.Progress.Pending > 0 ? new Transfer(Work) : new UpdateParents(Work);
}
