// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.State;

/// <summary>
/// The jobs that have not ended, kept in the database of the host: what each has to do and, before it deletes its
/// sources, what it has stored. The host saves jobs only every few seconds, so a killed host may have lost one, or may
/// not know of the new instances while the old ones are gone.
/// </summary>
/// <remarks>
/// Each job has a global property of its own, so that writing one does not depend on the others. Hosts with the same
/// database do not share these properties: none takes up the jobs of another. Thread-safe.
/// </remarks>
/// <param name="logger">Logs what cannot be read or removed.</param>
/// <param name="countProperty">The global property that says how many others are in use.</param>
/// <param name="firstProperty">The global property of the first entry; the next ones follow.</param>
/// <param name="tokenOf">Reads what identifies an entry; null if it cannot be read.</param>
internal sealed class JobJournal(
    ILogger logger, int countProperty, int firstProperty, Func<string, string?> tokenOf)
{
    /// <summary>The global property that says how many others are in use. Plugins may use 1024 and above.</summary>
    public const int CountProperty = 25702;

    /// <summary>The global property of the first job; the next ones follow.</summary>
    public const int FirstProperty = 0x4F44_0000;

    /// <summary>The global property of what the host calls the first job; the next ones follow.</summary>
    public const int FirstIdsProperty = 0x4F46_0000;

    private const int Maximum = 0xFFFF;

    // A client may have thousands of small jobs done in a minute.
    private const int MostUnneeded = 500;

    // By then the host has saved that a job has ended.
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Time, bool OutlastsStop)> _ended = new(StringComparer.Ordinal);
    private readonly Queue<string> _unneeded = [];
    private readonly SortedSet<int> _free = [];
    private int _count = -1;
    private bool _isTold;

    /// <summary>The journal of jobs.</summary>
    public JobJournal(ILogger logger)
        : this(logger, CountProperty, FirstProperty, JobState.TokenOf)
    {
    }

    /// <summary>Writes the state of a job, replacing an earlier one.</summary>
    /// <param name="token">What identifies the job.</param>
    /// <param name="state">What <see cref="JobState"/> writes.</param>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void Write(string token, ReadOnlySpan<byte> state)
    {
        lock (_lock)
        {
            Load();
            Sweep();
            _ended.Remove(token);
            if (_slots.TryGetValue(token, out var slot))
            {
                Save(slot, state);
                return;
            }

            slot = _free.Count > 0 ? _free.Min : Add();
            Save(slot, state);
            _free.Remove(slot);
            _slots[token] = slot;
        }
    }

    /// <summary>Writes the state of a job depending on the last one, while no other thread writes one.</summary>
    /// <param name="token">What identifies the job.</param>
    /// <param name="update">Makes it of what <see cref="Find"/> returns; null if nothing is to be written.</param>
    /// <exception cref="OrthancException">The host cannot read or write it.</exception>
    public void Update(string token, Func<string?, byte[]?> update)
    {
        lock (_lock)
        {
            if (update(Find(token)) is { } state)
            {
                Write(token, state);
            }
        }
    }

    /// <summary>
    /// The last state of a job, also from before Orthanc was started; null if there is none, or the job has ended since
    /// and its entry could not be removed.
    /// </summary>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public string? Find(string token)
    {
        lock (_lock)
        {
            Load();
            return !_ended.ContainsKey(token) && _slots.TryGetValue(token, out var slot) ? Read(slot) : null;
        }
    }

    /// <summary>Whether there is an entry of a job, perhaps one that could not be removed.</summary>
    public bool Has(string token)
    {
        lock (_lock)
        {
            return _slots.ContainsKey(token);
        }
    }

    /// <summary>
    /// Writes the host's identifier of a job, if the job is in the journal: so the host has accepted it. The host tells
    /// the identifier only after it has the job, and writing the whole state of a large job again would take long.
    /// </summary>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void WriteIds(string token, IEnumerable<string> ids)
    {
        lock (_lock)
        {
            Load();
            if (_slots.TryGetValue(token, out var slot))
            {
                OrthancHost.WriteGlobalProperty(FirstIdsProperty + slot, string.Join(' ', [token, .. ids]));
            }
        }
    }

    /// <summary>The host's identifiers of a job in the journal.</summary>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public IReadOnlyList<string> IdsOf(string token)
    {
        lock (_lock)
        {
            Load();
            // Those of an earlier job may still be there, since they are overwritten and not removed.
            return _slots.TryGetValue(token, out var slot)
                && OrthancHost.ReadGlobalProperty(FirstIdsProperty + slot).Split(' ') is [var owner, .. var ids]
                && owner == token ? ids : [];
        }
    }

    /// <summary>
    /// Whether the journal says that the host has accepted a job that was submitted in an earlier run of the host. One that
    /// was accepted and has ended is no longer there; one that was not stays until the host has saved its end.
    /// </summary>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public bool IsAccepted(string token) =>
        Find(token) is not { } state || !JobState.IsAwaited(state) || IdsOf(token).Count > 0;

    /// <summary>What identifies the entries.</summary>
    /// <exception cref="OrthancException">The host cannot read the journal.</exception>
    public IReadOnlyList<string> Tokens()
    {
        lock (_lock)
        {
            Load();
            return [.. _slots.Keys.Where(token => !_ended.ContainsKey(token))];
        }
    }

    /// <summary>The states of all jobs that have not ended.</summary>
    /// <exception cref="OrthancException">The host cannot read the journal.</exception>
    public IReadOnlyList<string> States()
    {
        lock (_lock)
        {
            Load();
            return [.. _slots.Where(entry => !_ended.ContainsKey(entry.Key)).Select(entry => Read(entry.Value))];
        }
    }

    /// <summary>Forgets a job at once.</summary>
    public void Remove(string token)
    {
        lock (_lock)
        {
            // It is tried again, when the obstacle may be gone.
            _ended[token] = default;
            Sweep();
        }
    }

    /// <summary>Forgets a job after the host must have saved that it has ended.</summary>
    /// <param name="token">What identifies the job.</param>
    /// <param name="isNeeded">Whether it cannot be repeated; of others the journal keeps the last ones only.</param>
    /// <param name="outlastsStop">Whether it stays when the host stops, too.</param>
    public void RemoveLater(string token, bool isNeeded, bool outlastsStop)
    {
        lock (_lock)
        {
            _ended[token] = (OrthancHost.Current.Clock.GetTimestamp(), outlastsStop);
            if (!isNeeded)
            {
                _unneeded.Enqueue(token);
            }

            if (_unneeded.Count > MostUnneeded && _unneeded.Dequeue() is { } first && _ended.ContainsKey(first))
            {
                _ended[first] = default;
            }

            Sweep();
        }
    }

    /// <summary>
    /// Forgets the jobs of which the host must have saved by now that they have ended. To be called again and again: an
    /// idle host, in which no other job writes or ends, would have them all come back at its next start.
    /// </summary>
    public void ForgetSaved()
    {
        lock (_lock)
        {
            Sweep();
        }
    }

    /// <summary>Forgets the jobs that have ended, because the host stops: it saves its jobs then.</summary>
    public void ForgetEnded()
    {
        lock (_lock)
        {
            foreach (var token in _ended.Where(entry => !entry.Value.OutlastsStop).Select(entry => entry.Key).ToList())
            {
                _ended[token] = default;
            }

            Sweep();
        }
    }

    private string Read(int slot) => OrthancHost.ReadGlobalProperty(firstProperty + slot);

    private void Save(int slot, ReadOnlySpan<byte> state) =>
        OrthancHost.WriteGlobalProperty(firstProperty + slot, Encoding.UTF8.GetString(state));

    // The number is saved first, since a property above it would never be read again.
    private int Add()
    {
        if (_count == Maximum)
        {
            throw new OrthancException(
                OrthancErrorCode.NotEnoughMemory, $"There are {Maximum} jobs that have not ended; wait until one has.");
        }

        OrthancHost.WriteGlobalProperty(countProperty, (_count + 1).ToString(CultureInfo.InvariantCulture));
        _free.Add(_count);
        return _count++;
    }

    private void Sweep()
    {
        if (_count < 0)
        {
            // Before the journal is loaded, nothing is known of the entries that are to go.
            return;
        }

        try
        {
            foreach (var (token, (time, _)) in _ended)
            {
                if (time == 0 || OrthancHost.Current.Clock.GetElapsedTime(time) > Keep)
                {
                    if (_slots.TryGetValue(token, out var slot))
                    {
                        Save(slot, []);
                        _slots.Remove(token);
                        _free.Add(slot);
                    }

                    _ended.Remove(token);
                }
            }

            _isTold = false;
        }
        catch (OrthancException fault)
        {
            // The job has succeeded; the entry does no harm until the next sweep or start. Told once, since it is tried
            // again every second.
            if (!_isTold)
            {
                _isTold = true;
                logger.JobNotForgotten(fault.Message);
            }
        }
    }

    // Not at start-up: the database of the host is closed while plugins are initialized.
    private void Load()
    {
        if (_count >= 0)
        {
            return;
        }

        var text = OrthancHost.ReadGlobalProperty(countProperty);
        var count = 0;
        if (text.Length > 0
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= Maximum))
        {
            throw new OrthancException(
                OrthancErrorCode.InternalError,
                $"Global property {countProperty} of the database is not the number of jobs in the journal.");
        }

        for (var slot = 0; slot < count; slot++)
        {
            var state = Read(slot);
            if (state.Length == 0)
            {
                _free.Add(slot);
            }
            else if (tokenOf(state) is { } token)
            {
                _slots[token] = slot;
            }
            else
            {
                // It stays for a version that can read it.
                logger.JobNotRestored($"global property {firstProperty + slot} of the database is not of this version");
            }
        }

        _count = count;
    }
}
