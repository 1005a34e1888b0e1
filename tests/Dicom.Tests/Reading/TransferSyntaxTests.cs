// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Reading;

/// <summary>The meaning of (0002,0010), and its value in the written file.</summary>
public sealed class TransferSyntaxTests
{
    private const string Private = "1.2.3.4";
    private const string GePrivate = "1.2.840.113619.5.2";
    private const string Papyrus = "1.2.840.10008.1.20";

    private static readonly string[] NoUids =
    [
        "1.2.840.10008.1.2.1\\DOE^JOHN 19610423", " 1.2.840.10008.1.2", "1.2.840.10008.1.2\0XYZ",
        "1.2.840.10008.1.2.1\n",
        "DOE^JOHN", new string('1', 65), "", "  ",
    ];

    private static RawDataset Raw(ByteOrder order, bool isImplicit) =>
        new RawDataset(isImplicit, order == ByteOrder.BigEndian).Element(0x0008_0060, "CS", "CT")
            .Element(0x0010_0020, "LO", "ID");

    [Test]
    public void A_syntax_that_is_no_UID_is_guessed_and_not_written(
        [ValueSource(nameof(NoUids))] string syntax, [Values(0, 1, 2)] int encoding)
    {
        var raw = Raw(encoding == 2 ? ByteOrder.BigEndian : ByteOrder.LittleEndian, encoding == 0);
        var canonical = new[] { "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2" }[encoding];

        using var file = DicomFile.Parse(raw.File(syntax));

        using var both = Assert.EnterMultipleScope();
        Assert.That(file.TransferSyntax, Is.EqualTo(TransferSyntax.FromUID(canonical)));
        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
        using var again = DicomFile.Parse(Written.Bytes(file));
        Assert.That(again.MetaInformation.GetText(DicomTag.TransferSyntaxUID), Is.EqualTo(canonical));
        Assert.That(Encoding.Latin1.GetString(Written.Bytes(file)), Does.Not.Contain("DOE"));
    }

    [TestCase(Private)]
    [TestCase(GePrivate)]
    [TestCase(Papyrus)]
    [TestCase("1.2.840.10008.1.2.4.999")]
    public void A_UID_that_is_none_of_the_standard_stays_and_the_encoding_is_guessed(string syntax)
    {
        foreach (var (order, isImplicit) in new[]
        {
            (ByteOrder.LittleEndian, true), (ByteOrder.LittleEndian, false), (ByteOrder.BigEndian, false),
        })
        {
            var raw = Raw(order, isImplicit);

            using var file = DicomFile.Parse(raw.File(syntax));
            file.Dataset.Set(DicomTag.PatientID, DicomVR.LO, "AB"u8.ToArray());

            using var again = DicomFile.Parse(Written.Bytes(file));
            using var all = Assert.EnterMultipleScope();
            Assert.That(again.MetaInformation.GetText(DicomTag.TransferSyntaxUID), Is.EqualTo(syntax));
            Assert.That(again.TransferSyntax, Is.EqualTo(new TransferSyntax(syntax, isImplicit, order, false)));
            Assert.That(again.TransferSyntax.IsNative, Is.False);
            Assert.That(again.Dataset.GetText(DicomTag.PatientID), Is.EqualTo("AB"));
        }
    }

    // Readers guess the encoding from the first element, which an edit may change.
    [Test]
    public void A_private_UID_is_not_written_where_it_would_let_the_encoding_be_guessed_wrong()
    {
        var raw = new RawDataset().Element(0x0008_0060, "CS", "CT").Element(0x0100_0001, "LO", "AB");
        using var file = DicomFile.Parse(raw.File(Private));
        Assert.That(file.TransferSyntax.ByteOrder, Is.EqualTo(ByteOrder.LittleEndian));

        file.Dataset.Remove(new DicomTag(0x0008_0060));

        using var again = DicomFile.Parse(Written.Bytes(file));
        Assert.That(again.TransferSyntax, Is.EqualTo(TransferSyntax.ExplicitLittleEndian));
        Assert.That(again.Dataset.GetText(new DicomTag(0x0100_0001)), Is.EqualTo("AB"));
    }

    [Test]
    public void A_compressed_syntax_of_the_standard_is_explicit_whatever_the_data_set_looks_like()
    {
        // Orthanc refuses such files, too.
        var raw = RawDataset.Implicit.Element(0x0008_0016, "", "1.2.840.10008.5.1.4.1.1.7\0")
            .Add(Raw(ByteOrder.LittleEndian, isImplicit: true).Bytes);

        Assert.That(() => DicomFile.Parse(raw.File("1.2.840.10008.1.2.4.50")), Throws.TypeOf<DicomFormatException>());
    }

    [TestCase(70_000)]
    [TestCase(65)]
    public void A_long_value_in_place_of_a_UID_is_not_written(int length)
    {
        var digits = Enumerable.Repeat((byte)'1', length).ToArray();
        var meta = new RawDataset().Element(0x0002_0002, "UT", digits).Element(0x0002_0003, "UT", digits)
            .Element(0x0002_0010, "UT", digits);
        var raw = Raw(ByteOrder.LittleEndian, isImplicit: false);

        using var file = DicomFile.Parse([.. new byte[128], .. "DICM"u8, .. meta.Bytes, .. raw.Bytes]);

        using var all = Assert.EnterMultipleScope();
        using var again = DicomFile.Parse(Written.Bytes(file));
        Assert.That(again.MetaInformation.GetText(DicomTag.TransferSyntaxUID), Is.EqualTo("1.2.840.10008.1.2.1"));
        Assert.That(again.MetaInformation.GetText(DicomTag.MediaStorageSOPClassUID), Is.Empty);
        Assert.That(again.MetaInformation.GetText(DicomTag.MediaStorageSOPInstanceUID), Is.Empty);
        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
    }

    [TestCase("1.2.3", "1.2.3")]
    [TestCase("1.2.3\\DOE^JOHN", "")]
    public void Only_a_UID_is_taken_over_from_the_meta_information(string found, string expected)
    {
        var meta = new RawDataset().Element(0x0002_0002, "UI", found)
            .Element(0x0002_0010, "UI", "1.2.840.10008.1.2.1\0");

        using var file = DicomFile.Parse(
            [.. new byte[128], .. "DICM"u8, .. meta.Bytes, .. Raw(ByteOrder.LittleEndian, isImplicit: false).Bytes]);

        using var again = DicomFile.Parse(Written.Bytes(file));
        Assert.That(again.MetaInformation.GetText(DicomTag.MediaStorageSOPClassUID), Is.EqualTo(expected));
    }
}
