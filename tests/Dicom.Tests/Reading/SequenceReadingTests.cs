// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Reading;

/// <summary>Reads the forms that sequences and their items have, and sequences that do not declare themselves as such (PS3.5
/// 7.5).</summary>
public sealed class SequenceReadingTests
{
    [TestCase(false, true)]
    [TestCase(true, true)]
    [TestCase(false, false)]
    [TestCase(true, false)]
    public void A_delimiter_inside_a_defined_length_is_its_end(bool isImplicit, bool ofSequence)
    {
        RawDataset New() => new(isImplicit);
        byte[] Items(string id, bool isDelimited)
        {
            var inner = New().Element(0x0010_0020, "LO", id);
            if (isDelimited && !ofSequence)
            {
                inner.Tag(0xFFFE_E00D).Number32(0);
            }

            var items = New().Tag(0xFFFE_E000).Number32((uint)inner.Bytes.Length).Add(inner.Bytes);
            return isDelimited && ofSequence ? items.Tag(0xFFFE_E0DD).Number32(0).Bytes : items.Bytes;
        }

        RawDataset With(byte[] items) => New().Header(0x0008_1140, "SQ", (uint)items.Length).Add(items)
            .Element(0x0010_0040, "CS", "O ");
        var raw = With(Items("ID", isDelimited: true));

        using var file = DicomFile.Parse(raw.File());

        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
        var item = file.Dataset[0].Sequence![0];
        Assert.That(item.GetText(DicomTag.PatientID), Is.EqualTo("ID"));
        item.Set(DicomTag.PatientID, DicomVR.LO, "LONGER"u8.ToArray());
        Assert.That(Written.Dataset(file), Is.EqualTo(With(Items("LONGER", isDelimited: false)).Bytes));
    }

    [Test]
    public void A_sequence_of_defined_length_may_hold_nothing_but_its_delimiter([Values] bool isImplicit)
    {
        var raw = new RawDataset(isImplicit).Header(0x0008_1140, "SQ", 8).Tag(0xFFFE_E0DD).Number32(0)
            .Element(0x0010_0020, "LO", "ID");

        using var file = DicomFile.Parse(raw.File());

        Assert.That(file.Dataset[0].Sequence!.Count, Is.Zero);
        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Sequences_of_both_length_forms_are_read_and_kept(bool isImplicit)
    {
        RawDataset New() => new(isImplicit);
        var inner = New().Element(0x0008_1150, "UI", "1.2.").Element(0x0008_1155, "UI", "1.3.");
        var raw = New().Sequence(0x0008_1140, "SQ", inner, New())
            .UndefinedSequence(0x0008_2112, "SQ", inner, New().Sequence(0x0008_1140, "SQ", inner));

        using var file = DicomFile.Parse(raw.File());

        var (defined, undefined) = (file.Dataset[0].Sequence!, file.Dataset[1].Sequence!);
        Assert.Multiple(() =>
        {
            Assert.That((defined.Count, defined[0].Count, defined[1].Count), Is.EqualTo((2, 2, 0)));
            Assert.That((undefined.Count, undefined[0].Count), Is.EqualTo((2, 2)));
            Assert.That(undefined[1][0].Sequence![0].GetText(new DicomTag(0x0008_1155)), Is.EqualTo("1.3."));
            Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
        });
    }

    [TestCase(0x0008_1140u, TestName = "UN of a tag that the dictionary knows as a sequence")]
    [TestCase(0x0009_1001u, TestName = "UN of a private tag whose value begins as an item does")]
    public void UN_of_defined_length_that_is_a_sequence_is_read_as_implicit_items(uint tag)
    {
        var item = RawDataset.Implicit.Element(0x0010_0010, "", "DOE^JOHN");
        var raw = new RawDataset()
            .Element(tag, "UN", RawDataset.Implicit.Sequence(0, "", item).Bytes[8..])
            .Element(0x0010_0020, "LO", "ID");

        using var file = DicomFile.Parse(raw.File());

        var sequence = file.Dataset[0].Sequence;
        Assert.That(sequence, Is.Not.Null);
        Assert.Multiple(() =>
        {
            Assert.That(file.Dataset[0].VR, Is.EqualTo(DicomVR.UN));
            Assert.That(sequence![0].IsImplicitVR, Is.True);
            Assert.That(sequence[0].GetText(DicomTag.PatientName), Is.EqualTo("DOE^JOHN"));
            Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
        });
    }

    [Test]
    public void UN_that_only_looks_like_a_sequence_stays_bytes()
    {
        byte[] value = [0xFE, 0xFF, 0x00, 0xE0, 0x7F, 0, 0, 0, 1, 2];
        var raw = new RawDataset().Element(0x0008_1140, "UN", value).Element(0x0009_1001, "UN", value)
            .Element(0x0010_0020, "LO", "ID");

        using var file = DicomFile.Parse(raw.File());

        Assert.Multiple(() =>
        {
            Assert.That(file.Dataset.Count, Is.EqualTo(3));
            Assert.That(file.Dataset[0].Sequence, Is.Null);
            Assert.That(file.Dataset[1].Value.ToArray(), Is.EqualTo(value));
            Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
        });
    }

    [Test]
    public void A_trial_that_fails_deep_inside_rolls_back_to_the_innermost_value()
    {
        byte[] broken = [0xFE, 0xFF, 0x00, 0xE0, 0x7F, 0, 0, 0, 1, 2];
        var item = RawDataset.Implicit.Element(0x0009_1002, "", broken).Element(0x0010_0020, "", "ID");
        var raw = new RawDataset().Element(0x0009_1001, "UN", RawDataset.Implicit.Sequence(0, "", item).Bytes[8..]);

        using var file = DicomFile.Parse(raw.File());

        var inner = file.Dataset[0].Sequence![0];
        Assert.That(inner.Count, Is.EqualTo(2));
        Assert.That(inner[0].Sequence, Is.Null);
        Assert.That(inner.GetText(DicomTag.PatientID), Is.EqualTo("ID"));
    }

    [Test]
    public void UN_in_a_big_endian_data_set_holds_a_little_endian_sequence()
    {
        // PS3.5 6.2.2: its content is implicit little endian in any data set, but its length is not.
        static RawDataset With(string id) => RawDataset.BigEndian
            .Element(0x0008_1140, "UN", RawDataset.Implicit.Tag(0xFFFE_E000).Number32(10)
                .Element(0x0010_0020, "LO", id).Bytes)
            .Element(0x0028_0010, "US", 1, 2);

        using var file = DicomFile.Parse(With("ID").File());

        Assert.That(Written.Dataset(file), Is.EqualTo(With("ID").Bytes));
        var item = file.Dataset[0].Sequence![0];
        Assert.That(item.GetText(DicomTag.PatientID), Is.EqualTo("ID"));
        item.Set(DicomTag.PatientID, DicomVR.LO, "I2"u8.ToArray());
        Assert.That(Written.Dataset(file), Is.EqualTo(With("I2").Bytes));
    }

    [Test]
    public void Sequences_nested_100000_deep_are_read_edited_and_written()
    {
        const int Depth = 100_000;
        var bytes = new List<byte>();
        var open = new RawDataset().Header(0x0008_1140, "SQ", 0xFFFF_FFFF).Tag(0xFFFE_E000).Number32(0xFFFF_FFFF).Bytes;
        var close = new RawDataset().Tag(0xFFFE_E00D).Number32(0).Tag(0xFFFE_E0DD).Number32(0).Bytes;
        for (var i = 0; i < Depth; i++)
        {
            bytes.AddRange(open);
        }

        bytes.AddRange(new RawDataset().Element(0x0010_0020, "LO", "ID").Bytes);
        for (var i = 0; i < Depth; i++)
        {
            bytes.AddRange(close);
        }

        using var file = DicomFile.Parse(new RawDataset().Add([.. bytes]).File());
        var innermost = file.Dataset.SelfAndDescendants().Last();
        innermost.Set(DicomTag.PatientID, DicomVR.LO, "I2"u8.ToArray());

        var written = Written.Dataset(file);
        Assert.That(written, Has.Length.EqualTo(bytes.Count));
        var edited = Encoding.Latin1.GetString(written).IndexOf("I2", StringComparison.Ordinal);
        Assert.That(edited, Is.EqualTo((Depth * open.Length) + 8));
    }
}
