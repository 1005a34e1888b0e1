// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>What happens in a simulated run, decided by a seed alone.</summary>
internal sealed class Schedule
{
    private static readonly OrthancErrorCode[] Errors =
        [OrthancErrorCode.InternalError, OrthancErrorCode.NotEnoughMemory, OrthancErrorCode.CannotWriteFile];

    private readonly double _failures;
    private readonly double _kills;
    private int _killsLeft;

    public Schedule(int seed)
    {
        Random = new Random(seed);
        _failures = Random.Next(3) == 0 ? Random.NextDouble() * 0.05 : 0;
        _killsLeft = Random.Next(5);
        _kills = _killsLeft == 0 ? 0 : 0.002 + (Random.NextDouble() * 0.03);
    }

    public Random Random { get; }

    /// <summary>Whether nothing fails any more, and nobody interferes.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Whether calls may have failed: then a job need not have undone all that it did.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether the host was killed.</summary>
    public bool HasKilled { get; set; }

    public bool Chance(double probability) => Random.NextDouble() < probability;

    public Fate Next()
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

        if (Chance(_failures))
        {
            HasFailed = true;
            return Fate.Fail;
        }

        return Fate.GoOn;
    }

    public OrthancErrorCode Error() => Errors[Random.Next(Errors.Length)];

    public Guid Guid()
    {
        var bytes = new byte[16];
        Random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
