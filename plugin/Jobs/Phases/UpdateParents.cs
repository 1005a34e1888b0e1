// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Phases;

/// <summary>
/// Updates the main DICOM tags in the host's index from the new files. For series, studies and patients, the index has
/// those of the first instance.
/// </summary>
internal sealed class UpdateParents(JobWork work) : JobPhase(work)
{
    private readonly MainDicomTags _mainTags = new();
    private Queue<(int Number, StoredInstance Instance)>? _left;

    /// <inheritdoc/>
    public override JobPhaseName Name => JobPhaseName.UpdateParents;

    /// <inheritdoc/>
    public override PhaseOutcome Run(TimeBudget time)
    {
        // Checked here: after all instances, also after a restart, and before any source is deleted.
        RejectedSources.RequireOther(Work.Progress.Count, Work.Progress.Rejected());
        if (Work.Definition.Kind == JobKind.MergeStudy)
        {
            // The target study keeps its attributes.
            return PhaseOutcome.Finished;
        }

        for (_left ??= new(Work.Progress.Stored()); _left.TryDequeue(out var next);)
        {
            Update(next.Instance);
            if (time.IsSpent)
            {
                return PhaseOutcome.Unfinished;
            }
        }

        return PhaseOutcome.Finished;
    }

    /// <inheritdoc/>
    public override JobPhase? Next() => Work.Definition.Mapping is not null ? new SealMapping(Work)
        : Work.Definition.KeepsSource ? new Done(Work) : new DeleteSources(Work);

    private void Update(StoredInstance stored)
    {
        try
        {
            _mainTags.Update(stored);
        }
        catch (OrthancException fault) when (fault.Code == OrthancErrorCode.UnknownResource)
        {
            // Somebody has deleted it in the meantime, so the index does not show it.
        }
        catch (OrthancException fault)
        {
            // The files are right, and the index can be updated at any time.
            Work.Logger.MainTagsNotUpdated(stored.Id, fault.Message);
        }
    }
}
