// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Engine;

/// <summary>
/// Notices that a job was cancelled while it was pending or paused. The host notifies only running jobs, but a client
/// may wait for such a job, and the journal would bring it back after a restart. The watch also makes the journal
/// forget jobs that have ended.
/// </summary>
/// <param name="known">Knows the host's identifiers.</param>
/// <param name="journal">Keeps ended jobs for a while.</param>
/// <param name="logger">Logs once if an answer of the host is unexpected.</param>
internal sealed class JobWatch(KnownJobs known, JobJournal journal, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // However many jobs wait, the watch takes no more than a tenth of the time.
    private const int PausePerLook = 9;

    private readonly ManualResetEventSlim _stops = new();

    private readonly ConcurrentDictionary<HostJob, bool> _jobs = [];

    private bool _isOdd;

    /// <summary>Watches a job until the host frees it.</summary>
    public void Add(HostJob job) => _jobs[job] = true;

    /// <summary>Watches until <see cref="Stop"/> is called.</summary>
    /// <param name="takeUp">
    /// Takes up the jobs that the host has lost, and returns whether all are taken up: if not, it is called again.
    /// </param>
    public void Run(Func<bool> takeUp)
    {
        var pause = TimeSpan.Zero;
        var areTakenUp = false;
        while (!_stops.Wait(pause))
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                areTakenUp = areTakenUp || takeUp();
                journal.ForgetSaved();
                Look();
            }
            catch (OrthancException)
            {
                // The host does not answer at the moment, and is asked again.
            }
            catch (Exception fault)
            {
                // Whatever the host has answered, the next answer may be different.
                Odd(fault);
            }

            var took = Stopwatch.GetElapsedTime(started) * PausePerLook;
            pause = took > Interval ? took : Interval;
        }

        // Not when the host announces that it stops: it then holds a lock that jobs need in order to end. And not when
        // the plugin is freed: the database of the host is closed then.
        journal.ForgetEnded();
    }

    /// <summary>Ends <see cref="Run"/>.</summary>
    public void Stop() => _stops.Set();

    /// <inheritdoc/>
    public void Dispose() => _stops.Dispose();

    private void Look()
    {
        var nameless = new List<(HostJob Job, long Since)>();
        foreach (var job in _jobs.Keys)
        {
            if (_stops.IsSet)
            {
                // A stopping host frees jobs that it will continue later.
                return;
            }

            if (job.IdleSince is { } since && (job.IsForgotten || Stopwatch.GetElapsedTime(since) >= Interval))
            {
                if (job.Definition.Ids.Current is not { } id)
                {
                    nameless.Add((job, since));
                }
                else if (IsSeenToFail(id))
                {
                    job.EndCancelled(since);
                }
            }

            if (job.IsForgotten)
            {
                _jobs.TryRemove(job, out _);
            }
        }

        if (nameless.Count > 0)
        {
            known.LookUp();
            foreach (var (job, since) in nameless)
            {
                if (job.Definition.Ids.Current is { } id && IsSeenToFail(id))
                {
                    job.EndCancelled(since);
                }
            }
        }
    }

    /// <summary>
    /// Whether the host reports the job as failed, or no longer has it. An answer that is not understood does not keep
    /// the other jobs from being checked.
    /// </summary>
    private bool IsSeenToFail(string id)
    {
        try
        {
            return HasFailed(id);
        }
        catch (Exception fault) when (fault is not OrthancException)
        {
            Odd(fault);
            return false;
        }
    }

    private void Odd(Exception fault)
    {
        if (!_isOdd)
        {
            _isOdd = true;
            logger.JobsNotTold(fault.GetType().Name, fault.StackTrace);
        }
    }

    private static bool HasFailed(string id)
    {
        var code = HostRest.TryGet($"/jobs/{id}", out var job);
        return code == OrthancErrorCode.UnknownResource
            || (code == OrthancErrorCode.Success && job.GetProperty("State").GetString() == "Failure");
    }
}
