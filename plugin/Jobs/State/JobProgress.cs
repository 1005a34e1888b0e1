// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.State;

/// <summary>
/// The progress of a job: what became of each of its instances. The threads of a step share it; the threads of the host
/// read a <see cref="JobSnapshot"/>. Thread-safe.
/// </summary>
internal sealed class JobProgress
{
    private readonly Lock _lock = new();
    private readonly StoredInstance?[] _stored;
    private readonly SortedDictionary<int, InstanceFault> _failed;
    private readonly SortedDictionary<int, string> _rejected;
    private readonly Queue<int> _pending;
    private InstanceFault? _fault;
    private bool _areSourcesGoing;
    private bool _isUndoing;
    private bool _isOver;
    private bool _hasLeft;
    private bool _isAwaited;
    private int _runs;
    private int _mappings;

    // Cached lists of the above; null after a change. They are never modified.
    private (int Number, StoredInstance Instance)[]? _storedList;
    private KeyValuePair<int, InstanceFault>[]? _failedList;
    private KeyValuePair<int, string>[]? _rejectedList;

    /// <summary>The progress of a new job.</summary>
    public JobProgress(int count)
        : this(new StoredInstance?[count], [], [], null)
    {
    }

    /// <summary>The progress of a job that continues.</summary>
    /// <param name="stored">The result of each instance so far; null for none.</param>
    /// <param name="failed">The numbers of the instances that have failed, and why.</param>
    /// <param name="rejected">The numbers of the instances that were rejected, and why.</param>
    /// <param name="fault">The first fault so far; null if there is none.</param>
    /// <param name="runs">How often the job was submitted again.</param>
    public JobProgress(
        StoredInstance?[] stored, IEnumerable<KeyValuePair<int, InstanceFault>> failed,
        IEnumerable<KeyValuePair<int, string>> rejected, InstanceFault? fault, int runs = 0)
    {
        _runs = runs;
        _fault = fault;
        _stored = stored;
        _failed = new(failed.ToDictionary());
        _rejected = new(rejected.ToDictionary());
        _pending = new(Enumerable.Range(0, stored.Length).Where(number =>
            stored[number] is null && !_failed.ContainsKey(number) && !_rejected.ContainsKey(number)));
    }

    /// <summary>How many instances there are.</summary>
    public int Count => _stored.Length;

    /// <summary>How many instances are still pending.</summary>
    public int Pending => Locked(() => _pending.Count);

    /// <summary>
    /// Whether the deletion of the sources has begun: from then on the results may be all that is left.
    /// </summary>
    public bool AreSourcesGoing => Locked(() => _areSourcesGoing);

    /// <summary>Whether the job failed and is deleting its results: it does nothing else before that is done.</summary>
    public bool IsUndoing => Locked(() => _isUndoing);

    /// <summary>Whether nothing is left to do, even after the last instance.</summary>
    public bool IsOver => Locked(() => _isOver);

    /// <summary>Whether nothing is left of what the job has made, as far as that can be known.</summary>
    public bool LeavesNothing => Locked(() => !_hasLeft && StoredList().Length == 0);

    /// <summary>
    /// Whether it is unknown if the host has accepted the job. Until it is known, the job does nothing: a client that is
    /// told that the host refused it can rely on that.
    /// </summary>
    public bool IsAwaited => Locked(() => _isAwaited);

    /// <summary>How often the job was submitted again, after it had failed or was cancelled.</summary>
    public int Runs => Locked(() => _runs);

    /// <summary>How many sealed mappings of the job were kept.</summary>
    public int Mappings => Locked(() => _mappings);

    /// <summary>The first fault; null if there is none.</summary>
    public InstanceFault? Fault => Locked(() => _fault);

    /// <summary>Takes the number of the next pending instance.</summary>
    public bool TryTake(out int number)
    {
        lock (_lock)
        {
            return _pending.TryDequeue(out number);
        }
    }

    /// <summary>Records the result of an instance.</summary>
    public void Succeeded(int number, StoredInstance stored) => Locked(() => Set(number, stored));

    /// <summary>Records why an instance failed.</summary>
    public void Failed(int number, InstanceFault fault) => Locked(() =>
    {
        _failed[number] = fault;
        _failedList = null;
        _fault ??= fault;
    });

    /// <summary>Records that an instance was rejected, and why.</summary>
    public void Rejected(int number, string reason) => Locked(() =>
    {
        _rejected[number] = reason;
        _rejectedList = null;
    });

    /// <summary>Records a fault that concerns no single instance.</summary>
    public void Failed(InstanceFault fault) => Locked(() => _fault ??= fault);

    /// <summary>Records that the job is about to be submitted.</summary>
    public void Await() => Locked(() => _isAwaited = true);

    /// <summary>Records that the host has accepted the job, and that the journal says so.</summary>
    public void Accept() => Locked(() => _isAwaited = false);

    /// <summary>Records that the deletion of sources begins.</summary>
    public void BeginDeletion() => Locked(() => _areSourcesGoing = true);

    /// <summary>Records that the job failed and the deletion of its results begins.</summary>
    public void BeginUndo() => Locked(() => _isUndoing = true);

    /// <summary>Records that the results are deleted as far as possible.</summary>
    public void EndUndo() => Locked(() => _isUndoing = false);

    /// <summary>
    /// Records that an instance may be left that is not a result: one that could not be deleted, or one that the job may
    /// have made before the host was killed.
    /// </summary>
    public void HasLeft() => Locked(() => _hasLeft = true);

    /// <summary>Records how many sealed mappings of the job are kept.</summary>
    public void HasMappings(int count) => Locked(() => _mappings = count);

    /// <summary>Records that nothing is left to do.</summary>
    public void End() => Locked(() => _isOver = true);

    /// <summary>Forgets the result of an instance after it was deleted.</summary>
    /// <returns>Whether it was known.</returns>
    public bool Forget(int number) => Locked(() =>
    {
        var isKnown = _stored[number] is not null;
        Set(number, null);
        return isKnown;
    });

    /// <summary>Makes an instance pending again, because somebody has deleted its result.</summary>
    public void Redo(int number) => Locked(() =>
    {
        Set(number, null);
        _pending.Enqueue(number);
    });

    /// <summary>Makes every instance without a result pending, because the job was submitted again.</summary>
    public void Restart() => Locked(() =>
    {
        _runs++;
        _isAwaited = false;
        _isOver = false;
        _isUndoing = false;
        _fault = null;
        _failed.Clear();
        _rejected.Clear();
        _pending.Clear();
        (_failedList, _rejectedList) = (null, null);
        for (var number = 0; number < Count; number++)
        {
            if (_stored[number] is null)
            {
                _pending.Enqueue(number);
            }
        }
    });

    /// <summary>The numbers of all instances of which no result is known.</summary>
    public IReadOnlyList<int> WithoutResult() =>
        Locked(() => Enumerable.Range(0, Count).Where(number => _stored[number] is null).ToList());

    /// <summary>The numbers of rejected instances, and why.</summary>
    public IReadOnlyList<KeyValuePair<int, string>> Rejected() => Locked(RejectedList);

    /// <summary>The results at this moment, with the numbers of their sources.</summary>
    public IReadOnlyList<(int Number, StoredInstance Instance)> Stored() => Locked(StoredList);

    /// <summary>A snapshot of the present state.</summary>
    /// <param name="phase">What the job is doing.</param>
    /// <param name="patientNumber">The number of the new patient name.</param>
    public JobSnapshot Snapshot(JobPhaseName phase, int? patientNumber) => Locked(() => new JobSnapshot
    {
        Phase = phase,
        Count = Count,
        Stored = StoredList(),
        Failed = _failedList ??= [.. _failed],
        Rejected = RejectedList(),
        Fault = _fault,
        AreSourcesGoing = _areSourcesGoing,
        IsUndoing = _isUndoing,
        IsOver = _isOver,
        HasLeft = _hasLeft,
        IsAwaited = _isAwaited,
        Runs = _runs,
        Mappings = _mappings,
        PatientNumber = patientNumber,
    });

    private (int Number, StoredInstance Instance)[] StoredList() =>
        _storedList ??= (from number in Enumerable.Range(0, Count)
                         let one = _stored[number]
                         where one is not null
                         select (number, one)).ToArray();

    private KeyValuePair<int, string>[] RejectedList() => _rejectedList ??= [.. _rejected];

    private void Set(int number, StoredInstance? stored)
    {
        _stored[number] = stored;
        _storedList = null;
    }

    private void Locked(Action write)
    {
        lock (_lock)
        {
            write();
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
