// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Engine;

namespace OrthancDeid.Plugin.Routes;

/// <summary>The jobs that clients are waiting for. Thread-safe.</summary>
internal sealed class AwaitedJobs
{
    private readonly ConcurrentDictionary<ModificationJob, bool> _awaited = [];
    private volatile bool _isStopping;

    /// <summary>Whether the host is stopping.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>
    /// Waits until the job of a request has ended or the host stops, and answers with the result of the job.
    /// </summary>
    /// <exception cref="OrthancException">The job failed or was cancelled, or the host stops.</exception>
    public void Answer(RestCall call, ModificationJob job)
    {
        _awaited[job] = true;
        if (_isStopping)
        {
            // Too late: no job runs any more.
            job.Abandon();
        }

        try
        {
            // This blocks a thread of the host, because the host expects the answer when the callback returns.
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

    /// <summary>Ends all waiting for jobs, now and later, because the host stops.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (var job in _awaited.Keys)
        {
            job.Abandon();
        }
    }
}
