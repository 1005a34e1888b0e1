// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Diagnostics;
using OrthancDeid.Deidentification;
using OrthancDeid.Deidentification.Rejection;
using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>
/// Makes new instances of old ones. It works in steps, each with several threads, and does nothing between two of them,
/// so the host can pause, cancel and save it there. A step takes a fraction of a second, or two seconds where there are
/// thousands of instances.
/// </summary>
internal sealed class ModificationJob : HostJob
{
    private static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(2);

    // After each step the host reads the content and the state of the job, and parses both. That takes the longer the
    // more instances there are, but together no more than a tenth of the time.
    private const int StepsPerPause = 9;

    private readonly JobServices _services;
    private readonly WorkMetrics _metrics;
    private readonly JobDefinition _definition;
    private JobProgress _progress;
    private bool _isRecorded;
    private readonly IdentifierPairs? _pairs;
    private readonly HashSet<string> _sources;
    private readonly string? _keyFingerprint;
    private readonly MainDicomTags _mainTags = new();
    private InstanceTransfer? _transfer;
    private SourceDeletion? _deletion;
    private bool _isStoredKnown;
    private int? _patientNumber;
    private long? _stepEnded;

    /// <summary>Makes a job.</summary>
    /// <param name="definition">What it is to do.</param>
    /// <param name="progress">How far it is.</param>
    /// <param name="services">What it takes from the plugin.</param>
    /// <param name="pairs">Takes which identifiers became which, for the answer; null if nobody asks.</param>
    /// <exception cref="RequestException">The request asks for what is not allowed.</exception>
    public ModificationJob(
        JobDefinition definition, JobProgress progress, JobServices services, IdentifierPairs? pairs = null)
        : base(services.Logger)
    {
        _pairs = pairs;
        _services = services;
        _metrics = services.Metrics.Of(definition.Kind, definition.Operation);
        _definition = definition;
        _progress = progress;
        Plan = ModificationPlan.For(
            ModificationRequest.Parse(definition.Request, definition.Operation, services.Host, isJob: true),
            definition.Level);
        _patientNumber = definition.PatientNumber;
        _keyFingerprint = definition.KeyFingerprint ?? Plan.Request.PseudonymKey?.Fingerprint();
        _sources = [.. definition.Sources.Select(source => source.Id)];
    }

    /// <inheritdoc/>
    public override string Type => _definition.Kind.ToString();

    /// <inheritdoc/>
    public override float Progress => _progress.Fraction;

    /// <summary>What is done to each instance.</summary>
    public ModificationPlan Plan { get; }

    /// <summary>Why the job failed, or the first of its instances; null if nothing did.</summary>
    public InstanceFault? Fault => _progress.Fault;

    /// <summary>Takes the number of the new patient name; before the job is saved for the first time.</summary>
    /// <exception cref="OrthancException">The host cannot read or write the count.</exception>
    public void Reserve()
    {
        if (Plan.NamesPatient)
        {
            _patientNumber ??= _services.Names.Take();
        }
    }

    /// <summary>Writes the job into the journal, if jobs are to survive the host: it may be killed before it saves them.</summary>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void Record()
    {
        if (_services.SavesJobs && !_isRecorded)
        {
            WriteJournal();
        }

        _isRecorded = true;
    }

    /// <summary>Gives the number back: no instance has the name.</summary>
    public void GiveBack()
    {
        if (_patientNumber is { } number)
        {
            _services.Names.GiveBack(number);
            _patientNumber = null;
        }
    }

    /// <inheritdoc/>
    public override void WriteContent(IBufferWriter<byte> output) =>
        JobContent.Write(output, _definition, _progress, Plan.Request.Transcode);

    /// <summary>Writes the content for a client that waited for it.</summary>
    public byte[] Answer()
    {
        var output = new ArrayBufferWriter<byte>();
        JobContent.Write(output, _definition, _progress, Plan.Request.Transcode, _pairs, isIndented: true);
        return output.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public override void WriteState(IBufferWriter<byte> output) =>
        JobState.Write(
            output, _definition with { PatientNumber = _patientNumber, KeyFingerprint = _keyFingerprint }, _progress);

    /// <inheritdoc/>
    protected override JobStepStatus OnStep()
    {
        try
        {
            TakeUpJournal();
            if (_progress.IsOver)
            {
                // Its results and its sources are no longer its own: another job may have changed them.
                return JobStepStatus.Success;
            }

            RedoWhatIsGone();
            if (_progress.Pending > 0)
            {
                _transfer ??= Prepare();
                Work(_transfer);
            }

            if (_progress.Pending > 0 && !HasFailed)
            {
                return JobStepStatus.Continue;
            }

            if (!HasFailed)
            {
                UpdateParents();
                if (!_definition.KeepsSource && !DeleteSources())
                {
                    return JobStepStatus.Continue;
                }
            }

            if (HasFailed)
            {
                Undo();
                return JobStepStatus.Failure;
            }

            if (_progress.Stored().Length == 0)
            {
                // All were rejected, or failed: no instance has the new name.
                GiveBack();
            }

            _progress.End();
            if (!_definition.KeepsSource)
            {
                WriteJournal();
            }

            return JobStepStatus.Success;
        }
        catch (OrthancException fault)
        {
            _progress.Failed(new InstanceFault(string.Empty, fault.Code, fault.Message));
            Undo();
            return JobStepStatus.Failure;
        }
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        _progress.Restart();
        _transfer = null;
        _isStoredKnown = false;
    }

    /// <inheritdoc/>
    protected override void OnPause() => _isStoredKnown = false;

    /// <inheritdoc/>
    protected override void OnEnd(JobStopReason reason)
    {
        // A job that deletes its sources cannot be done again, so what it stored is known until the host has saved it.
        if (reason == JobStopReason.Success && !_definition.KeepsSource)
        {
            _services.Journal.RemoveLater(_definition.Token);
        }
        else
        {
            _services.Journal.Remove(_definition.Token);
        }

        _isRecorded = false;
        if (reason == JobStopReason.Canceled || _progress.Fault is not { } fault)
        {
            return;
        }

        if (fault.Instance.Length > 0)
        {
            Logger.JobInstanceFailed(
                Type, _progress.Failed().Length, _progress.Count, (int)fault.Code, fault.Instance);
        }
        else
        {
            Logger.JobFailed(Type, (int)fault.Code, OrthancHost.Describe(fault.Code));
        }
    }

    /// <summary>
    /// Takes up what the journal knows more than the host: that the job was deleting its sources when the host was
    /// killed. What was stored before that is found again, since the identifiers are derived.
    /// </summary>
    private void TakeUpJournal()
    {
        if (_isRecorded)
        {
            return;
        }

        if (_services.Journal.Find(_definition.Token) is { } state && JobState.TryRead(state, out _, out var progress))
        {
            _isRecorded = true;
            if (!_progress.IsOver
                && (progress.Pending < _progress.Pending || progress.AreSourcesGoing || progress.IsOver))
            {
                _progress = progress;
            }
        }

        Record();
    }

    private void WriteJournal()
    {
        var state = new ArrayBufferWriter<byte>();
        WriteState(state);
        _services.Journal.Write(_definition.Token, state.WrittenSpan);
    }

    private bool HasFailed => _progress.Fault is not null && !_definition.IsPermissive;

    private InstanceTransfer Prepare()
    {
        if (Plan.Request.PseudonymKey?.Fingerprint() != _keyFingerprint)
        {
            throw new OrthancException(
                OrthancErrorCode.BadRequest,
                "The key of Deid.PseudonymKeyFile is another one than when the job was submitted: with both, the job would "
                    + "give one patient two identities.");
        }

        Reserve();
        var identifiers = new IdentifierMap(
            Plan.Request.PseudonymKey ?? _definition.Key, () => PatientNameCounter.NameOf(_patientNumber!.Value))
        {
            Pairs = _pairs,
        };
        GivenIdentifiers.Assign(Plan, _definition.Sources, identifiers);
        return new InstanceTransfer(
            new JobEdit(Plan, identifiers, _definition.Apart), _services.Memory, new SourceSizes(_definition.Sources), Origin(),
            copiesLabels: Plan.Request.KeepLabels && ResourceNotes.HasLabels, verifies: !_definition.KeepsSource,
            mayMeetOthers: Plan.SharesIdentifiers, _sources, _pairs, Logger);
    }

    private string? Origin() =>
        _definition.Kind != JobKind.ResourceModification || !ResourceNotes.TakesOrigins ? null
        : _definition.Operation == Operation.Anonymize ? "AnonymizedFrom"
        : "ModifiedFrom";

    private void Work(InstanceTransfer transfer)
    {
        var stepTime = StepTime();
        var watch = Stopwatch.StartNew();
        WorkerThreads.Run(Math.Min(_services.Threads, _progress.Pending), () =>
        {
            while (watch.Elapsed < stepTime && !HasFailed && _progress.TryTake(out var number))
            {
                Work(transfer, number);
            }
        });
        _stepEnded = Stopwatch.GetTimestamp();
    }

    private TimeSpan StepTime()
    {
        var pause = _stepEnded is { } ended ? Stopwatch.GetElapsedTime(ended) : TimeSpan.Zero;
        return TimeSpan.FromTicks(Math.Clamp(pause.Ticks * StepsPerPause, ShortestStep.Ticks, LongestStep.Ticks));
    }

    private void Work(InstanceTransfer transfer, int number)
    {
        var source = _definition.Sources[number];
        try
        {
            var started = Stopwatch.GetTimestamp();
            var stored = transfer.Run(source, out var bytes);
            _progress.Succeeded(number, stored);
            _metrics.Succeeded(bytes, started);
        }
        catch (InstanceRejectedException rejection)
        {
            _progress.Rejected(number, rejection.Reason);
            _metrics.Rejected();
        }
        catch (Exception fault)
        {
            // One instance fails, whatever the reason: the job ends, or is permissive. The client is told either way.
            var (code, details) = FaultDescription.Of(fault, source.Id);
            if (code == OrthancErrorCode.InternalError)
            {
                Logger.JobFault(Type, fault.GetType().Name, fault.StackTrace);
            }

            _progress.Failed(number, new InstanceFault(source.Id, code, details));
            _metrics.Failed();
        }
    }

    /// <summary>
    /// Deletes what the job stored, but where it took the place of a source or of what another job made, or where the
    /// source is gone: nothing may be lost.
    /// </summary>
    private void Undo()
    {
        if (_progress.AreSourcesGoing)
        {
            // What is stored may be all there is. Submitted again, the job goes on from here.
            return;
        }

        try
        {
            foreach (var (number, stored) in _progress.Stored())
            {
                if (!stored.WasThere && !_sources.Contains(stored.Id)
                    && InstanceStorage.Exists(_definition.Sources[number].Id))
                {
                    InstanceStorage.Delete(stored.Id);
                    // At once: the host may refuse to delete the next one.
                    _progress.Forget(number);
                }
            }

            GiveBack();
        }
        catch (OrthancException fault)
        {
            // The client is told what went wrong before. Submitted again, the job knows what is left.
            Logger.NotUndone(Type, fault.Message);
        }

        _transfer = null;
    }

    /// <summary>
    /// Makes pending again what somebody has deleted while nobody looked: before the job was submitted again, resumed or
    /// taken up after a restart. Where the source has gone by then, too, its successor was there, and is not wanted.
    /// </summary>
    private void RedoWhatIsGone()
    {
        if (_isStoredKnown)
        {
            return;
        }

        var there = new StoredSeries();
        foreach (var (number, stored) in _progress.Stored())
        {
            if (!there.Contains(stored)
                && !(_progress.AreSourcesGoing && !InstanceStorage.Exists(_definition.Sources[number].Id)))
            {
                _progress.Redo(number);
            }
        }

        // What they know of the series and studies that were there is no longer true.
        _transfer = null;
        _deletion = null;
        _mainTags.Forget();
        _isStoredKnown = true;
    }

    /// <summary>The index of the host shows of a parent what its first instance said.</summary>
    private void UpdateParents()
    {
        if (_definition.Kind == JobKind.MergeStudy)
        {
            // The target says what its attributes are.
            return;
        }

        foreach (var (_, stored) in _progress.Stored())
        {
            try
            {
                _mainTags.Update(stored);
            }
            catch (OrthancException fault) when (fault.Code == OrthancErrorCode.UnknownResource)
            {
                // Somebody has deleted it by now: nothing is shown of it.
            }
            catch (OrthancException fault)
            {
                // The files say what they should; the index can be made to say so at any time.
                Logger.MainTagsNotUpdated(stored.Id, fault.Message);
            }
        }
    }

    /// <summary>Deletes as many sources as a step has time for.</summary>
    /// <returns>Whether no more are to be deleted.</returns>
    private bool DeleteSources()
    {
        _deletion ??= new SourceDeletion(_definition, _progress);
        if (!_progress.AreSourcesGoing)
        {
            _deletion.Check();
            if (HasFailed)
            {
                return true;
            }

            _progress.BeginDeletion();
            WriteJournal();
        }

        var isDone = _deletion.Run(StepTime(), _definition.IsPermissive);
        _stepEnded = Stopwatch.GetTimestamp();
        return isDone;
    }
}
