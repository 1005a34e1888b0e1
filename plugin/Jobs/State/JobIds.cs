// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.State;

/// <summary>
/// The host's identifiers of a job. A host that is killed before it has saved a job forgets the identifier, and the job
/// goes on under another one, while clients still ask for the old one. Thread-safe.
/// </summary>
/// <param name="former">The identifiers that the job had in earlier runs of the host, the oldest first.</param>
internal sealed class JobIds(IEnumerable<string> former)
{
    private readonly Lock _lock = new();
    private readonly List<string> _all = [.. former];
    private string? _current;

    /// <summary>The identifier in this run of the host; null as long as it is not known.</summary>
    public string? Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>Every identifier that the job has had, the oldest first.</summary>
    public string[] All()
    {
        lock (_lock)
        {
            return [.. _all];
        }
    }

    /// <summary>Adds identifiers from earlier runs of the host.</summary>
    public void AddFormer(IEnumerable<string> ids)
    {
        lock (_lock)
        {
            _all.AddRange(ids.Except(_all).ToArray());
        }
    }

    /// <summary>Sets the identifier in this run of the host.</summary>
    public void SetCurrent(string id)
    {
        lock (_lock)
        {
            _current = id;
            if (!_all.Contains(id))
            {
                _all.Add(id);
            }
        }
    }
}
