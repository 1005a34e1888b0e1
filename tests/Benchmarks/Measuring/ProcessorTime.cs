// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>The processor time of all threads of a process. The process statistics count in steps of 10 ms, longer than a
/// request may take; this clock counts nanoseconds.</summary>
internal static partial class ProcessorTime
{
    /// <summary>The processor seconds since the start of a process of the same user.</summary>
    /// <param name="process">Its process id.</param>
    /// <exception cref="InvalidOperationException">There is no such process.</exception>
    public static double Of(int process)
    {
        if (GetClock(process, out var clock) != 0 || GetTime(clock, out var time) != 0)
        {
            throw new InvalidOperationException($"process {process} has no clock");
        }

        return time.Seconds + (time.Nanoseconds * 1e-9);
    }

    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    private static partial int GetClock(int process, out int clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    // struct timespec
    private readonly record struct Time(nint Seconds, nint Nanoseconds);
}
