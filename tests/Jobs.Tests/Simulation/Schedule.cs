// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>Decides what happens in a simulated run, from a seed alone.</summary>
internal sealed class Schedule
{
    private const int MostWorkers = 3;
    private const int MostWaits = 4;

    private static readonly OrthancErrorCode[] Errors =
        [OrthancErrorCode.InternalError, OrthancErrorCode.NotEnoughMemory, OrthancErrorCode.CannotWriteFile];

    private readonly double _failures;
    private readonly bool _failsAfter;
    private readonly bool _failsForAWhile;
    private readonly double _kills;
    private readonly Random _database;
    private readonly double _waits;
    private readonly Random _software;
    private readonly bool _updates;
    private int _version = 1;
    private readonly Dictionary<string, int> _waiting = [];
    private bool _isWaiting;
    private bool _isFailing;
    private int _killsLeft;

    public Schedule(int seed)
    {
        Random = new Random(seed);
        Trouble = Random.Next(8) switch
        {
            0 => Trouble.None,
            1 or 2 => Trouble.Kills,
            _ => Trouble.All,
        };
        SavesJobs = Random.Next(10) > 0;
        Workers = Random.Next(3) == 0 ? Random.Next(2, MostWorkers + 1) : 1;
        _failures = Trouble == Trouble.All && Random.Next(3) == 0 ? Random.NextDouble() * 0.05 : 0;
        _failsAfter = Random.Next(3) == 0;
        _failsForAWhile = Random.Next(2) == 0;
        _killsLeft = Trouble switch
        {
            Trouble.None => 0,
            Trouble.Kills => Random.Next(1, 6),
            _ => Random.Next(5),
        };
        _kills = _killsLeft == 0 ? 0 : 0.002 + (Random.NextDouble() * 0.04);

        // A generator of its own, so that a seed means the same whether or not the database is busy.
        _database = new Random(unchecked((int)(seed * 2_654_435_761)));
        _waits = _database.Next(4) == 0 ? _database.NextDouble() * 0.2 : 0;
        Annotations = new Random(unchecked((int)(seed * 2_246_822_519)));
        _software = new Random(unchecked((int)(seed * 3_266_489_917)));
        OverwritesInstances = _software.Next(4) > 0;
        _updates = _software.Next(4) == 0;
    }

    public Random Random { get; }

    /// <summary>Decides what clients attach to resources; a generator of its own, for the same reason.</summary>
    public Random Annotations { get; }

    public Trouble Trouble { get; }

    /// <summary>Whether jobs continue after a restart of the host.</summary>
    public bool SavesJobs { get; }

    /// <summary>Whether the host replaces instances that it already has; drawn from a generator of its own, too.</summary>
    public bool OverwritesInstances { get; }

    /// <summary>Whether the software was updated during the run.</summary>
    public bool WasUpdated => _version > 1;

    /// <summary>
    /// The name of the software at the next start, which new files contain. In some runs, another version continues the
    /// jobs.
    /// </summary>
    public string NextSoftware()
    {
        if (_updates && _software.Next(2) == 0)
        {
            _version++;
        }

        return $"Simulation {_version}";
    }

    /// <summary>How many threads a step of a job has.</summary>
    public int Workers { get; }

    /// <summary>Whether nothing fails any more, and nobody interferes.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Whether calls may have failed: then a job need not have undone everything.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether the host was killed.</summary>
    public bool HasKilled { get; set; }

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>What becomes of the next call.</summary>
    /// <param name="call">The call and the thread that makes it; other threads' calls may come before it is
    /// repeated.</param>
    /// <param name="kind">The kind of the call.</param>
    public Fate Next(string call, CallKind kind)
    {
        if (IsQuiet)
        {
            return Fate.GoOn;
        }

        if (_killsLeft > 0 && Chance(_kills))
        {
            _killsLeft--;
            HasKilled = true;
            return Chance(0.5) ? Fate.KillBefore : Fate.KillAfter;
        }

        _isFailing = Chance(_isFailing && _failsForAWhile ? 0.5 : _failures);
        if (_isFailing)
        {
            HasFailed = true;
            return kind == CallKind.Rest && _failsAfter && Chance(0.5) ? Fate.FailAfter : Fate.Fail;
        }

        return kind != CallKind.Submission && IsBusy(call) ? Fate.Wait : Fate.GoOn;
    }

    /// <summary>Whether another host blocks a transaction. Each call waits only a limited number of times in a
    /// row.</summary>
    private bool IsBusy(string call)
    {
        var waited = _waiting.GetValueOrDefault(call);
        _isWaiting = waited < MostWaits && _waits > 0 && _database.NextDouble() < (_isWaiting ? 0.5 : _waits);
        if (_isWaiting)
        {
            _waiting[call] = waited + 1;
        }
        else
        {
            _waiting.Remove(call);
        }

        return _isWaiting;
    }

    public OrthancErrorCode Error() => Errors[Random.Next(Errors.Length)];

    public Guid Guid()
    {
        var bytes = new byte[16];
        Random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
