// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Editing;

/// <summary>Group 0002 matches the data set that is written (PS3.10 7.1).</summary>
public sealed class WrittenMetaInformationTests
{
    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    [Test]
    public void The_meta_information_is_written_anew()
    {
        using var file = DicomFile.Parse(new RawDataset().Element(0x0008_0016, "UI", "1.2.")
            .Element(0x0008_0018, "UI", "1.3.").File());
        file.Dataset.Set(DicomTag.SOPInstanceUID, DicomVR.UI, Text("1.4.5"));

        var bytes = Written.Bytes(file);

        var elements = new RawDataset().Element(0x0002_0001, "OB", 0, 1).Element(0x0002_0002, "UI", "1.2.")
            .Element(0x0002_0003, "UI", "1.4.5\0").Element(0x0002_0010, "UI", "1.2.840.10008.1.2.1\0")
            .Element(0x0002_0012, "UI", "1.2.3.4\0").Element(0x0002_0013, "SH", "TEST").Bytes;
        byte[] expected =
        [
            .. new byte[128], .. "DICM"u8,
            .. new RawDataset().Element(0x0002_0000, "UL", BitConverter.GetBytes(elements.Length)).Bytes,
            .. elements,
        ];
        Assert.That(bytes[..expected.Length], Is.EqualTo(expected));
    }

    [Test]
    public void A_SOP_instance_UID_too_long_for_any_UID_does_not_enter_the_meta_information()
    {
        var raw = new RawDataset().Element(0x0008_0018, "UN", new byte[0x1_0002].Select(_ => (byte)'1').ToArray());
        using var file = DicomFile.Parse(raw.File());

        using var again = DicomFile.Parse(Written.Bytes(file));

        Assert.That(again.MetaInformation.GetText(DicomTag.MediaStorageSOPInstanceUID), Is.Empty);
        Assert.That(Written.Dataset(again), Is.EqualTo(raw.Bytes));
    }
}
