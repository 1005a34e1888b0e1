// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>
/// How samples are stored in the bytes of native pixel data (PS3.5 8.1.1). Big endian OW swaps the bytes of each word of
/// 16 bits. A word contains two samples of 8 bits, or half of one of 32 bits.
/// </summary>
/// <param name="format">The format.</param>
/// <param name="vr">The VR of the element.</param>
/// <param name="order">The byte order of the data set.</param>
internal sealed class Samples(ImageFormat format, DicomVR vr, ByteOrder order)
{
    private readonly bool _isBig = order == ByteOrder.BigEndian;

    /// <summary>The bytes of a sample; 1 if it has only one bit.</summary>
    public int Size { get; } = Math.Max(format.BitsAllocated / 8, 1);

    /// <summary>
    /// 1 if samples of 8 bits or 1 bit are stored in big endian words, so that each is in the other byte of its word.
    /// Otherwise 0.
    /// </summary>
    public int Swap { get; } =
        order == ByteOrder.BigEndian && format.BitsAllocated <= 8 && vr != DicomVR.OB && vr != DicomVR.UN ? 1 : 0;

    /// <summary>Reads the bits of a sample of 8 bits or more.</summary>
    /// <param name="bytes">The bytes of the sample, possibly followed by more.</param>
    public ulong Read(ReadOnlySpan<byte> bytes) => (Size, _isBig) switch
    {
        (1, _) => bytes[0],
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, true) when format.Kind == PixelKind.Float => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes)
            | ((uint)BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) << 16),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    /// <summary>Writes the bits of a sample of 8 bits or more.</summary>
    public void Write(Span<byte> bytes, ulong bits)
    {
        switch ((Size, _isBig))
        {
            case (1, _):
                bytes[0] = (byte)bits;
                break;
            case (2, false):
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)bits);
                break;
            case (2, true):
                BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)bits);
                break;
            case (4, false):
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)bits);
                break;
            case (4, true) when format.Kind == PixelKind.Float:
                BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)bits);
                break;
            case (4, true):
                BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)bits);
                BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)(bits >> 16));
                break;
            case (_, false):
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits);
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(bytes, bits);
                break;
        }
    }

    /// <summary>The number that a sample represents. It is NaN or infinite if a float sample is.</summary>
    /// <param name="bits">The bits of the sample, including unused ones.</param>
    public double Number(ulong bits) => format.Kind switch
    {
        PixelKind.Float => BitConverter.UInt32BitsToSingle((uint)bits),
        PixelKind.Double => BitConverter.UInt64BitsToDouble(bits),
        _ => Integer(bits),
    };

    /// <summary>The bits of a sample that represents a number.</summary>
    /// <exception cref="PixelDataException">No sample of the image can represent the number.</exception>
    public ulong Bits(double number)
    {
        if (format.Kind != PixelKind.Integer)
        {
            return format.Kind == PixelKind.Double ? BitConverter.DoubleToUInt64Bits(number)
                : double.IsFinite(number) == float.IsFinite((float)number) ? BitConverter.SingleToUInt32Bits((float)number)
                : throw Beyond();
        }

        if (number != Math.Floor(number) || number < Smallest || number > Largest)
        {
            throw Beyond();
        }

        // The unused bits above extend the sign, so that readers that use all allocated bits see the same number.
        return unchecked((ulong)((long)number << Shift)) & Allocated;
    }

    /// <summary>The smallest number that an integer sample can hold.</summary>
    public double Smallest => format.IsSigned ? -Math.Pow(2, format.BitsStored - 1) : 0;

    /// <summary>The largest number that an integer sample can hold.</summary>
    public double Largest => Math.Pow(2, format.BitsStored - (format.IsSigned ? 1 : 0)) - 1;

    private int Shift => format.HighBit + 1 - format.BitsStored;

    private ulong Allocated => format.BitsAllocated == 64 ? ulong.MaxValue : (1UL << format.BitsAllocated) - 1;

    private long Integer(ulong bits)
    {
        var atTop = bits << (63 - format.HighBit);
        return format.IsSigned ? (long)atTop >> (64 - format.BitsStored) : (long)(atTop >> (64 - format.BitsStored));
    }

    private static PixelDataException Beyond() =>
        new(PixelFault.Mask, "the fill value is none that a sample of the image can hold");
}
