// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;

namespace OrthancDeid.Orthanc;

/// <summary>Counts one kind of work. Thread-safe.</summary>
/// <param name="kind">The middle part of the metrics' names.</param>
internal sealed class WorkMetrics(string kind)
{
    private long _instances;
    private long _bytes;
    private long _failures;
    private long _rejections;
    private long _ticks;

    /// <summary>Counts a new file.</summary>
    /// <param name="bytes">Its size.</param>
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

    /// <summary>Passes the counts to the host.</summary>
    public void Publish()
    {
        OrthancHost.SetMetric($"orthanc_deid_{kind}_instances", Interlocked.Read(ref _instances));
        OrthancHost.SetMetric($"orthanc_deid_{kind}_bytes", Interlocked.Read(ref _bytes));
        OrthancHost.SetMetric($"orthanc_deid_{kind}_failures", Interlocked.Read(ref _failures));
        OrthancHost.SetMetric($"orthanc_deid_{kind}_rejections", Interlocked.Read(ref _rejections));
        OrthancHost.SetMetric(
            $"orthanc_deid_{kind}_seconds", (float)Interlocked.Read(ref _ticks) / Stopwatch.Frequency);
    }
}
