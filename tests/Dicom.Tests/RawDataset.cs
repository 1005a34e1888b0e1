// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Text;

namespace OrthancDeid.Dicom.Tests;

/// <summary>Builds the bytes of a data set by hand from PS3.5 7, so that the codec is not tested with itself.</summary>
internal sealed class RawDataset(bool isImplicit = false, bool isBigEndian = false)
{
    private const uint Undefined = 0xFFFF_FFFF;
    private readonly List<byte> _bytes = [];

    public static RawDataset Implicit => new(isImplicit: true);

    public static RawDataset BigEndian => new(isBigEndian: true);

    public byte[] Bytes => [.. _bytes];

    public RawDataset Add(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public RawDataset Number16(ushort number)
    {
        var to = new byte[2];
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(to, number);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to, number);
        }

        return Add(to);
    }

    public RawDataset Number32(uint number) => isBigEndian
        ? Number16((ushort)(number >> 16)).Number16((ushort)number)
        : Number16((ushort)number).Number16((ushort)(number >> 16));

    public RawDataset Tag(uint tag) => Number16((ushort)(tag >> 16)).Number16((ushort)tag);

    public RawDataset Header(uint tag, string vr, uint length)
    {
        Tag(tag);
        if (isImplicit)
        {
            return Number32(length);
        }

        Add(Encoding.Latin1.GetBytes(vr));
        return vr is "OB" or "OW" or "OF" or "OD" or "OL" or "OV" or "SQ" or "UC" or "UN" or "UR" or "UT"
            or "SV" or "UV" or "ZZ"
            ? Number16(0).Number32(length)
            : Number16((ushort)length);
    }

    public RawDataset Element(uint tag, string vr, params byte[] value) =>
        Header(tag, vr, (uint)value.Length).Add(value);

    public RawDataset Element(uint tag, string vr, string text) => Element(tag, vr, Encoding.Latin1.GetBytes(text));

    /// <summary>A sequence of defined length whose items have defined lengths.</summary>
    public RawDataset Sequence(uint tag, string vr, params RawDataset[] items) =>
        Header(tag, vr, (uint)items.Sum(item => item._bytes.Count + 8)).Items(items);

    /// <summary>A sequence of undefined length whose items have undefined lengths.</summary>
    public RawDataset UndefinedSequence(uint tag, string vr, params RawDataset[] items)
    {
        Header(tag, vr, Undefined);
        foreach (var item in items)
        {
            Tag(0xFFFE_E000).Number32(Undefined).Add(item.Bytes).Tag(0xFFFE_E00D).Number32(0);
        }

        return Tag(0xFFFE_E0DD).Number32(0);
    }

    /// <summary>A Part 10 file of this data set.</summary>
    public byte[] File(string transferSyntax)
    {
        var uid = Encoding.ASCII.GetBytes(transferSyntax.Length % 2 == 0 ? transferSyntax : transferSyntax + "\0");
        return
        [
            .. new byte[128], .. "DICM"u8,
            .. new RawDataset().Element(0x0002_0000, "UL", [.. BitConverter.GetBytes(uid.Length + 8)]).Bytes,
            .. new RawDataset().Element(0x0002_0010, "UI", uid).Bytes,
            .. Bytes,
        ];
    }

    public byte[] File() => File(
        isImplicit ? TransferSyntax.ImplicitLittleEndian.UID
        : isBigEndian ? TransferSyntax.ExplicitBigEndian.UID
        : TransferSyntax.ExplicitLittleEndian.UID);

    private RawDataset Items(RawDataset[] items)
    {
        foreach (var item in items)
        {
            Tag(0xFFFE_E000).Number32((uint)item._bytes.Count).Add(item.Bytes);
        }

        return this;
    }
}
