// SPDX-License-Identifier: GPL-3.0-or-later

using System.IO.Compression;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Reading;

/// <summary>Deflated files take no more memory than their content.</summary>
public sealed class DeflatedFileTests
{
    private const int Megabyte = 1 << 20;

    private static byte[] Deflated(RawDataset raw)
    {
        using var deflated = new MemoryStream();
        using (var deflater = new DeflateStream(deflated, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflater.Write(raw.Bytes);
        }

        return [.. new RawDataset().File(TransferSyntax.DeflatedExplicitLittleEndian.UID), .. deflated.ToArray()];
    }

    [Test]
    public void A_file_that_inflates_beyond_the_limit_is_refused()
    {
        var raw = new RawDataset().Element(0x0010_0020, "LO", "ID").Element(0x7FE0_0010, "OB", new byte[16 * Megabyte]);
        var bomb = Deflated(raw);
        Assert.That(bomb, Has.Length.LessThan(raw.Bytes.Length / 900));

        Assert.That(
            () => DicomFile.Parse(NativeBuffer.CopyOf(bomb), ReadAsOrthanc.Settings, keepsSource: false,
                raw.Bytes.Length - 1),
            Throws.TypeOf<DicomFormatException>().With.Message.Contains("inflates to more than"));
        using var file = DicomFile.Parse(NativeBuffer.CopyOf(bomb), ReadAsOrthanc.Settings, keepsSource: false,
            raw.Bytes.Length);
        Assert.That(file.Dataset.GetText(DicomTag.PatientID), Is.EqualTo("ID"));
    }

    [Test]
    public void Its_bytes_are_given_back_once_they_are_inflated([Values] bool keepsSource)
    {
        var bytes = Deflated(new RawDataset().Element(0x0010_0020, "LO", "ID"));
        var releases = 0;
        using var memory = NativeBuffer.CopyOf(bytes);
        var source = new NativeBuffer(memory.Pointer, memory.Length, _ => releases++);

        using (var file = DicomFile.Parse(source, ReadAsOrthanc.Settings, keepsSource: keepsSource))
        {
            Assert.That(releases, Is.EqualTo(keepsSource ? 0 : 1));
            Assert.That(file.MetaInformation.GetText(DicomTag.TransferSyntaxUID), Is.EqualTo("1.2.840.10008.1.2.1.99"));
            Assert.That(file.Dataset.GetText(DicomTag.PatientID), Is.EqualTo("ID"));
        }

        Assert.That(releases, Is.EqualTo(1));
    }

    // The sizes of values, unedited runs and headers are close to the size that is written to the stream at once.
    [Test]
    public void What_is_written_deflated_is_what_is_written_plain()
    {
        var random = new Random(1);
        for (var length = 65_500; length < 65_560; length += 3)
        {
            var value = new byte[length];
            random.NextBytes(value);
            var item = new RawDataset().Element(0x0010_0020, "LO", "ID").Element(0x0042_0011, "OB", value);
            var raw = new RawDataset().Element(0x0008_0060, "CS", "CT").Sequence(0x0008_1140, "SQ", item, item)
                .UndefinedSequence(0x0008_2112, "SQ", item, item).Element(0x0042_0011, "OB", value)
                .Element(0x7FE0_0010, "OB", [.. value, .. value, .. value]);
            using var deflated = DicomFile.Parse(Deflated(raw));
            using var plain = DicomFile.Parse(raw.File());
            foreach (var dataset in (IEnumerable<DicomDataset>)
                [.. deflated.Dataset.SelfAndDescendants(), .. plain.Dataset.SelfAndDescendants()])
            {
                dataset.Set(DicomTag.PatientID, DicomVR.LO, "EDITED"u8.ToArray());
                if (dataset.Parent is null)
                {
                    dataset.Set(new DicomTag(0x0042_0011), DicomVR.OB, value.AsMemory(1));
                }
            }

            using var inflater = new DeflateStream(
                new MemoryStream(Written.Dataset(deflated)), CompressionMode.Decompress);
            using var inflated = new MemoryStream();
            inflater.CopyTo(inflated);
            Assert.That(inflated.ToArray().AsSpan().SequenceEqual(Written.Dataset(plain)), Is.True, $"{length}");
        }
    }
}
