// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.State;

/// <content>The jobs that have ended: they stay until the host has saved that they have.</content>
internal sealed partial class JobJournal
{
    // A client may have thousands of small jobs done in a minute.
    private const int MostUnneeded = 500;

    // By then the host has saved that a job has ended.
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (long Time, bool OutlastsStop)> _ended = new(StringComparer.Ordinal);
    private readonly Queue<string> _unneeded = [];
    private bool _isTold;

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
}
