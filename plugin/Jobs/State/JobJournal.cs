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
/// <param name="form">The form of the entries.</param>
internal sealed partial class JobJournal(ILogger logger, int countProperty, int firstProperty, StateForm form)
{
    /// <summary>The global property that says how many others are in use. Plugins may use 1024 and above.</summary>
    public const int CountProperty = 25702;

    /// <summary>The global property of the first job; the next ones follow.</summary>
    public const int FirstProperty = 0x4F44_0000;

    /// <summary>The global property of what the host calls the first job; the next ones follow.</summary>
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

    /// <summary>What identifies the entries of a newer version of the plugin, which wait for it.</summary>
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
