// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;

namespace OrthancDeid.Host.Native;

/// <summary>Text of the host: UTF-8 that ends with a zero byte.</summary>
public static unsafe class NativeText
{
    /// <summary>Reads text that remains the host's; empty if there is none.</summary>
    public static string Read(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? string.Empty;

    /// <summary>Reads text that the host has allocated for the plugin, and frees it.</summary>
    /// <returns>Null if there is none.</returns>
    internal static string? Take(byte* text)
    {
        if (text == null)
        {
            return null;
        }

        try
        {
            return Read(text);
        }
        finally
        {
            HostServices.Free(text);
        }
    }
}
