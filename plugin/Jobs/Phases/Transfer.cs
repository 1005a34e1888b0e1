// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Notes;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Phases;

/// <summary>Makes the new instances, with several threads.</summary>
internal sealed class Transfer(JobWork work) : JobPhase(work)
{
    private readonly WorkMetrics _metrics = work.Services.Metrics.Of(work.Definition.Kind, work.Definition.Operation);
    private InstanceTransfer? _transfer;

    /// <inheritdoc/>
    public override JobPhaseName Name => JobPhaseName.Transfer;

    /// <inheritdoc/>
    public override PhaseOutcome Run(TimeBudget time)
    {
        var transfer = _transfer ??= Prepare(Work);
        var progress = Work.Progress;
        Work.Services.RunTogether(Math.Min(Work.Services.Threads, progress.Pending), () =>
        {
            while (!Work.HasFailed && progress.TryTake(out var number))
            {
                Run(transfer, number);
                if (time.IsSpent)
                {
                    break;
                }
            }
        }, Work.Logger);
        if (transfer.HasLeft)
        {
            progress.HasLeft();
        }

        if (progress.Pending > 0 && !Work.HasFailed)
        {
            return PhaseOutcome.Unfinished;
        }

        if (progress.AreSourcesGoing)
        {
            // Next, the sources of the results that were made again are deleted.
            Work.WriteJournal();
        }

        return PhaseOutcome.Finished;
    }

    /// <inheritdoc/>
    public override JobPhase? Next() => new UpdateParents(Work);

    /// <summary>Prepares the transfer of the instances of a job.</summary>
    /// <param name="work">The job.</param>
    /// <param name="stores">Whether instances are stored; otherwise stored ones are only recognized or taken back.</param>
    /// <exception cref="OrthancException">
    /// The host cannot provide what is needed, or the key of pseudonyms has changed.
    /// </exception>
    public static InstanceTransfer Prepare(JobWork work, bool stores = true)
    {
        var edit = Edit(work);
        var (plan, definition) = (work.Plan, work.Definition);
        OverwrittenNotes? notes = null;
        if (plan.SharesIdentifiers || (work.GoesOn && stores))
        {
            // This puts back metadata that show which instances the job has already edited in place.
            work.Services.Notes.TakeUp();
            notes = new OverwrittenNotes(
                work.Services.Notes, work.Services.SavesJobs ? definition.Token : null, work.Services.OverwritesInstances);
        }

        return new InstanceTransfer(
            edit, work.Services.Memory, new SourceSizes(definition.Sources), Origin(work),
            copiesLabels: plan.Request.KeepLabels && OrthancHost.Features.HasLabels, verifies: !definition.KeepsSource,
            work.Targets, notes, work.GoesOn ? definition.Token : null, work.Pairs, work.Logger);
    }

    /// <summary>Prepares the edit of the instances of a job.</summary>
    /// <exception cref="OrthancException">The index cannot be read, or the key of pseudonyms has changed.</exception>
    public static JobEdit Edit(JobWork work)
    {
        work.RequireKey();
        work.Reserve();
        var (plan, definition) = (work.Plan, work.Definition);
        var identifiers = new IdentifierMap(plan.Request.PseudonymKey ?? definition.Key, work.PatientName)
        {
            Pairs = work.Pairs,
        };
        GivenIdentifiers.Assign(plan, definition.Sources, identifiers);
        return new JobEdit(plan, identifiers, definition.Apart, work.Services.Generations);
    }

    private static string? Origin(JobWork work) =>
        work.Definition.Kind != JobKind.ResourceModification || !OrthancHost.Features.TakesOrigins ? null
        : work.Definition.Operation == Operation.Anonymize ? "AnonymizedFrom"
        : "ModifiedFrom";

    private void Run(InstanceTransfer transfer, int number)
    {
        var source = Work.Definition.Sources[number];
        try
        {
            var started = Stopwatch.GetTimestamp();
            var stored = transfer.Run(source, out var bytes);
            Work.Progress.Succeeded(number, stored);
            _metrics.Succeeded(bytes, started);
        }
        catch (InstanceRejectedException rejection)
        {
            Work.Progress.Rejected(number, rejection.Reason);
            _metrics.Rejected();
        }
        catch (Exception fault)
        {
            // Whatever the reason, only this instance fails; the job ends unless it is permissive. The client is told
            // in any case.
            var (code, details) = FaultDescription.OfInstance(fault);
            if (code == OrthancErrorCode.InternalError)
            {
                Work.Logger.JobFault(Work.Type, fault.GetType().Name, fault.StackTrace);
            }

            Work.Progress.Failed(number, new InstanceFault(source.Id, code, details));
            if (Work.Definition.IsPermissive)
            {
                // A job that is not permissive undoes all its results anyway.
                transfer.TakeBackFormer(source);
            }

            _metrics.Failed();
        }
    }
}
