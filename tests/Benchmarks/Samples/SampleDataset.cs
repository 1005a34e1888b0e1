// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Benchmarks.Samples;

/// <summary>The elements of invented patients.</summary>
internal static class SampleDataset
{
    /// <summary>The implementation that the files name as their writer.</summary>
    public static Implementation Writer { get; } =
        new("2.25.262213049402143097510352884271390642871", "BENCHMARKS");

    /// <summary>A UID for a study, a series, an instance or anything else that has a number.</summary>
    public static string Uid(string numbers) => $"2.25.114398217055113925170226.{numbers}";

    /// <summary>Adds what every modality writes about a patient, a study and a series.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="sopClass">Its SOP class.</param>
    /// <param name="modality">Its modality.</param>
    /// <param name="study">The number of the study.</param>
    /// <param name="instance">The number of the instance.</param>
    public static void AddHeader(
        this DicomDataset dataset, string sopClass, string modality, int study, int instance) =>
        dataset
            .Text(0x0008_0005, DicomVR.CS, "ISO_IR 100")
            .Text(0x0008_0012, DicomVR.DA, "20240312")
            .Text(0x0008_0013, DicomVR.TM, "141733.25")
            .Text(0x0008_0016, DicomVR.UI, sopClass)
            .Text(0x0008_0018, DicomVR.UI, Uid($"1.{study}.{instance}"))
            .Text(0x0008_0020, DicomVR.DA, "20240312")
            .Text(0x0008_0021, DicomVR.DA, "20240312")
            .Text(0x0008_0022, DicomVR.DA, "20240312")
            .Text(0x0008_0023, DicomVR.DA, "20240312")
            .Text(0x0008_0030, DicomVR.TM, "141502")
            .Text(0x0008_0031, DicomVR.TM, "141622")
            .Text(0x0008_0050, DicomVR.SH, "A-2024-0077")
            .Text(0x0008_0060, DicomVR.CS, modality)
            .Text(0x0008_0070, DicomVR.LO, "Example Scanners")
            .Text(0x0008_0080, DicomVR.LO, "City Hospital")
            .Text(0x0008_0081, DicomVR.ST, "Seestrasse 12, 8600 Beispiel")
            .Text(0x0008_0090, DicomVR.PN, "Keller^Urs^^Dr.")
            .Text(0x0008_1010, DicomVR.SH, "CT-ROOM-2")
            .Text(0x0008_1030, DicomVR.LO, "Head without contrast")
            .Text(0x0008_103E, DicomVR.LO, "Axial 5 mm")
            .Text(0x0008_1050, DicomVR.PN, "Rossi^Carla")
            .Text(0x0008_1070, DicomVR.PN, "Meier^Jan")
            .Text(0x0008_1090, DicomVR.LO, "Slice 64")
            .Text(0x0010_0010, DicomVR.PN, $"Sample^Grete^{study}")
            .Text(0x0010_0020, DicomVR.LO, $"PID-{study}")
            .Text(0x0010_0030, DicomVR.DA, "19610423")
            .Text(0x0010_0040, DicomVR.CS, "F")
            .Text(0x0010_1010, DicomVR.AS, "062Y")
            .Text(0x0010_1030, DicomVR.DS, "68.5")
            .Text(0x0010_21B0, DicomVR.LT, "Fell from a ladder on 10 March; headache since.")
            .Text(0x0018_0015, DicomVR.CS, "HEAD")
            .Text(0x0018_0050, DicomVR.DS, "5")
            .Text(0x0018_0060, DicomVR.DS, "120")
            .Text(0x0018_1000, DicomVR.LO, "SN-30021")
            .Text(0x0018_1020, DicomVR.LO, "syngo 7.1")
            .Text(0x0018_1030, DicomVR.LO, "HEAD ROUTINE")
            .Text(0x0018_5100, DicomVR.CS, "HFS")
            .Text(0x0020_000D, DicomVR.UI, Uid($"2.{study}"))
            .Text(0x0020_000E, DicomVR.UI, Uid($"3.{study}"))
            .Text(0x0020_0010, DicomVR.SH, $"{study}")
            .Text(0x0020_0011, DicomVR.IS, "2")
            .Text(0x0020_0013, DicomVR.IS, instance.ToString(CultureInfo.InvariantCulture))
            .Text(0x0020_0052, DicomVR.UI, Uid($"4.{study}"))
            .Text(0x0029_0010, DicomVR.LO, "EXAMPLE SCANNERS CT 1.0")
            .Text(0x0029_1001, DicomVR.LO, "Called the husband")
            .Text(0x0032_1032, DicomVR.PN, "Keller^Urs^^Dr.")
            .Text(0x0032_1060, DicomVR.LO, "CT head");

    /// <summary>Adds an image of 16 bits per pixel.</summary>
    public static void AddImage(this DicomDataset dataset, ushort size, int frames, ReadOnlyMemory<byte> pixels)
    {
        dataset.AddImageModule(size, frames, "MONOCHROME2", 16)
            .Set(DicomTag.PixelData, DicomVR.OW, pixels);
    }

    /// <summary>Adds the description of an image, without its pixels.</summary>
    public static DicomDataset AddImageModule(
        this DicomDataset dataset, ushort size, int frames, string interpretation, ushort bits)
    {
        if (frames > 1)
        {
            dataset.Text(0x0028_0008, DicomVR.IS, frames.ToString(CultureInfo.InvariantCulture));
        }

        return dataset
            .Text(0x0008_0008, DicomVR.CS, @"ORIGINAL\PRIMARY\AXIAL")
            .Text(0x0020_0032, DicomVR.DS, @"-125\-125\35")
            .Text(0x0020_0037, DicomVR.DS, @"1\0\0\0\1\0")
            .Number(0x0028_0002, 1)
            .Text(0x0028_0004, DicomVR.CS, interpretation)
            .Number(0x0028_0010, size)
            .Number(0x0028_0011, size)
            .Text(0x0028_0030, DicomVR.DS, @"0.48828125\0.48828125")
            .Number(0x0028_0100, bits)
            .Number(0x0028_0101, bits)
            .Number(0x0028_0102, (ushort)(bits - 1))
            .Number(0x0028_0103, 0)
            .Text(0x0028_1050, DicomVR.DS, "40")
            .Text(0x0028_1051, DicomVR.DS, "400")
            .Text(0x0028_1052, DicomVR.DS, "-1024")
            .Text(0x0028_1053, DicomVR.DS, "1");
    }

    /// <summary>Adds text in Latin 1, the character set that the header declares.</summary>
    public static DicomDataset Text(this DicomDataset dataset, uint tag, DicomVR vr, string text)
    {
        dataset.Set(new(tag), vr, Encoding.Latin1.GetBytes(text));
        return dataset;
    }

    /// <summary>Adds an unsigned number.</summary>
    public static DicomDataset Number(this DicomDataset dataset, uint tag, ushort number)
    {
        dataset.Set(new(tag), DicomVR.US, BitConverter.GetBytes(number));
        return dataset;
    }
}
