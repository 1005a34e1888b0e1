// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using Microsoft.Extensions.Logging;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>A job of the host's jobs engine. The host calls it from one thread at a time.</summary>
/// <param name="logger">Told of what goes wrong.</param>
internal abstract class HostJob(ILogger logger)
{
    private readonly TaskCompletionSource<JobStopReason> _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The type that <c>/jobs/{id}</c> shows.</summary>
    public abstract string Type { get; }

    /// <summary>Told of what goes wrong.</summary>
    public ILogger Logger { get; } = logger;

    /// <summary>From 0 to 1.</summary>
    public abstract float Progress { get; }

    /// <summary>Ends when the job has succeeded, failed or been cancelled for the first time.</summary>
    public Task<JobStopReason> Ended => _ended.Task;

    /// <summary>Writes what <c>/jobs/{id}</c> shows as <c>Content</c>, a JSON object.</summary>
    public abstract void WriteContent(IBufferWriter<byte> output);

    /// <summary>Writes what the host keeps of the job over a restart, a JSON object without a member Type.</summary>
    public abstract void WriteState(IBufferWriter<byte> output);

    /// <summary>Does a part of the work, short enough that the host can pause or cancel the job.</summary>
    public abstract JobStepStatus Step();

    /// <summary>Makes the job ready to run once more, after it failed or was cancelled.</summary>
    public abstract void Reset();

    /// <summary>Tells that the job has left the running state.</summary>
    public void Stop(JobStopReason reason)
    {
        if (reason == JobStopReason.Paused)
        {
            OnPause();
            return;
        }

        try
        {
            OnEnd(reason);
        }
        finally
        {
            _ended.TrySetResult(reason);
        }
    }

    /// <summary>Tells whoever waits for the job that the host stops first.</summary>
    public void Abandon() => _ended.TrySetCanceled();

    /// <summary>Called when the job is paused: whatever happens before the next step, happens unseen.</summary>
    protected abstract void OnPause();

    /// <summary>Called once the job has succeeded, failed or been cancelled.</summary>
    protected abstract void OnEnd(JobStopReason reason);
}
