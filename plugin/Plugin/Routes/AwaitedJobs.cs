// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Engine;

namespace OrthancDeid.Plugin.Routes;

/// <summary>The jobs whose end clients wait for. Thread-safe.</summary>
internal sealed class AwaitedJobs
{
    private readonly ConcurrentDictionary<ModificationJob, bool> _awaited = [];
    private volatile bool _isStopping;

    /// <summary>Whether the host stops.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>Answers a request with the result of its job, once that has ended or the host stops.</summary>
    /// <exception cref="OrthancException">The job failed or was cancelled, or the host stops.</exception>
    public void Answer(RestCall call, ModificationJob job)
    {
        _awaited[job] = true;
        if (_isStopping)
        {
            // Too late: jobs are no longer worked on.
            job.Abandon();
        }

        try
        {
            // The thread is the host's, and the host expects the answer when the callback returns.
            var reason = job.Ended.GetAwaiter().GetResult();
            if (reason == JobStopReason.Success)
            {
                call.Answer(job.Answer(), "application/json");
                return;
            }

            if (reason == JobStopReason.Canceled)
            {
                throw new OrthancException(OrthancErrorCode.CanceledJob, "The job was cancelled.");
            }

            throw job.Fault is not { } fault
                ? new OrthancException(OrthancErrorCode.InternalError, "A fault of the plugin; see the log.")
                : new OrthancException(fault.Code, fault.Text);
        }
        catch (TaskCanceledException)
        {
            throw new OrthancException(OrthancErrorCode.CanceledJob, "Orthanc stops before the job has ended.");
        }
        finally
        {
            _awaited.TryRemove(job, out _);
        }
    }

    /// <summary>Tells everybody who waits for a job, now or later, that the host stops.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (var job in _awaited.Keys)
        {
            job.Abandon();
        }
    }
}
