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
        var transfer = _transfer ??= Prepare();
        var progress = Work.Progress;
        WorkerThreads.Run(Math.Min(Work.Services.Threads, progress.Pending), () =>
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

        return progress.Pending > 0 && !Work.HasFailed ? PhaseOutcome.Unfinished : PhaseOutcome.Finished;
    }

    /// <inheritdoc/>
    public override JobPhase? Next() => new UpdateParents(Work);

    private InstanceTransfer Prepare()
    {
        Work.RequireKey();
        Work.Reserve();
        var (plan, definition) = (Work.Plan, Work.Definition);
        var identifiers = new IdentifierMap(plan.Request.PseudonymKey ?? definition.Key, Work.PatientName)
        {
            Pairs = Work.Pairs,
        };
        OverwrittenNotes? notes = null;
        if (plan.SharesIdentifiers)
        {
            // Metadata that are put back tell which instances the job has edited.
            Work.Services.Notes.TakeUp();
            notes = new OverwrittenNotes(Work.Services.Notes, Work.Services.SavesJobs ? definition.Token : null);
        }

        GivenIdentifiers.Assign(plan, definition.Sources, identifiers);
        return new InstanceTransfer(
            new JobEdit(plan, identifiers, definition.Apart), Work.Services.Memory, new SourceSizes(definition.Sources), Origin(),
            copiesLabels: plan.Request.KeepLabels && OrthancHost.Features.HasLabels, verifies: !definition.KeepsSource,
            Work.Targets, notes, Work.GoesOn ? definition.Token : null, Work.Pairs, Work.Logger);
    }

    private string? Origin() =>
        Work.Definition.Kind != JobKind.ResourceModification || !OrthancHost.Features.TakesOrigins ? null
        : Work.Definition.Operation == Operation.Anonymize ? "AnonymizedFrom"
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
            var (code, details) = FaultDescription.Of(fault, source.Id);
            if (code == OrthancErrorCode.InternalError)
            {
                Work.Logger.JobFault(Work.Type, fault.GetType().Name, fault.StackTrace);
            }

            Work.Progress.Failed(number, new InstanceFault(source.Id, code, details));
            _metrics.Failed();
        }
    }
}
