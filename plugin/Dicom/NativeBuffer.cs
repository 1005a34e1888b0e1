// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;

namespace OrthancDeid.Dicom;

/// <summary>
/// Native memory with one owner. A DICOM instance can have 4 GiB − 1 bytes, which no managed array or span can hold,
/// and comes from a host that must get its memory back.
/// </summary>
/// <remarks>Several threads may read it. Any of them may dispose it once none reads it any more.</remarks>
public sealed unsafe class NativeBuffer : IDisposable
{
    private readonly Action<nint>? _release;
    private nint _pointer;

    /// <summary>Takes over memory that was allocated elsewhere.</summary>
    /// <param name="pointer">Its first byte; may be null if <paramref name="length"/> is 0.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <param name="release">Frees the memory, called once; null if nothing needs to be freed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public NativeBuffer(nint pointer, long length, Action<nint>? release)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _pointer = pointer;
        Length = length;
        _release = release;
    }

    /// <summary>Frees the memory if its owner did not.</summary>
    ~NativeBuffer() => Release();

    /// <summary>The size in bytes.</summary>
    public long Length { get; }

    /// <summary>The first byte.</summary>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
    public nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer == 0 && Length > 0, this);
            return _pointer;
        }
    }

    /// <summary>Allocates memory with undefined content.</summary>
    /// <param name="length">The size in bytes.</param>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public static NativeBuffer Allocate(long length) =>
        new((nint)NativeMemory.Alloc((nuint)length), length, static memory => NativeMemory.Free((void*)memory));

    /// <summary>Allocates memory with a copy of some bytes.</summary>
    public static NativeBuffer CopyOf(ReadOnlySpan<byte> bytes)
    {
        var buffer = Allocate(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(0, bytes.Length));
        return buffer;
    }

    /// <summary>A part of the memory as a span, valid until the buffer is disposed.</summary>
    /// <param name="offset">The first byte of the part.</param>
    /// <param name="length">The size of the part in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
    public Span<byte> AsSpan(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new Span<byte>((byte*)Pointer + offset, length);
    }

    /// <summary>The whole memory as a span.</summary>
    /// <exception cref="OverflowException">The buffer has more than 2 GiB − 1 bytes.</exception>
    public Span<byte> AsSpan() => AsSpan(0, checked((int)Length));

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        // Of several threads and the finalizer, only the first frees it.
        var pointer = Interlocked.Exchange(ref _pointer, 0);
        if (pointer != 0)
        {
            _release?.Invoke(pointer);
        }
    }
}
