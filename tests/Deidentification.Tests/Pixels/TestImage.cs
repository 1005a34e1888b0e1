// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Files with pixels.</summary>
internal static class TestImage
{
    public const string Rle = "1.2.840.10008.1.2.5";
    public const string Baseline = "1.2.840.10008.1.2.4.50";
    public const string Extended = "1.2.840.10008.1.2.4.51";

    public static readonly ImageFormat Gray8 = new()
    {
        Kind = PixelKind.Integer,
        Rows = 16,
        Columns = 16,
        BitsAllocated = 8,
        BitsStored = 8,
        HighBit = 7,
    };

    /// <summary>A file with native pixel data.</summary>
    public static DicomFile Native(ImageFormat format, byte[] pixels, TransferSyntax? syntax = null, DicomVR? vr = null)
    {
        var file = Describe(format, syntax ?? TransferSyntax.ExplicitLittleEndian);
        file.Dataset.Set(format.Tag, vr ?? format.Kind switch
        {
            PixelKind.Float => DicomVR.OF,
            PixelKind.Double => DicomVR.OD,
            _ => DicomVR.OW,
        }, pixels);
        return TestHost.Reread(file);
    }

    /// <summary>A file with encapsulated pixel data.</summary>
    /// <param name="format">Its format.</param>
    /// <param name="syntax">The UID of its transfer syntax.</param>
    /// <param name="fragments">The fragments; each gets an even length.</param>
    /// <param name="offsets">The Basic Offset Table.</param>
    public static DicomFile Encapsulated(
        ImageFormat format, string syntax, IEnumerable<byte[]> fragments, params uint[] offsets)
    {
        var table = new byte[offsets.Length * 4];
        for (var i = 0; i < offsets.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(4 * i), offsets[i]);
        }

        using var file = Describe(format, TransferSyntax.FromUID(syntax));
        using var written = file.Write(new Implementation("1.2.3.4", "TEST"));
        var bytes = new List<byte>(written.AsSpan().ToArray());
        bytes.AddRange([0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        foreach (var item in fragments.Prepend(table))
        {
            bytes.AddRange([0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes(item.Length + (item.Length % 2))]);
            bytes.AddRange(item);
            bytes.AddRange(new byte[item.Length % 2]);
        }

        bytes.AddRange([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        return DicomFile.Parse([.. bytes]);
    }

    /// <summary>The file after masking, written and read again.</summary>
    public static DicomFile Masked(DicomFile file, PixelMasks masks)
    {
        PixelMasking.Apply(file, masks);
        return TestHost.Reread(file);
    }

    /// <summary>The bytes of the pixels.</summary>
    public static byte[] Pixels(DicomFile file) => file.Dataset.Bytes(ImageFormat.Of(file.Dataset)!.Tag);

    /// <summary>The items of encapsulated pixel data, the offset table first.</summary>
    public static List<byte[]> Items(DicomFile file)
    {
        var bytes = Pixels(file).AsSpan();
        var items = new List<byte[]>();
        for (; bytes.Length > 8; bytes = bytes[(8 + BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]))..])
        {
            items.Add(bytes.Slice(8, BinaryPrimitives.ReadInt32LittleEndian(bytes[4..])).ToArray());
        }

        return items;
    }

    private static DicomFile Describe(ImageFormat format, TransferSyntax syntax)
    {
        var file = Sample.Create(syntax);
        Number(file.Dataset, 0x0028_0002, format.SamplesPerPixel);
        file.Dataset.With(new(0x0028_0004), DicomVR.CS, format.PhotometricInterpretation);
        if (format.SamplesPerPixel > 1)
        {
            Number(file.Dataset, 0x0028_0006, format.IsPlanar ? 1 : 0);
        }

        file.Dataset.With(new(0x0028_0008), DicomVR.IS, format.Frames.ToString(CultureInfo.InvariantCulture));
        Number(file.Dataset, 0x0028_0010, format.Rows);
        Number(file.Dataset, 0x0028_0011, format.Columns);
        Number(file.Dataset, 0x0028_0100, format.BitsAllocated);
        Number(file.Dataset, 0x0028_0101, format.BitsStored);
        Number(file.Dataset, 0x0028_0102, format.HighBit);
        Number(file.Dataset, 0x0028_0103, format.IsSigned ? 1 : 0);
        return file;
    }

    public static void Number(DicomDataset dataset, uint tag, int number)
    {
        var bytes = new byte[2];
        if (dataset.ByteOrder == ByteOrder.LittleEndian)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)number);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        }

        dataset.Set(new(tag), DicomVR.US, bytes);
    }
}
