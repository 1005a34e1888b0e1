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

/// <summary>What the phases of a job share. Used by one thread at a time, except for <see cref="Snapshot"/>.</summary>
internal sealed partial class JobWork
{
    private readonly string? _keyFingerprint;
    private volatile JobSnapshot _snapshot;
    private int? _patientNumber;

    /// <summary>Makes the shared part of a job.</summary>
    /// <param name="definition">What the job is to do.</param>
    /// <param name="progress">How far the job is.</param>
    /// <param name="services">What the plugin provides to it.</param>
    /// <param name="pairs">Collects the old and new identifiers for the answer; null if nobody asks for them.</param>
    /// <param name="request">The request of the definition if it has been parsed; null if not.</param>
    /// <exception cref="RequestException">The request asks for something that is not allowed.</exception>
    public JobWork(
        JobDefinition definition, JobProgress progress, JobServices services, IdentifierPairs? pairs,
        ModificationRequest? request)
    {
        Definition = definition;
        Progress = progress;
        Services = services;
        Pairs = definition.Mapping is { } form ? new IdentifierPairs(hasRows: form == MappingForm.Csv) : pairs;
        Plan = ModificationPlan.For(
            request ?? ModificationRequest.Parse(
                RequestBody.Parse(definition.Request), definition.Operation, services.Host, isJob: true),
            definition.Level);
        Sources = definition.Sources.Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        Targets = new JobTargets(definition, Plan, Sources, services.Claims, services.OverwritesInstances);
        _keyFingerprint = definition.KeyFingerprint ?? Plan.Request.KeyFingerprint;
        _patientNumber = definition.PatientNumber;
        if (_patientNumber is { } number)
        {
            services.Names.Hold(number);
        }

        _snapshot = progress.Snapshot(JobPhaseName.Recover, _patientNumber);
    }

    /// <summary>What the job is to do.</summary>
    public JobDefinition Definition { get; }

    /// <summary>How far the job is.</summary>
    public JobProgress Progress { get; private set; }

    /// <summary>What the plugin provides to it.</summary>
    public JobServices Services { get; }

    /// <summary>Collects old and new identifiers; null if they are not needed.</summary>
    public IdentifierPairs? Pairs { get; }

    /// <summary>What is done to each instance.</summary>
    public ModificationPlan Plan { get; }

    /// <summary>The identifiers of all sources.</summary>
    public IReadOnlySet<string> Sources { get; }

    /// <summary>Stores the results of the job, and takes them back.</summary>
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
        var (code, details) = FaultDescription.OfJob(fault);
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
    /// Gives the number back, unless an instance with the name is left because it could not be deleted, or because it
    /// has overwritten a source.
    /// </summary>
    public void GiveBack()
    {
        if (_patientNumber is { } number && Progress.LeavesNothing)
        {
            Services.Names.GiveBack(number);
            _patientNumber = null;
        }
    }

    /// <summary>Forgets the mappings of a job that has left no results that they could describe.</summary>
    /// <exception cref="OrthancException">The host cannot read them.</exception>
    public void ForgetMappings()
    {
        if (Definition.Mapping is null || !Progress.LeavesNothing)
        {
            return;
        }

        foreach (var mapping in Services.Mappings.OfJob(Definition.Token))
        {
            Services.Mappings.Remove(mapping.Id);
        }

        Progress.HasMappings(0);
    }

    /// <summary>Requires that the key of pseudonyms is still the one with which the job was submitted.</summary>
    /// <exception cref="OrthancException">The key has changed.</exception>
    public void RequireKey()
    {
        if (Plan.Request.KeyFingerprint != _keyFingerprint)
        {
            throw new OrthancException(
                OrthancErrorCode.BadRequest,
                "The key of Deid.PseudonymKeyFile has changed since the job was submitted: with both keys, the job would "
                    + "give one patient two identities.");
        }
    }

    private void WriteState(IBufferWriter<byte> output, JobSnapshot snapshot) =>
        JobState.Write(
            output, Definition with { PatientNumber = snapshot.PatientNumber, KeyFingerprint = _keyFingerprint }, snapshot);
}
