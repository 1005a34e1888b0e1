// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Engine;

/// <summary>
/// A job whose request cannot be carried out. Like Orthanc's built-in job, it is accepted and fails in its first step,
/// without having stored anything.
/// </summary>
/// <param name="definition">The definition, with the reason.</param>
/// <param name="services">What the plugin provides to it.</param>
internal sealed class RefusedJob(JobDefinition definition, JobServices services) : HostJob(services.Logger)
{
    /// <summary>Makes one.</summary>
    /// <param name="definition">What the job was to do.</param>
    /// <param name="fault">Why it cannot do so.</param>
    /// <param name="services">What the plugin provides to it.</param>
    public static RefusedJob For(JobDefinition definition, RequestException fault, JobServices services)
    {
        var (code, details) = FaultDescription.OfJob(fault);
        return new RefusedJob(
            definition with { Refusal = new InstanceFault(string.Empty, code, details) }, services);
    }

    private readonly JobProgress _progress = new(definition.Sources.Count);

    /// <inheritdoc/>
    public override JobDefinition Definition => definition;

    /// <inheritdoc/>
    public override InstanceFault? Fault { get; } = definition.Refusal;

    /// <inheritdoc/>
    public override float Progress => 0;

    /// <inheritdoc/>
    public override void WriteContent(IBufferWriter<byte> output) =>
        JobContent.Write(output, definition, Nothing(), request: null);

    /// <inheritdoc/>
    public override void WriteState(IBufferWriter<byte> output) => JobState.Write(output, definition, Nothing());

    /// <inheritdoc/>
    public override void Prepare()
    {
        if (services.SavesJobs)
        {
            _progress.Await();
            var state = new ArrayBufferWriter<byte>();
            WriteState(state);
            services.Journal.Write(definition.Token, state.WrittenSpan);
        }
    }

    /// <inheritdoc/>
    public override void Discard() => services.Journal.Remove(definition.Token);

    /// <inheritdoc/>
    protected override void OnAccepted() => _progress.Accept();

    /// <inheritdoc/>
    protected override JobStepStatus OnStep() => JobStepStatus.Failure;

    /// <inheritdoc/>
    protected override void OnReset()
    {
    }

    /// <inheritdoc/>
    protected override void OnPause()
    {
    }

    /// <inheritdoc/>
    protected override void OnEnd(JobStopReason reason)
    {
        services.Ended(new EndedJob(definition, Request: null, Nothing(), reason));
        services.Journal.Remove(definition.Token);
        if (reason == JobStopReason.Failure && Fault is { } fault)
        {
            Logger.JobFailed(Type, (int)fault.Code, OrthancHost.Describe(fault.Code));
        }
    }

    private JobSnapshot Nothing()
    {
        _progress.Failed(definition.Refusal!);
        return _progress.Snapshot(JobPhaseName.Recover, patientNumber: null);
    }
}
