// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;

namespace OrthancDeid.Jobs.Phases;

/// <summary>What the phases of a job share. One thread at a time uses it, but for <see cref="Snapshot"/>.</summary>
internal sealed class JobWork
{
    private readonly string? _keyFingerprint;
    private volatile JobSnapshot _snapshot;
    private int? _patientNumber;
    private bool _isRecorded;
    private bool _isNew;
    private bool _isRefused;

    /// <summary>Makes it.</summary>
    /// <param name="definition">What the job is to do.</param>
    /// <param name="progress">How far it is.</param>
    /// <param name="services">What the plugin provides to it.</param>
    /// <param name="pairs">Takes which identifiers became which, for the answer; null if nobody asks.</param>
    /// <param name="request">The request of the definition if it has been parsed; null if not.</param>
    /// <exception cref="RequestException">The request asks for what is not allowed.</exception>
    public JobWork(
        JobDefinition definition, JobProgress progress, JobServices services, IdentifierPairs? pairs,
        ModificationRequest? request)
    {
        Definition = definition;
        Progress = progress;
        Services = services;
        Pairs = pairs;
        Plan = ModificationPlan.For(
            request ?? ModificationRequest.Parse(
                RequestBody.Parse(definition.Request), definition.Operation, services.Host, isJob: true),
            definition.Level);
        Sources = definition.Sources.Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        Targets = new JobTargets(definition, Plan, Sources, services.Claims);
        _keyFingerprint = definition.KeyFingerprint ?? Plan.Request.PseudonymKey?.Fingerprint();
        _patientNumber = definition.PatientNumber;
        if (_patientNumber is { } number)
        {
            services.Names.Hold(number);
        }

        _snapshot = progress.Snapshot(JobPhaseName.Recover, _patientNumber);
    }

    /// <summary>What the job is to do.</summary>
    public JobDefinition Definition { get; }

    /// <summary>How far it is.</summary>
    public JobProgress Progress { get; private set; }

    /// <summary>What the plugin provides to it.</summary>
    public JobServices Services { get; }

    /// <summary>Collects old and new identifiers; null if they are not needed.</summary>
    public IdentifierPairs? Pairs { get; }

    /// <summary>What is done to each instance.</summary>
    public ModificationPlan Plan { get; }

    /// <summary>The identifiers of all sources.</summary>
    public IReadOnlySet<string> Sources { get; }

    /// <summary>Stores what the job makes, and takes it back.</summary>
    public JobTargets Targets { get; }

    /// <summary>Logs faults.</summary>
    public ILogger Logger => Services.Logger;

    /// <summary>The type that the host shows.</summary>
    public string Type => Definition.Kind.ToString();

    /// <summary>Whether the job has failed: nothing more is done, and what was done is undone.</summary>
    public bool HasFailed => Progress.IsUndoing || (Progress.Fault is not null && !Definition.IsPermissive);

    /// <summary>
    /// Whether the job has worked before, in an earlier run of the host, or before it was submitted again.
    /// </summary>
    public bool GoesOn => !(_isRefused && Progress.IsAwaited) && (!_isNew || Progress.Runs > 0);

    /// <summary>How far the job was when <see cref="Publish"/> was last called. For any thread.</summary>
    public JobSnapshot Snapshot => _snapshot;

    /// <summary>Publishes the progress of the job to the threads of the host.</summary>
    /// <param name="phase">What it is doing.</param>
    public void Publish(JobPhaseName phase) => _snapshot = Progress.Snapshot(phase, _patientNumber);

    /// <summary>
    /// Writes the state of the job as it was when <see cref="Publish"/> was last called. For any thread.
    /// </summary>
    public void WriteState(IBufferWriter<byte> output) => WriteState(output, _snapshot);

    /// <summary>Records a fault of the job as a whole.</summary>
    public void Fail(Exception fault)
    {
        var (code, details) = FaultDescription.Of(fault);
        if (code == OrthancErrorCode.InternalError && fault is not OrthancException)
        {
            // Not the message, since those of the framework may quote values.
            Logger.JobFault(Type, fault.GetType().Name, fault.StackTrace);
        }

        Progress.Failed(new InstanceFault(string.Empty, code, details));
    }

    /// <summary>The new name of an anonymized patient.</summary>
    public string PatientName() => PatientNameCounter.NameOf(_patientNumber!.Value);

    /// <summary>Takes the number of the new patient name, if the job needs one and has none.</summary>
    /// <exception cref="OrthancException">The host cannot read or write the count.</exception>
    public void Reserve()
    {
        if (Plan.NamesPatient)
        {
            _patientNumber ??= Services.Names.Take();
        }
    }

    /// <summary>
    /// Gives the number back, unless an instance with the name is left: one that could not be deleted, or that has
    /// overwritten a source.
    /// </summary>
    public void GiveBack()
    {
        if (_patientNumber is { } number && Progress.LeavesNothing)
        {
            Services.Names.GiveBack(number);
            _patientNumber = null;
        }
    }

    /// <summary>Refuses to go on with another key of pseudonyms than when the job was submitted.</summary>
    /// <exception cref="OrthancException">The key has changed.</exception>
    public void RequireKey()
    {
        if (Plan.Request.PseudonymKey?.Fingerprint() != _keyFingerprint)
        {
            throw new OrthancException(
                OrthancErrorCode.BadRequest,
                "The key of Deid.PseudonymKeyFile has changed since the job was submitted: with both keys, the job would "
                    + "give one patient two identities.");
        }
    }

    /// <summary>
    /// Says that the job is about to be submitted. The journal has the job before the host has, and has to tell later
    /// whether the host accepted it.
    /// </summary>
    public void Await()
    {
        _isNew = true;
        Progress.Await();
    }

    /// <summary>
    /// Requires that the host has accepted the job and that the journal says so: a client was, or would have been, told
    /// that it did.
    /// </summary>
    /// <param name="isAccepted">What the route that has submitted the job knows; null if it was in an earlier run of the
    /// host.</param>
    /// <exception cref="OrthancException">It was refused, or the host was killed before it was accepted.</exception>
    public void RequireAcceptance(Func<bool?> isAccepted)
    {
        if (!Progress.IsAwaited)
        {
            return;
        }

        // Where the journal cannot be read, the job may have been accepted and have worked.
        _isRefused = !(isAccepted() ?? Services.Journal.IsAccepted(Definition.Token));
        if (_isRefused)
        {
            throw new OrthancException(
                OrthancErrorCode.CanceledJob,
                "The job has done nothing: Orthanc could not note, or was killed before it had noted, that it has the job.");
        }

        Progress.Accept();
    }

    /// <summary>
    /// Writes the job into the journal, if jobs are to survive the host: it may be killed before it saves them.
    /// </summary>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void Record()
    {
        // An entry of an earlier run of the job that could not be removed would have the next start of the host undo this
        // one.
        if (!_isRecorded && (Services.SavesJobs || Services.Journal.Has(Definition.Token)))
        {
            WriteJournal();
        }

        _isRecorded = true;
    }

    /// <summary>
    /// Adds what the journal knows and the host does not: that the job was deleting its sources when the host was
    /// killed, its results, or the number of the new patient name. Other results are found again, since identifiers are
    /// derived.
    /// </summary>
    /// <exception cref="Exception">The journal cannot be read or written.</exception>
    public void TakeUpJournal()
    {
        if (_isRecorded)
        {
            return;
        }

        if (Services.Journal.Find(Definition.Token) is { } state && JobState.TryRead(state, out var saved, out var progress))
        {
            var runs = Math.Max(Progress.Runs, progress.Runs);
            _isRecorded = progress.Runs == runs;
            if (!Progress.IsOver
                && (progress.Pending < Progress.Pending || progress.AreSourcesGoing || progress.IsUndoing || progress.IsOver))
            {
                Progress = progress;
                if (saved.PatientNumber is { } number)
                {
                    // The results have this name, and the host may not have saved it.
                    _patientNumber = number;
                    Services.Names.Hold(number);
                }
            }

            // The progress is that of an earlier run of the job, which had ended.
            while (Progress.Runs < runs && !Progress.IsOver)
            {
                Progress.Restart();
            }
        }

        Record();
    }

    /// <summary>
    /// Writes into the journal that the job was submitted again, unless the job has done so: until then, the next start of
    /// the host may find only that it had ended. For any thread, also while the job works or ends.
    /// </summary>
    /// <param name="isOver">Whether the job has ended: from then on it must not be in the journal.</param>
    /// <exception cref="Exception">The journal cannot be read or written.</exception>
    public void RecordRun(Func<bool> isOver)
    {
        if (!Services.SavesJobs && !Services.Journal.Has(Definition.Token))
        {
            return;
        }

        Services.Journal.Update(Definition.Token, last =>
        {
            var snapshot = _snapshot;
            if (isOver())
            {
                return null;
            }

            var state = new ArrayBufferWriter<byte>();
            if (last is null || !JobState.TryRead(last, out var saved, out var progress))
            {
                WriteState(state, snapshot);
                return state.WrittenSpan.ToArray();
            }

            if (progress.Runs >= snapshot.Runs || progress.IsOver)
            {
                return null;
            }

            // As the first step decides what it takes up.
            var knowsMore = progress.Pending < snapshot.Count - snapshot.Stored.Count
                || progress.AreSourcesGoing || progress.IsUndoing;
            while (progress.Runs < snapshot.Runs)
            {
                progress.Restart();
            }

            WriteState(
                state,
                knowsMore ? progress.Snapshot(snapshot.Phase, saved.PatientNumber ?? snapshot.PatientNumber) : snapshot);
            return state.WrittenSpan.ToArray();
        });
    }

    /// <summary>Writes the progress of the job into the journal.</summary>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void WriteJournal() => WriteJournal(Progress.Snapshot(_snapshot.Phase, _patientNumber));

    /// <summary>
    /// Records that the deletion of sources begins, first in the journal: if that fails, the results can be taken back.
    /// A host that is killed meanwhile still has all sources, and goes on with the deletion.
    /// </summary>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void BeginDeletion()
    {
        WriteJournal(Progress.Snapshot(_snapshot.Phase, _patientNumber) with { AreSourcesGoing = true });
        Progress.BeginDeletion();
    }

    /// <summary>Removes the job from the journal after its end.</summary>
    /// <param name="isKept">Whether it stays there until the host has saved that the job ended.</param>
    public void Unrecord(bool isKept)
    {
        if (isKept)
        {
            // One that was not accepted never comes back by its entry, which only keeps what the host has saved from
            // running.
            Services.Journal.RemoveLater(
                Definition.Token, isNeeded: !Definition.KeepsSource || Progress.IsAwaited, outlastsStop: Progress.IsAwaited);
        }
        else
        {
            Services.Journal.Remove(Definition.Token);
        }

        _isRecorded = false;
    }

    private void WriteJournal(JobSnapshot snapshot)
    {
        var state = new ArrayBufferWriter<byte>();
        WriteState(state, snapshot);
        Services.Journal.Write(Definition.Token, state.WrittenSpan);
    }

    private void WriteState(IBufferWriter<byte> output, JobSnapshot snapshot) =>
        JobState.Write(
            output, Definition with { PatientNumber = snapshot.PatientNumber, KeyFingerprint = _keyFingerprint }, snapshot);
}
