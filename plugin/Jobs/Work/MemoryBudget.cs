// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Work;

/// <summary>
/// Limits the memory of the instances that are worked on at the same time: an instance that would exceed the limit
/// waits for others to end. One that is larger than the limit is worked on alone. First come, first served, so small
/// instances do not keep a large one waiting for ever.
/// </summary>
/// <param name="bound">The limit in bytes.</param>
internal sealed class MemoryBudget(long bound)
{
    private readonly object _changed = new();
    private long _used;
    private long _nextTicket;
    private long _served;

    // The old file, the same transcoded, the new one, and what the host makes of it while it stores it.
    private const int CopiesInMemory = 4;

    /// <summary>Waits until there is room for an instance that a job works on.</summary>
    /// <param name="source">The instance.</param>
    /// <param name="sizes">Those of the instances of the job.</param>
    /// <param name="isTranscoded">Whether its pixels may be decompressed.</param>
    /// <param name="besides">What is taken beside files, in bytes.</param>
    /// <returns>Frees the room.</returns>
    /// <exception cref="OrthancException">There is no such instance, or the host cannot tell its size.</exception>
    public Share TakeFor(SourceInstance source, SourceSizes sizes, bool isTranscoded, long besides = 0)
    {
        var size = sizes.Of(source);
        return Take(((isTranscoded ? Math.Max(size, PixelSize.Of(source.Id)) : size) * CopiesInMemory) + besides);
    }

    /// <summary>Waits until there is room.</summary>
    /// <param name="bytes">How much memory will be used at most.</param>
    /// <returns>Frees the room.</returns>
    private Share Take(long bytes)
    {
        lock (_changed)
        {
            var ticket = _nextTicket++;
            while (ticket != _served || (_used > 0 && _used + bytes > bound))
            {
                Monitor.Wait(_changed);
            }

            _served++;
            _used += bytes;
            Monitor.PulseAll(_changed);
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
