// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;

namespace OrthancDeid.Host.Native;

/// <summary>The heap of the C library, which the host and the plugin share.</summary>
public static unsafe class NativeHeap
{
    // The heap may keep twice this many bytes.
    private const nuint LargestCommonFile = 4 << 20;

    /// <summary>
    /// Makes the heap keep some megabytes between two requests. By default glibc returns the memory of each file to the
    /// system and requests it again for the next one, which takes longer than everything else: page faults were 78 % of
    /// the time of an instance route. Its thresholds follow the largest block that was ever freed (mallopt(3),
    /// M_MMAP_THRESHOLD), so one untouched block is enough. It does no harm with other C libraries.
    /// </summary>
    public static void KeepCommonFiles() => NativeMemory.Free(NativeMemory.Alloc(LargestCommonFile));
}
