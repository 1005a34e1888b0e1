// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Host;

/// <summary>Memory that a host has handed out: whoever has it gives it back, once, or makes somebody its owner.</summary>
/// <param name="pointer">The first byte; null for nothing.</param>
/// <param name="size">How many bytes there are.</param>
/// <param name="release">Frees it.</param>
public readonly unsafe struct HostMemory(void* pointer, uint size, Action<nint> release) : IDisposable
{
    /// <summary>The bytes, as long as they are not given back.</summary>
    /// <exception cref="OverflowException">There are more than 2 GiB − 1.</exception>
    public ReadOnlySpan<byte> Span => new(pointer, checked((int)size));

    /// <summary>Hands the memory to an owner; it is given back whatever happens.</summary>
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
