// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>
/// Bounds the memory of the instances that are worked on at the same time: whoever would pass the bound waits for
/// others to end. An instance that is larger than the bound is worked on alone.
/// </summary>
/// <param name="bound">The bound in bytes.</param>
internal sealed class MemoryBudget(long bound)
{
    private readonly object _changed = new();
    private long _used;

    /// <summary>Waits until there is room.</summary>
    /// <param name="bytes">How much memory will be used at most.</param>
    /// <returns>Gives the room back.</returns>
    public Share Take(long bytes)
    {
        lock (_changed)
        {
            while (_used > 0 && _used + bytes > bound)
            {
                Monitor.Wait(_changed);
            }

            _used += bytes;
            return new Share(this, bytes);
        }
    }

    private void GiveBack(long bytes)
    {
        lock (_changed)
        {
            _used -= bytes;
            Monitor.PulseAll(_changed);
        }
    }

    /// <summary>A part of the budget.</summary>
    internal readonly struct Share(MemoryBudget budget, long bytes) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => budget.GiveBack(bytes);
    }
}
