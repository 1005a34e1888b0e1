// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>Writes the bits of entropy-coded data (ISO/IEC 10918-1 F.1.2.3).</summary>
/// <param name="output">Receives the bytes.</param>
internal ref struct EntropyWriter(FrameBuffer output)
{
    /// <summary>The most bytes that a block can take: 64 symbols with their bits, each byte followed by a zero, and the
    /// bits left over from before.</summary>
    private const int MostPerBlock = (64 * 4 * 2) + 64;

    private Span<byte> _room = output.Room(MostPerBlock);
    private int _at;

    /// <summary>The bits not yet written to the buffer. The last one is the least significant.</summary>
    private ulong _bits;
    private int _count;

    /// <summary>Makes room for a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginBlock()
    {
        if (_room.Length - _at < MostPerBlock)
        {
            output.Advance(_at);
            _room = output.Room(MostPerBlock);
            _at = 0;
        }
    }

    /// <summary>Writes up to 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(uint bits, int count)
    {
        _bits = (_bits << count) | bits;
        _count += count;
        if (_count >= 32)
        {
            _count -= 32;
            PutWord((uint)(_bits >> _count));
        }
    }

    /// <summary>Writes the difference between a DC coefficient and the previous one.</summary>
    public void PutDifference(HuffmanTable table, int difference)
    {
        var size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(difference));
        if (size > 15 || table.Lengths[size] == 0)
        {
            throw new PixelDataException(PixelFault.Broken, "a JPEG frame has a DC coefficient that is too large");
        }

        var bits = (uint)(difference < 0 ? difference - 1 : difference) & ((1u << size) - 1);
        Put(((uint)table.Codes[size] << size) | bits, table.Lengths[size] + size);
    }

    /// <summary>Pads the last byte with ones, and ends the data.</summary>
    public void End()
    {
        BeginBlock();
        if (_count % 8 != 0)
        {
            var fill = 8 - (_count % 8);
            _bits = (_bits << fill) | ((1u << fill) - 1);
            _count += fill;
        }

        while (_count > 0)
        {
            _count -= 8;
            PutByte((byte)(_bits >> _count));
        }

        output.Advance(_at);
        _room = [];
        _at = 0;
    }

    /// <summary>Ends an interval with a restart marker.</summary>
    /// <param name="number">Which of the eight restart markers.</param>
    public void Restart(int number)
    {
        End();
        output.Add([0xFF, (byte)(JpegMarker.Restart0 + (number & 7))]);
        _room = output.Room(MostPerBlock);
        _bits = 0;
    }

    private void PutWord(uint word)
    {
        const uint Ones = 0x0101_0101;
        if (((~word - Ones) & word & (Ones << 7)) == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_room[_at..], word);
            _at += 4;
            return;
        }

        PutByte((byte)(word >> 24));
        PutByte((byte)(word >> 16));
        PutByte((byte)(word >> 8));
        PutByte((byte)word);
    }

    private void PutByte(byte value)
    {
        _room[_at++] = value;
        if (value == 0xFF)
        {
            _room[_at++] = 0;
        }
    }
}
