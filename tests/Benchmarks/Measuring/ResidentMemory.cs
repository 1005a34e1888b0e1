// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Runtime.InteropServices;

namespace OrthancDeid.Benchmarks.Measuring;

/// <summary>The resident memory of a process, as Linux counts it (proc(5)).</summary>
internal static partial class ResidentMemory
{
    /// <summary>The most bytes that this process takes during an action, beyond those it had at the start.</summary>
    public static long PeakDuring(Action action)
    {
        // The action must not reuse memory that was freed before.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _ = ReturnFreedMemory(0);
        ForgetPeak(Environment.ProcessId);
        var before = Of(Environment.ProcessId, "VmRSS");
        action();
        return Of(Environment.ProcessId, "VmHWM") - before;
    }

    /// <summary>Resets the peak of a process of the same user.</summary>
    public static void ForgetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    /// <summary>A line of the status of a process, in bytes.</summary>
    /// <param name="process">Its process id.</param>
    /// <param name="name"><c>VmRSS</c> or <c>VmHWM</c>.</param>
    public static long Of(int process, string name) => 1024 * long.Parse(
        File.ReadLines($"/proc/{process}/status")
            .First(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
            .Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int ReturnFreedMemory(nuint pad);
}
