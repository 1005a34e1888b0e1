// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Phases;

/// <summary>
/// Deletes the results of a failed job, except where they have overwritten a source or a result of another job, or
/// where the source is gone: nothing may be lost.
/// </summary>
internal sealed class Undo(JobWork work) : JobPhase(work)
{
    private Queue<(int Number, StoredInstance Instance)>? _left;
    private Queue<int>? _unknown;
    private InstanceTransfer? _transfer;
    private bool _isRecorded;

    /// <inheritdoc/>
    public override JobPhaseName Name => JobPhaseName.Undo;

    /// <inheritdoc/>
    public override PhaseOutcome Run(TimeBudget time)
    {
        if (Work.Progress.AreSourcesGoing)
        {
            // The results may be all that is left. If the job is submitted again, it goes on from here.
            if (Work.Progress.Stored() is [var first, ..] stored)
            {
                // If Orthanc is killed before it saves the job, only the log names them.
                Work.Logger.ResultsStay(Work.Type, stored.Count, first.Instance.Id);
            }

            return PhaseOutcome.Finished;
        }

        try
        {
            Work.Progress.BeginUndo();
            if (!Delete(time) || !DeleteFormer(time))
            {
                return PhaseOutcome.Unfinished;
            }

            Work.GiveBack();
            Work.ForgetMappings();
        }
        catch (OrthancException fault)
        {
            // The client is told the first fault. If the job is submitted again, it knows what is left.
            Work.Progress.HasLeft();
            Work.Logger.NotUndone(Work.Type, fault.Message);
        }
        catch (Exception fault)
        {
            Work.Progress.HasLeft();
            Work.Logger.JobFault(Work.Type, fault.GetType().Name, fault.StackTrace);
        }

        Work.Progress.EndUndo();
        return PhaseOutcome.Finished;
    }

    /// <inheritdoc/>
    public override JobPhase? Next() => null;

    /// <returns>Whether nothing is left to delete.</returns>
    private bool Delete(TimeBudget time)
    {
        for (_left ??= new(Work.Progress.Stored()); _left.TryDequeue(out var next);)
        {
            var (number, stored) = next;
            if (Work.Targets.TakeBack(Work.Definition.Sources[number].Id, stored))
            {
                // At once, since the host may refuse to delete the next one.
                Work.Progress.Forget(number);
            }

            if (time.IsSpent && _left.Count > 0)
            {
                Record();
                return false;
            }
        }

        return true;
    }

    /// <summary>Deletes the results that the job made in an earlier run of the host and does not know of.</summary>
    /// <returns>Whether nothing is left to delete.</returns>
    private bool DeleteFormer(TimeBudget time)
    {
        if (!Work.GoesOn)
        {
            return true;
        }

        _unknown ??= new(Work.Progress.WithoutResult());
        while (_unknown.TryDequeue(out var number))
        {
            _transfer ??= Transfer.Prepare(Work, stores: false);
            _transfer.TakeBackFormer(Work.Definition.Sources[number]);
            if (time.IsSpent && _unknown.Count > 0)
            {
                Record();
                return false;
            }
        }

        if (_transfer is { HasLeft: true })
        {
            Work.Progress.HasLeft();
        }

        return true;
    }

    /// <summary>Makes the deletion continue after a kill of the host, even if the host does not save jobs.</summary>
    private void Record()
    {
        if (!_isRecorded)
        {
            Work.WriteJournal();
            _isRecorded = true;
        }
    }
}
