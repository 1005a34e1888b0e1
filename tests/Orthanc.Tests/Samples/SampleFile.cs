// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Samples;

/// <summary>Makes DICOM files for the tests.</summary>
internal static class SampleFile
{
    public const string StudyUid = "1.2.826.0.1.3680043.9.1";
    public const string SeriesUid = "1.2.826.0.1.3680043.9.2";
    public const string InstanceUid = "1.2.826.0.1.3680043.9.3";
    public const string PatientName = "DOE^JANE";
    public const string PatientId = "P-4711";

    private static readonly Implementation Maker = new("1.2.826.0.1.3680043.9.9", "TEST");

    /// <summary>A small CT image with everything that Orthanc needs to store it, and what a test adds.</summary>
    public static byte[] Make(Action<DicomDataset>? add = null, TransferSyntax? syntax = null)
    {
        using var file = DicomFile.Create(syntax ?? TransferSyntax.ExplicitLittleEndian);
        file.Dataset
            .With(0x0008_0005, DicomVR.CS, "ISO_IR 100")
            .With(0x0008_0016, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.2")
            .With(0x0008_0018, DicomVR.UI, InstanceUid)
            .With(0x0008_0020, DicomVR.DA, "20200131")
            .With(0x0008_0060, DicomVR.CS, "CT")
            .With(0x0010_0010, DicomVR.PN, PatientName)
            .With(0x0010_0020, DicomVR.LO, PatientId)
            .With(0x0010_0030, DicomVR.DA, "19700102")
            .With(0x0020_000D, DicomVR.UI, StudyUid)
            .With(0x0020_000E, DicomVR.UI, SeriesUid)
            .With(0x0028_0002, DicomVR.US, 1)
            .With(0x0028_0004, DicomVR.CS, "MONOCHROME2")
            .With(0x0028_0010, DicomVR.US, 2)
            .With(0x0028_0011, DicomVR.US, 2)
            .With(0x0028_0100, DicomVR.US, 16)
            .With(0x0028_0101, DicomVR.US, 16)
            .With(0x0028_0102, DicomVR.US, 15)
            .With(0x0028_0103, DicomVR.US, 0)
            .With(0x7FE0_0010, DicomVR.OW, [1, 2, 3, 4, 5, 6, 7, 8]);
        add?.Invoke(file.Dataset);
        using var bytes = file.Write(Maker);
        return bytes.AsSpan().ToArray();
    }

    /// <summary>Sets text.</summary>
    public static DicomDataset With(this DicomDataset dataset, uint tag, DicomVR vr, string value) =>
        dataset.With(tag, vr, Encoding.Latin1.GetBytes(value));

    /// <summary>Sets a number of 16 bits.</summary>
    public static DicomDataset With(this DicomDataset dataset, uint tag, DicomVR vr, ushort value) =>
        dataset.With(tag, vr, dataset.ByteOrder == ByteOrder.LittleEndian
            ? [(byte)value, (byte)(value >> 8)]
            : [(byte)(value >> 8), (byte)value]);

    /// <summary>Sets bytes.</summary>
    public static DicomDataset With(this DicomDataset dataset, uint tag, DicomVR vr, byte[] value)
    {
        dataset.Set(new DicomTag(tag), vr, value);
        return dataset;
    }

    /// <summary>Sets pixels of 16 bits, and Rows and Columns to match, since bytes beyond them are not pixels.</summary>
    public static DicomDataset WithPixels(this DicomDataset dataset, byte[] pixels)
    {
        var count = pixels.Length / sizeof(ushort);
        var rows = Enumerable.Range(1, count).First(rows => count % rows == 0 && count / rows <= ushort.MaxValue);
        return dataset
            .With(0x0028_0010, DicomVR.US, (ushort)rows)
            .With(0x0028_0011, DicomVR.US, (ushort)(count / rows))
            .With(0x7FE0_0010, DicomVR.OW, pixels);
    }

    /// <summary>Sets a sequence of one item.</summary>
    public static DicomDataset WithItem(this DicomDataset dataset, uint tag, Action<DicomDataset> fill)
    {
        fill(dataset.SetSequence(new DicomTag(tag)).AddItem());
        return dataset;
    }
}
