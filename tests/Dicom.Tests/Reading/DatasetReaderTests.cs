// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Reading;

/// <summary>Reads elements, sequences and items in the forms that PS3.5 7 defines.</summary>
public sealed class DatasetReaderTests
{
    private static readonly string[] AllVRs =
    [
        "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV", "OW",
        "PN", "SH", "SL", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV",
    ];

    [TestCaseSource(nameof(AllVRs))]
    public void An_explicit_element_of_each_VR_is_read(string vr)
    {
        var raw = new RawDataset().Element(0x0008_0060, "CS", "CT").Element(0x0009_1001, vr, 1, 2, 3, 4, 5, 6, 7, 8);

        using var file = DicomFile.Parse(raw.File());

        Assert.That(file.Dataset.Count, Is.EqualTo(2));
        var element = file.Dataset[1];
        Assert.Multiple(() =>
        {
            Assert.That(element.Tag, Is.EqualTo(new DicomTag(0x0009_1001)));
            Assert.That(element.VR.Letters(), Is.EqualTo(vr));
            Assert.That(element.Value.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }));
        });
    }

    [Test]
    public void A_VR_of_a_later_edition_has_a_long_length()
    {
        var raw = new RawDataset().Element(0x0008_0060, "CS", "CT").Element(0x0009_1001, "ZZ", 1, 2);

        using var file = DicomFile.Parse(raw.File());

        Assert.That(file.Dataset[1].Value.ToArray(), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(file.Dataset[1].VR, Is.EqualTo(DicomVR.UN));
    }

    [Test]
    public void A_VR_that_is_no_letters_has_a_short_length([Values("??", "--", "  ", "\0\0", "ob")] string vr)
    {
        var raw = new RawDataset().Element(0x0008_0060, "CS", "CT").Element(0x0009_1001, vr, 1, 2);

        using var file = DicomFile.Parse(raw.File());

        Assert.That(file.Dataset[1].Value.ToArray(), Is.EqualTo(new byte[] { 1, 2 }));
    }

    [Test]
    public void An_implicit_element_has_the_VR_of_the_dictionary_or_UN()
    {
        var raw = RawDataset.Implicit.Element(0x0008_0060, "", "CT").Element(0x0009_0010, "", "ACME")
            .Element(0x0009_1001, "", 1, 2);

        using var file = DicomFile.Parse(raw.File());

        Assert.That(
            new[] { file.Dataset[0].VR, file.Dataset[1].VR, file.Dataset[2].VR },
            Is.EqualTo(new[] { DicomVR.CS, DicomVR.LO, DicomVR.UN }));
        Assert.That(file.Dataset.PrivateCreatorOf(new DicomTag(0x0009_1001)), Is.EqualTo("ACME"));
    }

    [Test]
    public void A_private_implicit_element_has_the_VR_that_the_host_knows_for_the_creator_of_its_own_data_set()
    {
        RawDataset Block(string creator, params RawDataset[] items) => RawDataset.Implicit
            .Sequence(0x0008_1140, "", items).Element(0x0009_0011, "", creator).Element(0x0009_1101, "", 1, 2);
        var raw = Block("ACME", Block("OTHER "), RawDataset.Implicit.Element(0x0009_1101, "", 1, 2), Block("ACME"))
            .Element(0x0009_1201, "", 1, 2);
        var dictionary = ElementDictionary.Standard.With([new HostEntry(new DicomTag(0x0009_1001), "ACME", "AcmeCode",
            DicomVR.SH)]);

        using var file = DicomFile.Parse(raw.File(), ReadAsOrthanc.Settings with { Dictionary = dictionary });

        var vrs = file.Dataset.SelfAndDescendants().Select(dataset =>
            dataset.TryGet(new DicomTag(0x0009_1101), out var element) ? element.VR : DicomVR.None);
        Assert.That(vrs, Is.EqualTo(new[] { DicomVR.SH, DicomVR.UN, DicomVR.UN, DicomVR.SH }));
        Assert.That(file.Dataset.TryGet(new DicomTag(0x0009_1201), out var other)
            ? other.VR : DicomVR.None, Is.EqualTo(DicomVR.UN));
    }

    [Test]
    public void Big_endian_tags_lengths_and_items_are_read()
    {
        var raw = RawDataset.BigEndian.Sequence(0x0008_1140, "SQ",
            RawDataset.BigEndian.Element(0x0028_0010, "US", 1, 2))
            .Element(0x0028_0010, "US", 1, 0);

        using var file = DicomFile.Parse(raw.File());

        Assert.Multiple(() =>
        {
            Assert.That(file.Dataset.ByteOrder, Is.EqualTo(ByteOrder.BigEndian));
            Assert.That(file.Dataset[0].Sequence![0][0].Tag, Is.EqualTo(new DicomTag(0x0028_0010)));
            Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
        });
    }

    [Test]
    public void Fragments_of_pixel_data_are_kept_as_they_stand()
    {
        var raw = new RawDataset().Element(0x0010_0020, "LO", "ID").Header(0x7FE0_0010, "OB", 0xFFFF_FFFF)
            .Tag(0xFFFE_E000).Number32(0).Tag(0xFFFE_E000).Number32(4).Add(1, 2, 3, 4).Tag(0xFFFE_E0DD).Number32(0)
            .Element(0xFFFC_FFFC, "OB", 0, 0);

        using var file = DicomFile.Parse(raw.File("1.2.840.10008.1.2.4.50"));

        Assert.Multiple(() =>
        {
            Assert.That(file.Dataset[1].IsEncapsulated, Is.True);
            Assert.That(file.Dataset[2].Tag, Is.EqualTo(new DicomTag(0xFFFC_FFFC)));
            Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
        });
    }

    [Test]
    public void Group_lengths_are_dropped_at_every_depth()
    {
        byte[] length = [4, 0, 0, 0];
        RawDataset With(bool groupLengths)
        {
            var item = new RawDataset();
            var raw = new RawDataset();
            if (groupLengths)
            {
                item.Element(0x0010_0000, "UL", length);
                raw.Element(0x0008_0000, "UL", length);
            }

            item.Element(0x0010_0020, "LO", "ID");
            return raw.Element(0x0008_0060, "CS", "CT").Sequence(0x0008_1140, "SQ", item);
        }

        using var file = DicomFile.Parse(With(groupLengths: true).File());

        Assert.That(Written.Dataset(file), Is.EqualTo(With(groupLengths: false).Bytes));
    }

    [Test]
    public void Odd_lengths_of_values_items_and_fragments_are_kept()
    {
        var inner = new RawDataset().Element(0x0010_0020, "LO", "I");
        var raw = new RawDataset().Element(0x0008_0060, "CS", "C")
            .Sequence(0x0008_1140, "SQ", inner, inner)
            .Header(0x7FE0_0010, "OB", 0xFFFF_FFFF).Tag(0xFFFE_E000).Number32(0).Tag(0xFFFE_E000).Number32(3)
            .Add(1, 2, 3).Tag(0xFFFE_E0DD).Number32(0);
        using var file = DicomFile.Parse(raw.File("1.2.840.10008.1.2.4.50"));

        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
        Assert.That(file.Dataset[1].Sequence![1].GetText(DicomTag.PatientID), Is.EqualTo("I"));
        file.Dataset[1].Sequence!.RemoveItemAt(0);
        using var again = DicomFile.Parse(Written.Bytes(file));
        Assert.That(again.Dataset[1].Sequence![0].GetText(DicomTag.PatientID), Is.EqualTo("I"));
        Assert.That(again.Dataset[2].Value.ToArray(), Is.EqualTo(file.Dataset[2].Value.ToArray()));
    }

    [TestCase("01020304")]
    [TestCase("0D0A")]
    [TestCase("00000000000000")]
    [TestCase("0000000000000000000000")]
    public void Zeros_and_what_is_shorter_than_a_header_are_padding_after_the_data_set(string digits)
    {
        var raw = new RawDataset().Element(0x0010_0020, "LO", "ID");

        using var file = DicomFile.Parse([.. raw.File(), .. Convert.FromHexString(digits)]);

        Assert.That(file.TrailingBytes, Is.EqualTo(digits.Length / 2));
        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
    }

    [Test]
    public void The_data_set_ends_where_an_item_would([Values] bool isImplicit)
    {
        var raw = new RawDataset(isImplicit).Element(0x0010_0020, "LO", "ID");
        var after = new RawDataset(isImplicit).Tag(0xFFFE_E00D).Number32(0).Element(0x0010_4000, "LT", "DOE ");

        using var file = DicomFile.Parse([.. raw.File(), .. after.Bytes, .. "garbage"u8]);

        Assert.That(file.TrailingBytes, Is.EqualTo(after.Bytes.Length + 7));
        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
    }

    [Test]
    public void Group_FFFE_has_other_elements_than_delimiters([Values] bool isImplicit)
    {
        var raw = new RawDataset(isImplicit).Element(0x0010_0020, "LO", "ID").Element(0xFFFE_0001, "LO", "AB");

        using var file = DicomFile.Parse(raw.File());

        Assert.That(file.Dataset.Contains(new DicomTag(0xFFFE_0001)), Is.True);
        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
    }

    [Test]
    public void Elements_out_of_order_and_doubled_are_kept_and_found()
    {
        var raw = new RawDataset().Element(0x0010_0020, "LO", "ID").Element(0x0008_0060, "CS", "CT")
            .Element(0x0010_0020, "LO", "I2").Element(0x0010_0010, "PN", "DOE^");

        using var file = DicomFile.Parse(raw.File());

        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
        Assert.That(file.Dataset.GetText(new DicomTag(0x0008_0060)), Is.EqualTo("CT"));
        Assert.That(file.Dataset.GetText(DicomTag.PatientID), Is.EqualTo("ID"));
        Assert.That(file.Dataset.Remove(DicomTag.PatientID), Is.True);
        Assert.That(file.Dataset.Count, Is.EqualTo(2), "both of the doubled elements are removed");
        Assert.That(file.Dataset.GetText(DicomTag.PatientName), Is.EqualTo("DOE^"));
    }

    [TestCase("1.2.840.10008.1.2", TestName = "implicit")]
    [TestCase("1.2.840.10008.1.2.1", TestName = "explicit little endian")]
    [TestCase("1.2.840.10008.1.2.2", TestName = "explicit big endian")]
    public void The_encoding_of_a_file_without_meta_information_is_guessed(string uid)
    {
        var syntax = TransferSyntax.FromUID(uid);
        var raw = new RawDataset(syntax.IsImplicitVR, syntax.ByteOrder == ByteOrder.BigEndian)
            .Element(0x0008_0060, "CS", "CT").Element(0x0010_0020, "LO", "ID");

        using var file = DicomFile.Parse(raw.Bytes);

        Assert.That(file.TransferSyntax, Is.EqualTo(syntax));
        Assert.That(file.Dataset.GetText(DicomTag.PatientID), Is.EqualTo("ID"));
    }

    [Test]
    public void A_deflated_file_is_read_and_written_deflated()
    {
        var raw = new RawDataset().Element(0x0010_0010, "PN", "DOE^").Element(0x0010_0020, "LO", "ID");
        var deflated = new MemoryStream();
        using (var deflater = new System.IO.Compression.DeflateStream(deflated,
            System.IO.Compression.CompressionMode.Compress))
        {
            deflater.Write(raw.Bytes);
        }

        var head = new RawDataset().File(TransferSyntax.DeflatedExplicitLittleEndian.UID);
        using var file = DicomFile.Parse([.. head, .. deflated.ToArray()]);
        file.Dataset.Set(DicomTag.PatientID, DicomVR.LO, "I2"u8.ToArray());

        using var again = new System.IO.Compression.DeflateStream(
            new MemoryStream(Written.Dataset(file)), System.IO.Compression.CompressionMode.Decompress);
        var inflated = new MemoryStream();
        again.CopyTo(inflated);
        var expected = new RawDataset().Element(0x0010_0010, "PN", "DOE^").Element(0x0010_0020, "LO", "I2");
        Assert.That(inflated.ToArray(), Is.EqualTo(expected.Bytes));
    }
}
