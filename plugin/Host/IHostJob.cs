// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;

namespace OrthancDeid.Host;

/// <summary>A job as the host's jobs engine calls it, from one thread at a time.</summary>
public interface IHostJob
{
    /// <summary>The type that <c>/jobs/{id}</c> shows.</summary>
    string Type { get; }

    /// <summary>The progress, from 0 to 1.</summary>
    float Progress { get; }

    /// <summary>Writes what <c>/jobs/{id}</c> shows as <c>Content</c>, a JSON object.</summary>
    void WriteContent(IBufferWriter<byte> output);

    /// <summary>Writes the state that the host saves, a JSON object without a member Type.</summary>
    void WriteState(IBufferWriter<byte> output);

    /// <summary>Does a part of the work, short enough for the host to pause or cancel the job.</summary>
    JobStepStatus Step();

    /// <summary>Tells the job that it has left the running state.</summary>
    void Stop(JobStopReason reason);

    /// <summary>Prepares the job to run again, after it failed or was cancelled.</summary>
    void Reset();

    /// <summary>
    /// Logs an exception that <see cref="Step"/> threw. The host learns only that the job has failed.
    /// </summary>
    void Report(Exception fault);

    /// <summary>Tells the job that the host has freed it: it has ended, or will not run any more.</summary>
    void Forget();
}
