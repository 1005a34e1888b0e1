// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Work;

/// <summary>
/// Limits the memory of the instances that are worked on at the same time: an instance that would exceed the limit
/// waits until others are finished. An instance that is larger than the limit is worked on alone. First come, first
/// served, so small instances do not keep a large one waiting for ever.
/// </summary>
/// <param name="bound">The limit in bytes.</param>
internal sealed class MemoryBudget(long bound)
{
    private readonly object _changed = new();
    private long _used;

    // The memory of the text detection, which is never unloaded.
    private long _library;
    private long _nextTicket;
    private long _served;

    // The old file, its transcoded form, the new file, and the host's copy of that while it stores it.
    private const int CopiesInMemory = 4;

    /// <summary>Waits until there is room for an instance that a job works on.</summary>
    /// <param name="source">The instance.</param>
    /// <param name="sizes">The sizes of the files of the job's instances.</param>
    /// <param name="isTranscoded">Whether its pixels may be decompressed.</param>
    /// <param name="searchesText">Whether text is looked for in its pixels.</param>
    /// <returns>The share, to be disposed when the instance is finished.</returns>
    /// <exception cref="OrthancException">There is no such instance, or its size cannot be read.</exception>
    public Share TakeFor(SourceInstance source, SourceSizes sizes, bool isTranscoded, bool searchesText = false)
    {
        var size = sizes.Of(source);
        if (!isTranscoded)
        {
            return Take(size * CopiesInMemory);
        }

        var (bytes, framePixels) = PixelSize.Of(source.Id);
        var files = Math.Max(size, bytes) * CopiesInMemory;
        if (!searchesText)
        {
            return Take(files);
        }

        Interlocked.Exchange(ref _library, TextEngine.Memory);
        return Take(files + TextEngine.MemoryOfThread + (framePixels * TextEngine.MemoryOfPixel));
    }

    /// <summary>Waits until there is room.</summary>
    /// <param name="bytes">How much memory will be used at most.</param>
    /// <returns>The share.</returns>
    private Share Take(long bytes)
    {
        lock (_changed)
        {
            var ticket = _nextTicket++;
            while (ticket != _served || (_used > 0 && _used + bytes > bound - Interlocked.Read(ref _library)))
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

    /// <summary>A share of the budget, which is given back when it is disposed.</summary>
    internal readonly struct Share(MemoryBudget budget, long bytes) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => budget.GiveBack(bytes);
    }
}
