// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Engine;

/// <summary>
/// Makes new instances from old ones. It goes through the phases of <see cref="JobPhaseName"/> that it needs, from Recover
/// to Done, or to Undo as soon as it has failed. It works in steps with several threads each, and is idle between them, so
/// that the host can pause, cancel or save it. A step takes a fraction of a second, or two with thousands of instances.
/// </summary>
internal sealed class ModificationJob : HostJob
{
    private static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(2);

    // After each step the host reads and parses the content and the state of the job. That takes longer the more
    // instances there are, and steps are made so long that it takes no more than a tenth of the time.
    private const int StepsPerPause = 9;

    private readonly JobWork _work;
    private readonly Action<EndedJob> _ended;
    private JobPhase _phase;
    private long? _stepEnded;

    /// <summary>Makes a job.</summary>
    /// <param name="definition">What it is to do.</param>
    /// <param name="progress">How far the job is.</param>
    /// <param name="services">What the plugin provides to it.</param>
    /// <param name="pairs">Collects the old and new identifiers for the answer; null if nobody asks for them.</param>
    /// <param name="request">The request of the definition if it has been parsed; null if not.</param>
    /// <exception cref="RequestException">The request asks for something that is not allowed.</exception>
    public ModificationJob(
        JobDefinition definition, JobProgress progress, JobServices services, IdentifierPairs? pairs = null,
        ModificationRequest? request = null)
        : base(services.Logger)
    {
        _work = new JobWork(definition, progress, services, pairs, request);
        _phase = new Recover(_work);
        _ended = services.Ended;
    }

    /// <inheritdoc/>
    public override JobDefinition Definition => _work.Definition;

    /// <inheritdoc/>
    public override float Progress => _work.Snapshot.Fraction;

    /// <summary>What is done to each instance.</summary>
    public ModificationPlan Plan => _work.Plan;

    /// <inheritdoc/>
    public override InstanceFault? Fault => _work.Snapshot.Fault;

    /// <inheritdoc/>
    public override int Runs => _work.Snapshot.Runs;

    /// <inheritdoc/>
    public override void Prepare()
    {
        _work.Reserve();
        try
        {
            _work.Await();
            _work.Publish(_phase.Name);
            _work.Record();
        }
        catch (OrthancException)
        {
            Discard();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void RecordRun()
    {
        try
        {
            // At once: the host may be killed while its saved state still says that the job had ended.
            _work.RecordRun(() => IsOver);
        }
        catch (Exception fault)
        {
            // The first step records it as well, and fails if it cannot.
            Logger.JobNotRecorded(fault is OrthancException ? fault.Message : fault.GetType().Name);
        }
    }

    /// <inheritdoc/>
    public override void Discard()
    {
        _work.Unrecord(isKept: false);
        _work.GiveBack();
    }

    /// <inheritdoc/>
    public override void WriteContent(IBufferWriter<byte> output) =>
        JobContent.Write(output, _work.Definition, _work.Snapshot, Plan.Request);

    /// <summary>Writes the content for a client that waited for it.</summary>
    public byte[] Answer()
    {
        var output = new ArrayBufferWriter<byte>();
        JobContent.Write(
            output, _work.Definition, _work.Snapshot, Plan.Request, _work.Pairs, isAnswer: true);
        return output.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public override void WriteState(IBufferWriter<byte> output) => _work.WriteState(output);

    /// <inheritdoc/>
    protected override void OnAccepted() => _work.Progress.Accept();

    /// <inheritdoc/>
    protected override JobStepStatus OnStep()
    {
        // A small job runs through all phases in one step.
        var time = new TimeBudget(StepTime());
        var status = JobStepStatus.Continue;
        while (status == JobStepStatus.Continue && !time.IsSpent)
        {
            status = Advance(time);
        }

        _work.Publish(_phase.Name);
        _stepEnded = OrthancHost.Current.Clock.GetTimestamp();
        return status;
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        _work.Progress.Restart();
        _phase = new Recover(_work);
        _work.Publish(_phase.Name);
    }

    /// <inheritdoc/>
    protected override void OnPause() => _phase = new Recover(_work);

    /// <inheritdoc/>
    protected override void OnEnd(JobStopReason reason)
    {
        _ended(new EndedJob(Definition, Plan.Request, _work.Snapshot, reason));

        // The entry is kept until the host has saved the end of the job. If the job has succeeded, its results can
        // still be reported. If it was not accepted, it must not run in the next run of the host.
        _work.Unrecord(isKept: reason == JobStopReason.Success || _work.Progress.IsAwaited);
        var snapshot = _work.Snapshot;
        _work.Targets.End(
            snapshot.Stored.Select(one => one.Instance),
            areKept: reason != JobStopReason.Failure || snapshot.AreSourcesGoing);
        if (reason == JobStopReason.Canceled || snapshot.Fault is not { } fault)
        {
            return;
        }

        if (fault.Instance.Length > 0)
        {
            Logger.JobInstanceFailed(Type, snapshot.Failed.Count, snapshot.Count, (int)fault.Code, fault.Instance);
        }
        else
        {
            Logger.JobFailed(Type, (int)fault.Code, OrthancHost.Describe(fault.Code));
        }
    }

    private TimeSpan StepTime()
    {
        var pause = _stepEnded is { } ended ? OrthancHost.Current.Clock.GetElapsedTime(ended) : TimeSpan.Zero;
        return TimeSpan.FromTicks(Math.Clamp(pause.Ticks * StepsPerPause, ShortestStep.Ticks, LongestStep.Ticks));
    }

    private JobStepStatus Advance(TimeBudget time)
    {
        try
        {
            if (_phase is not Undo)
            {
                _work.RequireAcceptance(IsAccepted);
            }

            if (_phase.Run(time) == PhaseOutcome.Unfinished)
            {
                return JobStepStatus.Continue;
            }

            if (_phase is Undo)
            {
                return JobStepStatus.Failure;
            }

            var next = _work.HasFailed ? new Undo(_work) : _phase.Next();
            if (next is null)
            {
                return JobStepStatus.Success;
            }

            _phase = next;
        }
        catch (Exception fault) when (_phase is not Undo)
        {
            // Whatever the fault is, the client is told, and the results are deleted as after any other failure.
            _work.Fail(fault);
            _phase = new Undo(_work);
        }

        return JobStepStatus.Continue;
    }
}
