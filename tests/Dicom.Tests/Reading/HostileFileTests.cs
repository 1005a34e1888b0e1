// SPDX-License-Identifier: GPL-3.0-or-later

using System.IO.Compression;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Reading;

/// <summary>
/// Files that are made to cost a reader more than their size. No test here measures time: with work that grows with the
/// square of the size, these would not end within hours.
/// </summary>
public sealed class HostileFileTests
{
    [Test]
    public void Zeros_that_are_no_padding_are_looked_through_once([Values] bool isImplicit)
    {
        // Every 8 zeros are an element (0000,0000), which may or may not be the start of padding.
        var raw = new RawDataset(isImplicit).Element(0x0010_0020, "LO", "ID");
        byte[] zeros = new byte[32 << 20];
        var last = new RawDataset(isImplicit).Element(0x0010_4000, "LT", "AB");

        using var file = DicomFile.Parse([.. raw.File(), .. zeros, .. last.Bytes]);

        Assert.That(file.TrailingBytes, Is.Zero);
        Assert.That(file.Dataset.GetText(new DicomTag(0x0010_4000)), Is.EqualTo("AB"));
    }

    [Test]
    public void Each_of_many_nested_items_may_name_its_own_character_set(
        [Values("ISO_IR 100", "KLINGON ")] string terms)
    {
        const int Depth = 200_000;
        var item = new RawDataset().Element(0x0008_0005, "CS", terms)
            .Header(0x0008_1140, "SQ", 0xFFFF_FFFF).Tag(0xFFFE_E000).Number32(0xFFFF_FFFF).Bytes;
        var close = new RawDataset().Tag(0xFFFE_E00D).Number32(0).Tag(0xFFFE_E0DD).Number32(0).Bytes;
        var raw = new RawDataset().Add([.. Enumerable.Repeat(item, Depth).SelectMany(bytes => bytes)])
            .Element(0x0010_0010, "PN", "M\u00FCller")
            .Add([.. Enumerable.Repeat(close, Depth).SelectMany(bytes => bytes)]);
        using var file = DicomFile.Parse(raw.File());

        file.Dataset.ConvertText(SpecificCharacterSet.Utf8);

        using var again = DicomFile.Parse(Written.Bytes(file));
        Assert.That(again.Dataset.SelfAndDescendants().Take(Depth)
            .All(dataset => dataset.GetText(DicomTag.SpecificCharacterSet) == "ISO_IR 192"), Is.True);
        Assert.That(again.Dataset.SelfAndDescendants().Last().GetText(DicomTag.PatientName), Is.EqualTo("M\u00FCller"));
    }

    [Test]
    public void Values_that_turn_out_not_to_be_sequences_one_inside_the_other_are_each_tried_once()
    {
        // Each level is UN, begins like an item, and ends with a byte that belongs to nothing.
        const int Depth = 50_000;
        var heads = new List<byte[]>();
        var length = 8;
        for (var i = 0; i < Depth; i++)
        {
            heads.Add(RawDataset.Implicit.Tag(0xFFFE_E000).Number32((uint)length + 1)
                .Header(0x0009_1001, "", (uint)length).Bytes);
            length += 16 + 1;
        }

        heads.Reverse();
        var value = new byte[length];
        var at = 0;
        foreach (var head in heads)
        {
            head.CopyTo(value, at);
            at += head.Length;
        }

        var raw = new RawDataset().Element(0x0009_1001, "UN", value).Element(0x0010_0020, "LO", "ID");

        using var file = DicomFile.Parse(raw.File());

        Assert.That(file.Dataset.GetText(DicomTag.PatientID), Is.EqualTo("ID"));
        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
    }

    [Test]
    public void Many_elements_out_of_order_are_found_and_edited_one_by_one()
    {
        const int Count = 300_000;
        var raw = new RawDataset();
        for (var i = Count; i > 0; i--)
        {
            raw.Element(0x0011_0000 + (((uint)i / 0x8000) << 17) + 0x1000 + ((uint)i % 0x8000), "SH", "AB");
        }

        using var file = DicomFile.Parse(raw.File());
        var found = 0;
        var edits = new DatasetEdits();
        for (var i = 0; i < file.Dataset.Count; i++)
        {
            found += file.Dataset.IndexOf(file.Dataset[i].Tag) == i ? 1 : 0;
            _ = file.Dataset.PrivateCreatorOf(file.Dataset[i].Tag);
            edits.SetValue(file.Dataset[i], DicomVR.SH, "XY"u8.ToArray());
        }

        edits.Commit();

        Assert.That(found, Is.EqualTo(Count));
    }

    [Test]
    public void A_deflated_data_set_that_is_cut_off_is_refused_wherever_that_is()
    {
        var raw = new RawDataset();
        for (var i = 0u; i < 200; i++)
        {
            raw.Element(0x0011_1000 + i, "SH", $"{i * 7919 % 1000:D4}");
        }

        var head = new RawDataset().File(TransferSyntax.DeflatedExplicitLittleEndian.UID);
        var deflated = new MemoryStream();
        using (var deflater = new DeflateStream(deflated, CompressionMode.Compress, leaveOpen: true))
        {
            deflater.Write(raw.Bytes);
        }

        byte[] whole = [.. head, .. deflated.ToArray()];
        DicomFile.Parse(whole).Dispose();
        var read = Enumerable.Range(head.Length, whole.Length - head.Length)
            .Where(length => IsRead(whole.AsSpan(0, length)));
        Assert.That(read, Is.Empty);
    }

    [Test]
    public void A_deflated_data_set_is_whole_wherever_its_end_falls_in_the_part_that_is_read_at_once()
    {
        // Lengths around the buffer sizes of the streams; random bytes hardly deflate.
        var random = new Random(1);
        var head = new RawDataset().File(TransferSyntax.DeflatedExplicitLittleEndian.UID);
        foreach (var size in (int[])[8192, 65536])
        {
            for (var length = size - 64; length < size + 32; length += 2)
            {
                var value = new byte[length];
                random.NextBytes(value);
                var raw = new RawDataset().Element(0x0042_0011, "OB", value);
                var deflated = new MemoryStream();
                using (var deflater = new DeflateStream(deflated, CompressionMode.Compress, leaveOpen: true))
                {
                    deflater.Write(raw.Bytes);
                }

                using var file = DicomFile.Parse([.. head, .. deflated.ToArray()]);
                Assert.That(file.Dataset[0].Length, Is.EqualTo(length));
            }
        }
    }

    [Test]
    public void A_value_longer_than_any_creator_is_not_read_for_each_private_element()
    {
        const int Count = 100_000;
        var raw = new RawDataset().Element(0x0009_0010, "UT", new byte[64 << 20]);
        var element = new RawDataset().Element(0x0009_1001, "SH", "AB").Bytes;
        raw.Add([.. Enumerable.Repeat(element, Count).SelectMany(bytes => bytes)]);
        using var file = DicomFile.Parse(raw.File());

        for (var i = 0; i < file.Dataset.Count; i++)
        {
            Assert.That(file.Dataset.PrivateCreatorOf(file.Dataset[i].Tag), Is.Null);
        }

        Assert.That(file.Dataset.Count, Is.EqualTo(Count + 1));
    }

    private static bool IsRead(ReadOnlySpan<byte> bytes)
    {
        try
        {
            DicomFile.Parse(bytes).Dispose();
            return true;
        }
        catch (DicomFormatException)
        {
            return false;
        }
    }
}
