// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.State;

/// <content>The jobs that have ended: their entries stay until the host has saved their end.</content>
internal sealed partial class JobJournal
{
    // A client may run thousands of small jobs in a minute.
    private const int MostUnneeded = 500;

    // By then the host has saved the end of a job.
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (long Time, bool OutlastsStop)> _ended = new(StringComparer.Ordinal);
    private readonly Queue<string> _unneeded = [];
    private bool _isTold;

    /// <summary>Forgets a job at once.</summary>
    public void Remove(string token)
    {
        lock (_lock)
        {
            // If the host cannot remove the entry now, the next sweep tries again.
            _ended[token] = default;
            Sweep();
        }
    }

    /// <summary>Forgets a job once the host must have saved its end.</summary>
    /// <param name="token">What identifies the job.</param>
    /// <param name="isNeeded">Whether the job cannot be repeated. Of other jobs, only the most recent ones are kept.</param>
    /// <param name="outlastsStop">Whether the entry stays even when the host stops.</param>
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
    /// Forgets the jobs whose end the host must have saved by now. To be called regularly: in an idle host, where no job
    /// writes or ends, they would otherwise all come back at the next start.
    /// </summary>
    public void ForgetSaved()
    {
        lock (_lock)
        {
            Sweep();
        }
    }

    /// <summary>Forgets the jobs that have ended, because the host is stopping and saves its jobs itself.</summary>
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
            // Before the journal is loaded, it is unknown which entries to remove.
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
            // The job has ended; its entry does no harm until the next sweep or start. Logged once, since the sweep is
            // repeated every second.
            if (!_isTold)
            {
                _isTold = true;
                logger.JobNotForgotten(fault.Message);
            }
        }
    }
}
