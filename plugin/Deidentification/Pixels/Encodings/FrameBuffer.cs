// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>The bytes of a frame that is being assembled: an array that grows and is reused for the next frame.</summary>
internal sealed class FrameBuffer
{
    private byte[] _bytes = new byte[1 << 16];

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The number of bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Forgets all bytes.</summary>
    public void Clear() => Length = 0;

    /// <summary>Appends a byte.</summary>
    public void Add(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    /// <summary>Appends bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Replaces bytes that were written.</summary>
    public void Overwrite(int offset, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes.AsSpan(offset, bytes.Length));

    /// <summary>The free bytes at the end, at least as many as asked for.</summary>
    /// <exception cref="PixelDataException">The frame would become longer than an array can be.</exception>
    public Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            var needed = Math.Max((long)Length + count, Math.Min(2L * _bytes.Length, Array.MaxLength));
            if (needed > Array.MaxLength)
            {
                throw new PixelDataException(PixelFault.Broken, "a frame becomes longer than 2 GiB");
            }

            Array.Resize(ref _bytes, (int)needed);
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Counts bytes that were written into <see cref="Room"/>.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>A copy in native memory.</summary>
    public NativeBuffer ToNative() => NativeBuffer.CopyOf(Written);
}
