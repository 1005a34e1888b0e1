// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;

namespace OrthancDeid.Host;

/// <summary>A job as the host's jobs engine calls it, from one thread at a time.</summary>
public interface IHostJob
{
    /// <summary>The type that <c>/jobs/{id}</c> shows.</summary>
    string Type { get; }

    /// <summary>From 0 to 1.</summary>
    float Progress { get; }

    /// <summary>Writes what <c>/jobs/{id}</c> shows as <c>Content</c>, a JSON object.</summary>
    void WriteContent(IBufferWriter<byte> output);

    /// <summary>Writes what the host saves of the job, a JSON object without a member Type.</summary>
    void WriteState(IBufferWriter<byte> output);

    /// <summary>Does a part of the work, which is short so that the host can pause or cancel the job.</summary>
    JobStepStatus Step();

    /// <summary>Tells that the job has left the running state.</summary>
    void Stop(JobStopReason reason);

    /// <summary>Prepares the job to run again, after it failed or was cancelled.</summary>
    void Reset();

    /// <summary>Logs an exception that has left <see cref="Step"/>; the host is told that the job has failed.</summary>
    void Report(Exception fault);

    /// <summary>Tells the job that the host has freed it: it has ended, or never will.</summary>
    void Forget();
}
