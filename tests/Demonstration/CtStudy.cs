// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Demonstration;

/// <summary>A CT study of a patient who does not exist, with everything that makes de-identification of a real one
/// hard.</summary>
internal sealed class CtStudy
{
    private const int Slices = 4;
    private const int Size = 128;
    private const string CtImageStorage = "1.2.840.10008.5.1.4.1.1.2";
    private static readonly Implementation Writer =
        new("2.25.117853427103548213045198862407213905274", "DEMONSTRATION");

    private readonly string _studyUID = NewUID();
    private readonly string _seriesUID = NewUID();
    private readonly string _frameOfReferenceUID = NewUID();
    private readonly string _requestUID = NewUID();
    private readonly string[] _instanceUIDs = [.. Enumerable.Range(0, Slices).Select(_ => NewUID())];

    /// <summary>The study as DICOM files, explicit little endian.</summary>
    public IEnumerable<byte[]> Files() => Enumerable.Range(0, Slices).Select(File);

    // A UID made of a random UUID (PS3.5 B.2).
    private static string NewUID() =>
        "2.25." + new BigInteger(Guid.NewGuid().ToByteArray(), isUnsigned: true).ToString(CultureInfo.InvariantCulture);

    private byte[] File(int slice)
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);
        AddPatient(file.Dataset);
        AddStudyAndSeries(file.Dataset);
        AddReferences(file.Dataset, slice);
        AddPrivateElements(file.Dataset);
        AddImage(file.Dataset, slice);
        AddOverlay(file.Dataset);
        using var bytes = file.Write(Writer);
        return bytes.AsSpan().ToArray();
    }

    private static void AddPatient(DicomDataset dataset)
    {
        Text(dataset, 0x0008_0005, DicomVR.CS, "ISO_IR 100");
        Text(dataset, 0x0010_0010, DicomVR.PN, "Dübendorf^Grete^Anna^Dr.");
        Text(dataset, 0x0010_0020, DicomVR.LO, "PID-4711-0815");
        Text(dataset, 0x0010_0021, DicomVR.LO, "City Hospital");
        Text(dataset, 0x0010_0030, DicomVR.DA, "19610423");
        Text(dataset, 0x0010_0040, DicomVR.CS, "F");
        Text(dataset, 0x0010_1001, DicomVR.PN, "Altmann^Grete");
        Text(dataset, 0x0010_1010, DicomVR.AS, "062Y");
        Text(dataset, 0x0010_1030, DicomVR.DS, "68.5");
        Text(dataset, 0x0010_1040, DicomVR.LO, "Seestrasse 12, 8600 Dübendorf");
        Text(dataset, 0x0010_2154, DicomVR.SH, "+41 44 555 01 23");
        Text(dataset, 0x0010_21B0, DicomVR.LT, "Mrs Dübendorf fell from a ladder\r\non 10 March; headache since.");
        var otherIdentifiers = dataset.SetSequence(new(0x0010_1002)).AddItem();
        Text(otherIdentifiers, 0x0010_0020, DicomVR.LO, "756.1234.5678.97");
        Text(otherIdentifiers, 0x0010_0022, DicomVR.CS, "TEXT");
    }

    private void AddStudyAndSeries(DicomDataset dataset)
    {
        Text(dataset, 0x0008_0020, DicomVR.DA, "20240312");
        Text(dataset, 0x0008_0021, DicomVR.DA, "20240312");
        Text(dataset, 0x0008_0022, DicomVR.DA, "20240312");
        Text(dataset, 0x0008_0023, DicomVR.DA, "20240312");
        Text(dataset, 0x0008_0030, DicomVR.TM, "141502");
        Text(dataset, 0x0008_0031, DicomVR.TM, "141733.250000");
        Text(dataset, 0x0008_0050, DicomVR.SH, "A20240312-77");
        Text(dataset, 0x0008_0060, DicomVR.CS, "CT");
        Text(dataset, 0x0008_0070, DicomVR.LO, "Example Scanners");
        Text(dataset, 0x0008_0080, DicomVR.LO, "City Hospital");
        Text(dataset, 0x0008_0081, DicomVR.ST, "Spitalweg 1, 8600 Dübendorf");
        Text(dataset, 0x0008_0090, DicomVR.PN, "Keller^Urs^^Dr.");
        Text(dataset, 0x0008_1010, DicomVR.SH, "CT-ROOM-2");
        Text(dataset, 0x0008_1030, DicomVR.LO, "CT head, Mrs Dübendorf");
        Text(dataset, 0x0008_103E, DicomVR.LO, "Axial 5 mm");
        Text(dataset, 0x0008_1050, DicomVR.PN, "Rossi^Carla");
        Text(dataset, 0x0008_1070, DicomVR.PN, "Meier^Jan\\Baumann^Eva");
        Text(dataset, 0x0008_1090, DicomVR.LO, "Slice 64");
        Text(dataset, 0x0018_0015, DicomVR.CS, "HEAD");
        Text(dataset, 0x0018_0050, DicomVR.DS, "5");
        Text(dataset, 0x0018_0060, DicomVR.DS, "120");
        Text(dataset, 0x0018_1000, DicomVR.LO, "SN-30021");
        Text(dataset, 0x0018_1030, DicomVR.LO, "HEAD ROUTINE");
        Text(dataset, 0x0020_000D, DicomVR.UI, _studyUID);
        Text(dataset, 0x0020_000E, DicomVR.UI, _seriesUID);
        Text(dataset, 0x0020_0010, DicomVR.SH, "77");
        Text(dataset, 0x0020_0011, DicomVR.IS, "2");
        Text(dataset, 0x0020_0052, DicomVR.UI, _frameOfReferenceUID);
        Text(dataset, 0x0020_4000, DicomVR.LT, "Reported to Dr. Keller by telephone");
        Text(dataset, 0x0032_1032, DicomVR.PN, "Keller^Urs^^Dr.");
    }

    private void AddReferences(DicomDataset dataset, int slice)
    {
        var neighbour = dataset.SetSequence(new(0x0008_1140)).AddItem();
        Text(neighbour, 0x0008_1150, DicomVR.UI, CtImageStorage);
        Text(neighbour, 0x0008_1155, DicomVR.UI, _instanceUIDs[(slice + 1) % Slices]);

        var request = dataset.SetSequence(new(0x0040_0275)).AddItem();
        Text(request, 0x0020_000D, DicomVR.UI, _requestUID);
        Text(request, 0x0032_1060, DicomVR.LO, "CT head for G. Dübendorf");
        Text(request, 0x0040_0007, DicomVR.LO, "CT head without contrast");
        Text(request, 0x0040_1001, DicomVR.SH, "RP-77");
        var protocol = request.SetSequence(new(0x0040_0008)).AddItem();
        Text(protocol, 0x0008_0100, DicomVR.SH, "CTHEAD");
        Text(protocol, 0x0008_0102, DicomVR.SH, "99CITY");
        Text(protocol, 0x0008_0104, DicomVR.LO, "CT head");
    }

    private static void AddPrivateElements(DicomDataset dataset)
    {
        Text(dataset, 0x0029_0010, DicomVR.LO, "EXAMPLE SCANNERS CT 1.0");
        Text(dataset, 0x0029_1001, DicomVR.LO, "Called the husband of Mrs Dübendorf");
        dataset.Set(new(0x0029_1003), DicomVR.UN, "free form notes: Grete D."u8.ToArray());
        var operation = dataset.SetSequence(new(0x0029_1002)).AddItem();
        Text(operation, 0x0010_0010, DicomVR.PN, "Dübendorf^Grete");
        Text(operation, 0x0029_0010, DicomVR.LO, "EXAMPLE SCANNERS CT 1.0");
        Text(operation, 0x0029_1004, DicomVR.DT, "20240312141733.25+0100");
    }

    private void AddImage(DicomDataset dataset, int slice)
    {
        Text(dataset, 0x0008_0008, DicomVR.CS, @"ORIGINAL\PRIMARY\AXIAL");
        Text(dataset, 0x0008_0016, DicomVR.UI, CtImageStorage);
        Text(dataset, 0x0008_0018, DicomVR.UI, _instanceUIDs[slice]);
        Text(dataset, 0x0020_0013, DicomVR.IS, (slice + 1).ToString(CultureInfo.InvariantCulture));
        Text(dataset, 0x0020_0032, DicomVR.DS, string.Create(CultureInfo.InvariantCulture, $@"-125\-125\{slice * 5}"));
        Text(dataset, 0x0020_0037, DicomVR.DS, @"1\0\0\0\1\0");
        Number(dataset, 0x0028_0002, 1);
        Text(dataset, 0x0028_0004, DicomVR.CS, "MONOCHROME2");
        Number(dataset, 0x0028_0010, Size);
        Number(dataset, 0x0028_0011, Size);
        Text(dataset, 0x0028_0030, DicomVR.DS, @"1.953125\1.953125");
        Number(dataset, 0x0028_0100, 16);
        Number(dataset, 0x0028_0101, 12);
        Number(dataset, 0x0028_0102, 11);
        Number(dataset, 0x0028_0103, 0);
        Text(dataset, 0x0028_1050, DicomVR.DS, "40");
        Text(dataset, 0x0028_1051, DicomVR.DS, "400");
        Text(dataset, 0x0028_1052, DicomVR.DS, "-1024");
        Text(dataset, 0x0028_1053, DicomVR.DS, "1");
        dataset.Set(DicomTag.PixelData, DicomVR.OW, Pixels(slice));
    }

    // A head: bone around brain, in air. Stored values are Hounsfield units + 1024.
    private static byte[] Pixels(int slice)
    {
        var pixels = new ushort[Size * Size];
        var radius = (Size * 0.42) - slice;
        for (var i = 0; i < pixels.Length; i++)
        {
            var distance = Math.Sqrt(Math.Pow((i % Size) - (Size / 2.0), 2) + Math.Pow((i / Size) - (Size / 2.0), 2));
            pixels[i] = distance > radius ? (ushort)24 : distance > radius - 5
                ? (ushort)1924 : (ushort)(1054 + (i % 7));
        }

        return MemoryMarshal.AsBytes(pixels.AsSpan()).ToArray();
    }

    // A bar across the image, where scanners draw the patient's name (PS3.3 C.9.2).
    private static void AddOverlay(DicomDataset dataset)
    {
        var bits = new byte[Size * Size / 8];
        bits.AsSpan(Size, Size / 2).Fill(0xFF);
        Number(dataset, 0x6000_0010, Size);
        Number(dataset, 0x6000_0011, Size);
        Text(dataset, 0x6000_0022, DicomVR.LO, "Name of the patient");
        Text(dataset, 0x6000_0040, DicomVR.CS, "G");
        dataset.Set(new(0x6000_0050), DicomVR.SS, MemoryMarshal.AsBytes<short>([1, 1]).ToArray());
        Number(dataset, 0x6000_0100, 1);
        Number(dataset, 0x6000_0102, 0);
        dataset.Set(new(0x6000_3000), DicomVR.OW, bits);
        Text(dataset, 0x6000_4000, DicomVR.LT, "GRETE DÜBENDORF");
    }

    // All text of this study is in Latin 1, as (0008,0005) says.
    private static void Text(DicomDataset dataset, uint tag, DicomVR vr, string text) =>
        dataset.Set(new(tag), vr, Encoding.Latin1.GetBytes(text));

    private static void Number(DicomDataset dataset, uint tag, ushort number) =>
        dataset.Set(new(tag), DicomVR.US, BitConverter.GetBytes(number));
}
