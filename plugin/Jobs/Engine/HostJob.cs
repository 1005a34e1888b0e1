// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Engine;

/// <summary>
/// A job of the host's jobs engine. The host calls it from one thread at a time, and <see cref="JobWatch"/> from
/// another thread.
/// </summary>
/// <param name="logger">Logs faults.</param>
internal abstract class HostJob(ILogger logger) : IHostJob
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<JobStopReason> _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskCompletionSource<bool>? _acceptance;
    private bool _isStepping;
    private bool _isOver;
    private volatile bool _isForgotten;
    private long _lastCall = Stopwatch.GetTimestamp();

    /// <summary>Raised when the host has freed the job.</summary>
    public event Action<HostJob>? Forgotten;

    /// <summary>What the job is to do.</summary>
    public abstract JobDefinition Definition { get; }

    /// <summary>The fault of the job or of its first failed instance; null for none.</summary>
    public abstract InstanceFault? Fault { get; }

    /// <summary>How often the job was submitted again, after it had failed or was cancelled.</summary>
    public virtual int Runs => 0;

    /// <inheritdoc/>
    public string Type => Definition.Kind.ToString();

    /// <summary>Logs faults.</summary>
    public ILogger Logger { get; } = logger;

    /// <inheritdoc/>
    public abstract float Progress { get; }

    /// <summary>Ends when the job has succeeded, failed or been cancelled for the first time.</summary>
    public Task<JobStopReason> Ended => _ended.Task;

    /// <summary>Whether the host has freed the job.</summary>
    public bool IsForgotten => _isForgotten;

    /// <summary>
    /// When the host last called the job, as a time stamp of <see cref="Stopwatch"/>; null while it works, and from its
    /// end until it is submitted again.
    /// </summary>
    public long? IdleSince
    {
        get
        {
            lock (_lock)
            {
                return _isStepping || _isOver ? null : _lastCall;
            }
        }
    }

    /// <summary>Whether the job has ended, and was not submitted again since.</summary>
    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _isOver;
            }
        }
    }

    /// <summary>
    /// Reserves what the job needs, such as the number of a new patient name, and writes it into the journal. Called
    /// before the job is submitted, since the host may save it, or be killed, at once.
    /// </summary>
    /// <exception cref="OrthancException">The host cannot do it; nothing is left of the job.</exception>
    public abstract void Prepare();

    /// <summary>
    /// Records in the journal that the job was submitted again. Whoever makes the host resubmit a job calls this
    /// afterwards. <see cref="Reset"/> cannot do it: the host calls that with the lock of its jobs held, for which
    /// other threads wait that hold the lock of the services. So it may call no service of the host, and take no lock
    /// that is held during such a call.
    /// </summary>
    public virtual void RecordRun()
    {
    }

    /// <summary>Undoes <see cref="Prepare"/>, because the host did not accept the job.</summary>
    public abstract void Discard();

    /// <summary>
    /// Makes the first step of the job wait for <see cref="Accept"/> or <see cref="Refuse"/>: the host may start a job
    /// before it returns the job's identifier.
    /// </summary>
    public void AwaitAcceptance() => _acceptance = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Tells the job that it is accepted, and that the journal has recorded this.</summary>
    public void Accept()
    {
        OnAccepted();
        _acceptance?.TrySetResult(true);
    }

    /// <summary>Tells the job that the client is told, or may believe, that the job was refused.</summary>
    public void Refuse() => _acceptance?.TrySetResult(false);

    /// <inheritdoc/>
    public abstract void WriteContent(IBufferWriter<byte> output);

    /// <inheritdoc/>
    public abstract void WriteState(IBufferWriter<byte> output);

    /// <inheritdoc/>
    public JobStepStatus Step()
    {
        Called(isStepping: true);
        try
        {
            return OnStep();
        }
        finally
        {
            Called(isStepping: false);
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        OnReset();
        lock (_lock)
        {
            _isOver = false;
            _lastCall = Stopwatch.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    public void Stop(JobStopReason reason)
    {
        Called(isStepping: false);
        if (reason == JobStopReason.Paused)
        {
            OnPause();
            return;
        }

        lock (_lock)
        {
            _isOver = true;
        }

        End(reason);
    }

    /// <summary>Ends a job that was cancelled while it was pending or paused: the host does not notify such a job.</summary>
    /// <param name="since">
    /// The value of <see cref="IdleSince"/> before the host was asked. If it has changed, the job may be running again,
    /// and is not ended.
    /// </param>
    public void EndCancelled(long since)
    {
        lock (_lock)
        {
            if (IdleSince != since)
            {
                return;
            }

            _isOver = true;
        }

        End(JobStopReason.Canceled);
    }

    /// <summary>Releases those who wait for the job, because the host is stopping.</summary>
    public void Abandon() => _ended.TrySetCanceled();

    /// <inheritdoc/>
    public void Report(Exception fault) => Logger.JobFault(Type, fault.GetType().Name, fault.StackTrace);

    /// <inheritdoc/>
    public void Forget()
    {
        _isForgotten = true;
        Forgotten?.Invoke(this);
        _ended.TrySetResult(JobStopReason.Canceled);
    }

    /// <summary>
    /// Whether the job was accepted, which is also what the client was or will be told; null if it was submitted in
    /// another run of the host. Waits until that is known.
    /// </summary>
    protected bool? IsAccepted() => _acceptance?.Task.GetAwaiter().GetResult();

    /// <inheritdoc cref="Accept"/>
    protected abstract void OnAccepted();

    /// <inheritdoc cref="Step"/>
    protected abstract JobStepStatus OnStep();

    /// <summary>Called when the job is submitted again: must not call the host, see <see cref="RecordRun"/>.</summary>
    protected abstract void OnReset();

    /// <summary>Called when the job is paused: instances may change until the next step.</summary>
    protected abstract void OnPause();

    /// <summary>Called once the job has succeeded, failed or been cancelled.</summary>
    protected abstract void OnEnd(JobStopReason reason);

    // Outside the lock: this may need a lock of the host, whose holder may wait for the job.
    private void End(JobStopReason reason)
    {
        try
        {
            OnEnd(reason);
        }
        finally
        {
            _ended.TrySetResult(reason);
        }
    }

    private void Called(bool isStepping)
    {
        lock (_lock)
        {
            _isStepping = isStepping;
            _lastCall = Stopwatch.GetTimestamp();
        }
    }
}
