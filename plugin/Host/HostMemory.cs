// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Host;

/// <summary>
/// Memory that the host has allocated. Whoever holds it either gives it back, once, or hands it to an owner.
/// </summary>
/// <param name="pointer">The first byte; null for nothing.</param>
/// <param name="size">The size in bytes.</param>
/// <param name="release">Frees it.</param>
public readonly unsafe struct HostMemory(void* pointer, uint size, Action<nint> release) : IDisposable
{
    /// <summary>The bytes, valid until they are given back.</summary>
    /// <exception cref="OverflowException">There are more than 2 GiB − 1.</exception>
    public ReadOnlySpan<byte> Span => new(pointer, checked((int)size));

    /// <summary>Hands the memory to an owner. If that fails, the memory is given back.</summary>
    public NativeBuffer Own()
    {
        try
        {
            return new NativeBuffer((nint)pointer, size, release);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (pointer != null)
        {
            release((nint)pointer);
        }
    }
}
