// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging.Abstractions;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.Tests.Simulation.Checks;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>
/// One run of some jobs on the simulated host. What happens, and when, follows from a seed. Afterwards the host is left
/// alone until all jobs have ended, and is then restarted once.
/// </summary>
internal sealed partial class SimulatedRun : IDisposable
{
    private const int Events = 40;
    private const int LastSteps = 500;

    private readonly Schedule _schedule;
    private readonly SimulatedClock _clock = new();
    private readonly SimulatedStore _store;
    private readonly Invariants _invariants;
    private readonly HashSet<string> _unreadable = [];
    private readonly bool _checksRevisions;
    private List<SavedJob> _saved = [];
    private SimulatedHost _host = null!;
    private SimulatedJobs _jobs = null!;
    private SimulatedPlugin _plugin = null!;
    private int _submitted;
    private int _annotations;

    private SimulatedRun(int seed)
    {
        _schedule = new Schedule(seed);
        _store = new SimulatedStore(_schedule.Random) { OverwritesInstances = _schedule.OverwritesInstances };
        _checksRevisions = _schedule.Chance(0.3);
        SimulatedStudies.Fill(_store, _schedule.Random);
        _invariants = new Invariants(_store, Trace);
        Trace.Add($"{_schedule.Trouble} trouble, {_schedule.Workers} threads{(_schedule.SavesJobs ? string.Empty : ", jobs are not saved")}"
            + (_schedule.OverwritesInstances ? string.Empty : ", instances are not overwritten"));
        if (_schedule.Trouble == Trouble.All && _schedule.Chance(0.15))
        {
            _unreadable.Add(_store.All(ResourceLevel.Instance).First().Id);
        }
    }

    /// <summary>What happened, call by call.</summary>
    private List<string> Trace { get; } = [];

    /// <summary>Runs the simulation.</summary>
    /// <param name="seed">The seed that decides what happens.</param>
    /// <param name="trace">What happened, call by call.</param>
    /// <returns>The first fault; null if there is none.</returns>
    public static string? Violation(int seed, out IReadOnlyList<string> trace)
    {
        var before = OrthancHost.Current;
        using var run = new SimulatedRun(seed);
        try
        {
            run.Go();
        }
        finally
        {
            OrthancHost.Current = before;
        }

        trace = run.Trace;
        return run._invariants.Violation;
    }

    /// <inheritdoc/>
    public void Dispose() => _plugin?.Dispose();

    private void Go()
    {
        Start();
        Submit();
        for (var number = 0; number < Events; number++)
        {
            Happen();
        }

        _schedule.IsQuiet = true;
        Trace.Add("--- in peace");
        _unreadable.Clear();
        TakeUp();
        GoOnUntilAllHaveEnded();
        _invariants.CheckEnded(_jobs, _schedule);
        _invariants.Told.Check(_jobs, _schedule);
        foreach (var job in _jobs.All.Where(job => job.Stage == JobStage.Failure))
        {
            Trace.Add($"resubmit {job.Id}");
            Resubmit(job);
        }

        GoOnUntilAllHaveEnded();
        _invariants.CheckEnded(_jobs, _schedule);
        Save();

        // Then neither the host nor the journal knows that the job had ended; it does no harm if it ends once more.
        var isUnknown = !_schedule.SavesJobs && _store.Outdated.Count > 0;
        var made = _invariants.Made(_jobs);
        Start();
        _invariants.Require(
            isUnknown || _jobs.All.TrueForAll(job => job.Stage is JobStage.Success or JobStage.Failure),
            "a job that had ended is taken up again");
        GoOnUntilAllHaveEnded();
        _invariants.CheckEnded(_jobs, _schedule);
        _invariants.CheckMade(_jobs, made);
        _invariants.CheckNotes();
        ForgetJobs();
    }

    /// <summary>The host no longer has jobs that have ended: a client has removed them, or its history is short.</summary>
    private void ForgetJobs()
    {
        // Earlier jobs left the journal at the last start.
        Submit();
        GoOnUntilAllHaveEnded();
        if (_schedule.Chance(0.5))
        {
            Trace.Add("the host stops, and forgets its jobs");
            Guarded(_plugin.Stop);
        }
        else
        {
            Trace.Add("the host forgets its jobs, and is killed after a while in which nothing happened");
            _clock.Pass(TimeSpan.FromMinutes(2));
            Guarded(_plugin.ForgetSaved);
        }

        _saved = [];
        Start();
        _invariants.Require(_jobs.All.Count == 0, "a job that had ended long ago, or before the host has stopped, comes back");
    }

    private void GoOnUntilAllHaveEnded()
    {
        for (var number = 0; number < LastSteps; number++)
        {
            var job = _jobs.All.Find(one => one.Stage is JobStage.Pending or JobStage.Paused);
            if (job is null)
            {
                return;
            }

            job.Resume();
            Step(job, null);
        }

        _invariants.Require(false, "a job does not end");
    }

    /// <summary>Starts the host, repeatedly if it is killed meanwhile.</summary>
    private void Start()
    {
        do
        {
            if (_host is { IsKilled: true })
            {
                _invariants.Killed(_jobs);
            }

            _plugin?.Dispose();
            Trace.Add("--- the host starts");
            _jobs = new SimulatedJobs(() => $"job{++_submitted}");
            _host = new SimulatedHost(_store, _schedule, _clock, _jobs, Trace, _checksRevisions) { Unreadable = _unreadable };
            OrthancHost.Current = _host;
            _plugin = new SimulatedPlugin(_schedule, _host, NullLogger.Instance);
            Guarded(() =>
            {
                foreach (var saved in _saved)
                {
                    var job = _plugin.Recovery.Restore(saved.State);
                    _invariants.Require(job != 0, "the state of a job is not read");
                    _jobs.Restore(saved, job);
                }
            });
            TakeUp();
        }
        while (_host.IsKilled);
    }

    /// <summary>Resumes lost jobs, as the plugin's watch does.</summary>
    private void TakeUp() => Guarded(() => _plugin.Recovery.TakeUpLost());

    /// <summary>Runs an action in the host, which may be killed meanwhile.</summary>
    private void Guarded(Action act)
    {
        try
        {
            act();
        }
        catch (OrthancException fault)
        {
            Trace.Add($"  {fault.Message}");
        }
        catch (HostKilledException)
        {
        }

        _invariants.Require(_host.NotSimulated is null, _host.NotSimulated ?? string.Empty);
        _invariants.Require(
            _host.CalledUnderLock is null, $"the host holds the lock of its jobs and is called: {_host.CalledUnderLock}");
    }
}
