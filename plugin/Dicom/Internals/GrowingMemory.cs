// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;

namespace OrthancDeid.Dicom.Internals;

/// <summary>Native memory that grows as it is written, for output of unknown size.</summary>
internal sealed unsafe class GrowingMemory(long limit) : Stream
{
    private byte* _memory;
    private long _capacity;
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Hands over the memory; nothing can be written afterwards.</summary>
    public NativeBuffer ToBuffer()
    {
        var memory = (nint)NativeMemory.Realloc(_memory, (nuint)_length);
        _memory = null;
        return new NativeBuffer(memory, _length, static pointer => NativeMemory.Free((void*)pointer));
    }

    /// <exception cref="LimitException">More is written than the limit allows.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var needed = _length + buffer.Length;
        if (needed > limit)
        {
            throw new LimitException();
        }

        if (needed > _capacity)
        {
            var capacity = Math.Max(needed, Math.Min(limit, Math.Max(64 * 1024, _capacity * 2)));
            _memory = (byte*)NativeMemory.Realloc(_memory, (nuint)capacity);
            _capacity = capacity;
        }

        buffer.CopyTo(new Span<byte>(_memory + _length, buffer.Length));
        _length = needed;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        NativeMemory.Free(_memory);
        _memory = null;
        base.Dispose(disposing);
    }

    /// <summary>The limit is reached.</summary>
    public sealed class LimitException : IOException;
}
