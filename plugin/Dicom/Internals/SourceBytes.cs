// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OrthancDeid.Dicom.Internals;

/// <summary>Reads numbers from native memory. The caller has checked that they are inside it.</summary>
internal static unsafe class SourceBytes
{
    public static ushort ReadUInt16(byte* from, ByteOrder order)
    {
        var value = Unsafe.ReadUnaligned<ushort>(from);
        return order == ByteOrder.LittleEndian == BitConverter.IsLittleEndian
            ? value
            : BinaryPrimitives.ReverseEndianness(value);
    }

    public static uint ReadUInt32(byte* from, ByteOrder order)
    {
        var value = Unsafe.ReadUnaligned<uint>(from);
        return order == ByteOrder.LittleEndian == BitConverter.IsLittleEndian
            ? value
            : BinaryPrimitives.ReverseEndianness(value);
    }

    public static DicomTag ReadTag(byte* from, ByteOrder order) =>
        new(ReadUInt16(from, order), ReadUInt16(from + 2, order));

    /// <summary>The two letters of a VR, which have no byte order.</summary>
    public static DicomVR ReadVR(byte* from) => (DicomVR)((from[0] << 8) | from[1]);

    /// <summary>The number of zero bytes before the first other byte.</summary>
    public static long CountZeros(byte* from, long length)
    {
        for (var i = 0L; i < length;)
        {
            var part = (int)Math.Min(length - i, 1 << 30);
            var other = new ReadOnlySpan<byte>(from + i, part).IndexOfAnyExcept((byte)0);
            if (other >= 0)
            {
                return i + other;
            }

            i += part;
        }

        return length;
    }
}
