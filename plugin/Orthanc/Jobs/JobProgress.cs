// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>How far a job is: what became of each of its instances. Thread-safe.</summary>
internal sealed class JobProgress
{
    private readonly Lock _lock = new();
    private readonly StoredInstance?[] _stored;
    private readonly SortedDictionary<int, InstanceFault> _failed;
    private readonly SortedDictionary<int, string> _rejected;
    private readonly Queue<int> _pending;
    private InstanceFault? _fault;

    /// <summary>Starts anew.</summary>
    public JobProgress(int count)
        : this(new StoredInstance?[count], [], [], null)
    {
    }

    /// <summary>Goes on.</summary>
    /// <param name="stored">For each instance what was stored before, or null.</param>
    /// <param name="failed">The numbers of those that failed before, and why.</param>
    /// <param name="rejected">The numbers of those that the request does not want, and why.</param>
    /// <param name="fault">The first fault before; null if there was none.</param>
    public JobProgress(
        StoredInstance?[] stored, IEnumerable<KeyValuePair<int, InstanceFault>> failed,
        IEnumerable<KeyValuePair<int, string>> rejected, InstanceFault? fault)
    {
        _fault = fault;
        _stored = stored;
        _failed = new(failed.ToDictionary());
        _rejected = new(rejected.ToDictionary());
        _pending = new(Enumerable.Range(0, stored.Length).Where(number =>
            stored[number] is null && !_failed.ContainsKey(number) && !_rejected.ContainsKey(number)));
    }

    /// <summary>How many instances there are.</summary>
    public int Count => _stored.Length;

    /// <summary>How many are still to be taken.</summary>
    public int Pending => Locked(() => _pending.Count);

    /// <summary>From 0 to 1.</summary>
    public float Fraction =>
        Locked(() => Count == 0
            ? 1 : (float)(_stored.Count(one => one is not null) + _failed.Count + _rejected.Count) / Count);

    /// <summary>Whether the deletion of the sources has begun: from then on what was stored may be all there is.</summary>
    public bool AreSourcesGoing { get; private set; }

    /// <summary>Whether nothing is left to do, after the last instance either.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The first fault; null if there is none.</summary>
    public InstanceFault? Fault => Locked(() => _fault);

    /// <summary>Takes the number of an instance that nobody has worked on.</summary>
    public bool TryTake(out int number)
    {
        lock (_lock)
        {
            return _pending.TryDequeue(out number);
        }
    }

    /// <summary>Says what became of an instance.</summary>
    public void Succeeded(int number, StoredInstance stored)
    {
        lock (_lock)
        {
            _stored[number] = stored;
        }
    }

    /// <summary>Says why an instance failed.</summary>
    public void Failed(int number, InstanceFault fault)
    {
        lock (_lock)
        {
            _failed[number] = fault;
            _fault ??= fault;
        }
    }

    /// <summary>Says that the request does not want an instance, and why.</summary>
    public void Rejected(int number, string reason)
    {
        lock (_lock)
        {
            _rejected[number] = reason;
        }
    }

    /// <summary>Says what else went wrong than one of the instances.</summary>
    public void Failed(InstanceFault fault)
    {
        lock (_lock)
        {
            _fault ??= fault;
        }
    }

    /// <summary>Says that sources are about to be deleted.</summary>
    public void BeginDeletion() => AreSourcesGoing = true;

    /// <summary>Says that nothing is left to do.</summary>
    public void End() => IsOver = true;

    /// <summary>Forgets what was stored of an instance, and is deleted by now.</summary>
    /// <returns>Whether it was known.</returns>
    public bool Forget(int number)
    {
        lock (_lock)
        {
            var isKnown = _stored[number] is not null;
            _stored[number] = null;
            return isKnown;
        }
    }

    /// <summary>Makes an instance pending again: somebody has deleted what was stored of it.</summary>
    public void Redo(int number)
    {
        lock (_lock)
        {
            _stored[number] = null;
            _pending.Enqueue(number);
        }
    }

    /// <summary>Makes everything pending that is not stored.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            IsOver = false;
            _fault = null;
            _failed.Clear();
            _rejected.Clear();
            _pending.Clear();
            for (var number = 0; number < Count; number++)
            {
                if (_stored[number] is null)
                {
                    _pending.Enqueue(number);
                }
            }
        }
    }

    /// <summary>What was stored, by the number of the source.</summary>
    public (int Number, StoredInstance Instance)[] Stored() =>
        Locked(() => (from number in Enumerable.Range(0, Count)
                      let one = _stored[number]
                      where one is not null
                      select (number, one)).ToArray());

    /// <summary>The numbers of what failed, and why.</summary>
    public KeyValuePair<int, InstanceFault>[] Failed() => Locked(() => _failed.ToArray());

    /// <summary>The numbers of what the request does not want, and why.</summary>
    public KeyValuePair<int, string>[] Rejected() => Locked(() => _rejected.ToArray());

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
