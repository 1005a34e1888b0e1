// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;

namespace OrthancDeid.Jobs.Work;

/// <summary>Counts one kind of work. Thread-safe.</summary>
/// <param name="kind">The middle part of the metrics' names.</param>
internal sealed class WorkMetrics(string kind)
{
    private long _instances;
    private long _bytes;
    private long _failures;
    private long _rejections;
    private long _ticks;

    /// <summary>The middle part of the metrics' names.</summary>
    public string Kind { get; } = kind;

    /// <summary>How many new files were made.</summary>
    public long Instances => Interlocked.Read(ref _instances);

    /// <summary>The total size of the new files, in bytes.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How many instances failed.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>How many instances were rejected.</summary>
    public long Rejections => Interlocked.Read(ref _rejections);

    /// <summary>The time that the work on the new files took, in seconds.</summary>
    public float Seconds => (float)Interlocked.Read(ref _ticks) / Stopwatch.Frequency;

    /// <summary>Counts a new file.</summary>
    /// <param name="bytes">Its size in bytes.</param>
    /// <param name="started">When the work on it started, a time stamp of <see cref="Stopwatch"/>.</param>
    public void Succeeded(long bytes, long started)
    {
        Interlocked.Increment(ref _instances);
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - started);
    }

    /// <summary>Counts an instance that failed.</summary>
    public void Failed() => Interlocked.Increment(ref _failures);

    /// <summary>Counts a rejected instance.</summary>
    public void Rejected() => Interlocked.Increment(ref _rejections);
}
