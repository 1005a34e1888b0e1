// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>Reads the bits of entropy-coded data (ISO/IEC 10918-1 F.2.2.5) up to the next marker.</summary>
internal ref struct EntropyReader
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>The next bits, from the most significant one on.</summary>
    private ulong _bits;
    private int _count;

    /// <summary>How many bits were added past the end of the data.</summary>
    private int _beyond;

    /// <summary>Creates a reader.</summary>
    /// <param name="bytes">A frame.</param>
    /// <param name="at">The offset of the data.</param>
    public EntropyReader(ReadOnlySpan<byte> bytes, int at)
    {
        _bytes = bytes;
        At = at;
    }

    /// <summary>The offset after the bytes that were loaded. It never lies past the next marker.</summary>
    public int At { get; private set; }

    /// <summary>Whether bits past the end of the data were taken.</summary>
    public readonly bool IsBeyond => _count < _beyond;

    /// <summary>Loads bits until at least 48 are available. Zeros follow the end of the data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (_count < 48)
        {
            FillUp();
        }
    }

    /// <summary>Takes a symbol. At least 16 bits must be available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Symbol(HuffmanTable table)
    {
        var found = table.Find((int)(_bits >> 48));
        if (found == 0)
        {
            throw new PixelDataException(PixelFault.Broken, "a JPEG frame has a code that is not in its Huffman table");
        }

        Skip(found >> 8);
        return found & 0xFF;
    }

    /// <summary>Takes up to 16 bits, which must be available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Take(int count)
    {
        var bits = (uint)((_bits >> 1) >> (63 - count));
        Skip(count);
        return bits;
    }

    /// <summary>Takes a restart marker, and drops the bits before it.</summary>
    /// <param name="number">Which of the eight restart markers is expected.</param>
    public void Restart(int number)
    {
        var at = JpegMarker.Next(_bytes, At);
        if (at < 0 || _bytes[at + 1] != JpegMarker.Restart0 + (number & 7))
        {
            throw new PixelDataException(PixelFault.Broken, "a JPEG frame lacks a restart marker");
        }

        (At, _bits, _count, _beyond) = (at + 2, 0, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Skip(int count)
    {
        _bits <<= count;
        _count -= count;
    }

    private void FillUp()
    {
        const ulong Ones = 0x0101_0101_0101_0101;
        if (_bytes.Length - At >= 8)
        {
            var next = BinaryPrimitives.ReadUInt64BigEndian(_bytes[At..]);
            if (((~next - Ones) & next & (Ones << 7)) == 0)
            {
                // None of the bytes is FF. Bits beyond the count are loaded again later, at the same place.
                _bits |= next >> _count;
                At += (63 - _count) >> 3;
                _count |= 56;
                return;
            }
        }

        for (; _count <= 56; _count += 8)
        {
            if (At >= _bytes.Length || (_bytes[At] == 0xFF && (At + 1 >= _bytes.Length || _bytes[At + 1] != 0)))
            {
                _beyond += 8;
                continue;
            }

            _bits = (_bits & ~(ulong.MaxValue >> _count)) | ((ulong)_bytes[At] << (56 - _count));
            At += _bytes[At] == 0xFF ? 2 : 1;
        }
    }
}
