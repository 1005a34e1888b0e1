// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.State;

/// <summary>
/// The jobs that have not ended, kept in the database of the host: the definition of each and, before it deletes its
/// sources, its results. The host saves jobs only every few seconds, so a host that was killed may have lost a job, or
/// may not know the new instances while the old ones are gone.
/// </summary>
/// <remarks>
/// Each job has a global property of its own, so that writing one job does not depend on the others. Hosts with the same
/// database do not share these properties: no host takes up the jobs of another one. Thread-safe.
/// </remarks>
/// <param name="logger">Logs what cannot be read or removed.</param>
/// <param name="countProperty">The global property that holds how many of the properties for entries exist.</param>
/// <param name="firstProperty">The global property of the first entry; the next ones follow.</param>
/// <param name="form">The form of the entries.</param>
internal sealed partial class JobJournal(ILogger logger, int countProperty, int firstProperty, StateForm form)
{
    /// <summary>The global property with the number of properties for jobs. Plugins may use 1024 and above.</summary>
    public const int CountProperty = 25702;

    /// <summary>The global property of the first job; the next ones follow.</summary>
    public const int FirstProperty = 0x4F44_0000;

    /// <summary>The global property with the host's identifiers of the first job; the next ones follow.</summary>
    public const int FirstIdsProperty = 0x4F46_0000;

    private const int Maximum = 0xFFFF;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly SortedSet<int> _free = [];
    private readonly HashSet<string> _newer = new(StringComparer.Ordinal);
    private int _count = -1;

    /// <summary>The journal of jobs.</summary>
    public JobJournal(ILogger logger)
        : this(logger, CountProperty, FirstProperty, JobState.Form)
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

    /// <summary>Writes a state of a job that depends on the last one, while no other thread writes one.</summary>
    /// <param name="token">What identifies the job.</param>
    /// <param name="update">Makes it from what <see cref="Find"/> returns; returns null to write nothing.</param>
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
    /// The last state of a job, also from an earlier run of the host; null if there is none, or if the job has ended and
    /// its entry is still to be removed.
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

    /// <summary>Whether a job has not ended.</summary>
    /// <exception cref="OrthancException">The host cannot read the journal.</exception>
    public bool IsAtWork(string token)
    {
        lock (_lock)
        {
            Load();
            return !_ended.ContainsKey(token) && _slots.ContainsKey(token);
        }
    }

    /// <summary>Whether there is an entry of a job, even one that is still to be removed.</summary>
    public bool Has(string token)
    {
        lock (_lock)
        {
            return _slots.ContainsKey(token);
        }
    }

    /// <summary>
    /// Writes the host's identifiers of a job, if the job is in the journal. They also record that the host has accepted
    /// it: the host returns an identifier only once it has the job. Writing the whole state of a large job again would
    /// take long.
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
            // Those of an earlier job may still be there, since they are overwritten but never removed.
            return _slots.TryGetValue(token, out var slot)
                && OrthancHost.ReadGlobalProperty(FirstIdsProperty + slot).Split(' ') is [var owner, .. var ids]
                && owner == token ? ids : [];
        }
    }

    /// <summary>
    /// Whether the host has accepted a job that was submitted in an earlier run, according to the journal. An accepted job
    /// is removed after its end; one that was not accepted stays in the journal until the host has saved its end.
    /// </summary>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public bool IsAccepted(string token) =>
        Find(token) is not { } state || !JobState.IsAwaited(state) || IdsOf(token).Count > 0;

    /// <summary>What identifies the entries that are not still to be removed.</summary>
    /// <exception cref="OrthancException">The host cannot read the journal.</exception>
    public IReadOnlyList<string> Tokens()
    {
        lock (_lock)
        {
            Load();
            return [.. _slots.Keys.Where(token => !_ended.ContainsKey(token))];
        }
    }

    /// <summary>What identifies the entries that only a newer version of the plugin can read.</summary>
    /// <exception cref="OrthancException">The host cannot read the journal.</exception>
    public IReadOnlyCollection<string> Newer()
    {
        lock (_lock)
        {
            Load();
            return [.. _newer];
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

    private string Read(int slot) => OrthancHost.ReadGlobalProperty(firstProperty + slot);

    private void Save(int slot, ReadOnlySpan<byte> state) =>
        OrthancHost.WriteGlobalProperty(firstProperty + slot, Encoding.UTF8.GetString(state));

    // The count is saved first, since a property beyond it would never be read again.
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
            else if (form.KeyOf(state) is { } token)
            {
                _slots[token] = slot;
            }
            else
            {
                // It stays for a version that can read it: its slot is neither free nor in use.
                TellOfUnread(slot, state);
            }
        }

        _count = count;
    }

    private void TellOfUnread(int slot, string state)
    {
        if (form.NewerThanRead(state) is { } newer)
        {
            logger.StateIsNewer(firstProperty + slot, form.What, newer.Version, form.Oldest, form.Newest);
            _newer.Add(newer.Key);
        }
        else
        {
            logger.StateNotRead(firstProperty + slot, form.What);
        }
    }
}
