// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;

namespace OrthancDeid.Orthanc;

/// <summary>The memory that the C library hands out, to the host and to the plugin.</summary>
internal static unsafe class NativeHeap
{
    // Twice this is what the heap may keep, in bytes.
    private const nuint LargestCommonFile = 4 << 20;

    /// <summary>
    /// Has the heap keep some megabytes between two requests. By itself glibc gives the memory of each file back to the
    /// system and asks for it again with the next one, which takes longer than all else that a request needs: page
    /// faults were 78 % of the time of an instance route. Its thresholds follow the largest block that was ever freed
    /// (mallopt(3), M_MMAP_THRESHOLD), so one that nobody has touched is enough. Other C libraries do not mind.
    /// </summary>
    public static void KeepCommonFiles() => NativeMemory.Free(NativeMemory.Alloc(LargestCommonFile));
}
