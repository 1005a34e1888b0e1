// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Phases;

/// <summary>Deletes the old instances, after checking that all new ones exist.</summary>
internal sealed class DeleteSources(JobWork work) : JobPhase(work)
{
    private SourceDeletion? _deletion;
    private InstanceTransfer? _transfer;

    /// <inheritdoc/>
    public override JobPhaseName Name => JobPhaseName.DeleteSources;

    /// <inheritdoc/>
    public override PhaseOutcome Run(TimeBudget time)
    {
        _deletion ??= new SourceDeletion(Work.Definition, Work.Progress, Work.Targets, MakeAgain);
        if (!Work.Progress.AreSourcesGoing)
        {
            if (!_deletion.Check(time))
            {
                return PhaseOutcome.Unfinished;
            }

            if (Work.HasFailed)
            {
                return PhaseOutcome.Finished;
            }

            Work.BeginDeletion();
        }

        return _deletion.Run(time, Work.Definition.IsPermissive) ? PhaseOutcome.Finished : PhaseOutcome.Unfinished;
    }

    /// <inheritdoc/>
    public override JobPhase? Next() => new Done(Work);

    private StoredInstance? MakeAgain(SourceInstance source, StoredInstance stored) =>
        Work.GoesOn ? (_transfer ??= Transfer.Prepare(Work, stores: false)).FindAgain(source, stored) : null;
}
