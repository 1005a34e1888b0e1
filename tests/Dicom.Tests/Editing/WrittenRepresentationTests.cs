// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom.Tests.Peers;

namespace OrthancDeid.Dicom.Tests.Editing;

/// <summary>
/// Elements with a VR that some or all readers do not know are written so that every reader finds the next element: in the
/// way that the codec reads them, in any file, edited or not.
/// </summary>
public sealed class WrittenRepresentationTests
{
    private const uint PixelPaddingValue = 0x0028_0120;
    private static readonly DicomTag References = new(0x0008_1140);

    private static readonly ElementDictionary Dictionary = ElementDictionary.Standard.With(
        [new HostEntry(new DicomTag(0x0009_1001), "ACME", "AcmeNumber", DicomVR.UL)]);

    [Test]
    public void A_VR_that_nobody_knows_becomes_that_of_the_dictionary_or_UN(
        [Values("??", "--", "  ", "\0\0", "us", "ZZ")] string vr, [Values] bool isBigEndian)
    {
        RawDataset With(string ofTag, string ofPrivate, string ofUnknown, string ofNumber) =>
            new RawDataset(isBigEndian: isBigEndian)
                .Element(0x0008_0060, ofTag, "CT").Element(0x0009_0010, ofTag == vr ? vr : "LO", "ACME")
                .Element(0x0009_1001, ofPrivate, 1, 2, 3, 4).Element(0x0009_1002, ofUnknown, 5, 6)
                .Element(PixelPaddingValue, ofNumber, 7, 8).Element(0x0040_0260, ofUnknown, 9, 9)
                .Element(0x0010_0020, "LO", "ID");
        using var file = DicomFile.Parse(With(vr, vr, vr, vr).File(),
            ReadAsOrthanc.Settings with { Dictionary = Dictionary });

        Assert.That(Written.Dataset(file), Is.EqualTo(With("CS", "UL", "UN", "US").Bytes));
    }

    [TestCase("US", 0)]
    [TestCase("SS", 1)]
    public void The_sign_of_pixels_decides_between_two(string expected, byte sign)
    {
        RawDataset With(string vr) => new RawDataset().Element(0x0028_0103, "US", sign, 0)
            .Element(PixelPaddingValue, vr, 1, 2).Element(0x0028_1050, "DS", "40");
        using var file = DicomFile.Parse(With("??").File());

        Assert.That(Written.Dataset(file), Is.EqualTo(With(expected).Bytes));
    }

    [Test]
    public void A_value_that_does_not_fit_its_VR_is_UN()
    {
        using var file = DicomFile.Parse(new RawDataset().Element(0x0008_0050, "ZZ", new byte[70_000])
            .Element(0x0028_0009, "??", 1, 2, 3).Element(0x0010_0020, "LO", "ID").File());

        Assert.That(Written.Dataset(file), Is.EqualTo(new RawDataset().Element(0x0008_0050, "UN", new byte[70_000])
            .Element(0x0028_0009, "UN", 1, 2, 3, 0).Element(0x0010_0020, "LO", "ID").Bytes));
    }

    [Test]
    public void Items_in_UN_or_what_nobody_knows_become_those_of_a_sequence(
        [Values("UN", "ZZ")] string vr, [Values] bool isBigEndian, [Values] bool isPrivate)
    {
        var tag = isPrivate ? 0x0009_1003u : 0x0008_1140u;
        var order = isBigEndian ? new byte[] { 1, 0 } : [0, 1];
        RawDataset New() => new(isBigEndian: isBigEndian);
        var inner = RawDataset.Implicit.Element(0x0008_1155, "", "1.23").Element(0x0028_0010, "", 0, 1);
        var raw = New().Header(tag, vr, 0xFFFF_FFFF)
            .Add(new RawDataset(isImplicit: true).Tag(0xFFFE_E000).Number32(0xFFFF_FFFF)
                .UndefinedSequence(0x0040_A170, "", inner).Sequence(0x0040_A168, "", inner)
                .Element(0x0009_1001, "", 1, 2).Element(0x0010_0020, "", "ID")
                .Tag(0xFFFE_E00D).Number32(0).Tag(0xFFFE_E0DD).Number32(0).Bytes)
            .Element(0x0010_0040, "CS", "O ");
        var made = New().Element(0x0008_1155, "UI", "1.23").Element(0x0028_0010, "US", order);
        var expected = New().UndefinedSequence(tag, "SQ", New()
                .UndefinedSequence(0x0040_A170, "SQ", made).Sequence(0x0040_A168, "SQ", made)
                .Element(0x0009_1001, "UN", 1, 2).Element(0x0010_0020, "LO", "ID"))
            .Element(0x0010_0040, "CS", "O ");

        using var file = DicomFile.Parse(raw.File());

        Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes));
        Assert.That(file.Dataset[0].Sequence![0].GetText(DicomTag.PatientID), Is.EqualTo("ID"));
        file.Dataset[0].Sequence![0].Set(DicomTag.PatientID, DicomVR.LO, "LONGER"u8.ToArray());
        using var again = DicomFile.Parse(Written.Bytes(file));
        Assert.That(again.Dataset[0].Sequence![0].GetText(DicomTag.PatientID), Is.EqualTo("LONGER"));
    }

    [Test]
    public void Items_in_UN_of_a_length_stay_as_they_are()
    {
        var raw = new RawDataset().Header(References.Value, "UN", 18)
            .Add(RawDataset.Implicit.Tag(0xFFFE_E000).Number32(10).Element(0x0010_0020, "", "ID").Bytes)
            .Element(0x0010_0040, "CS", "O ");
        using var file = DicomFile.Parse(raw.File());

        Assert.That(file.Dataset[0].Sequence, Has.Count.EqualTo(1));
        Assert.That(Written.Dataset(file), Is.EqualTo(raw.Bytes));
    }

    [Test]
    public void Encapsulated_pixels_in_another_VR_are_OB([Values("UN", "ZZ", "UT")] string vr)
    {
        RawDataset With(string of) => new RawDataset().Header(0x7FE0_0010, of, 0xFFFF_FFFF).Tag(0xFFFE_E000).Number32(0)
            .Tag(0xFFFE_E000).Number32(2).Add(1, 2).Tag(0xFFFE_E0DD).Number32(0).Element(0xFFFC_FFFC, "OB", 0, 0);
        using var file = DicomFile.Parse(With(vr).File("1.2.840.10008.1.2.4.50"));

        Assert.That(Written.Dataset(file), Is.EqualTo(With("OB").Bytes));
    }

    [Test]
    public void What_stands_in_reserved_bytes_and_in_the_lengths_of_delimiters_is_not_written(
        [Values] bool isEncapsulated)
    {
        RawDataset With(ushort reserved, uint length)
        {
            var raw = new RawDataset().Tag(0x0008_1140).Add((byte)'S', (byte)'Q').Number16(reserved)
                .Number32(0xFFFF_FFFF)
                .Tag(0xFFFE_E000).Number32(0xFFFF_FFFF).Element(0x0010_0020, "LO", "ID").Tag(0xFFFE_E00D)
                .Number32(length)
                .Tag(0xFFFE_E0DD).Number32(length).Tag(0x7FE0_0010).Add((byte)'O', (byte)'B').Number16(reserved);
            return isEncapsulated
                ? raw.Number32(0xFFFF_FFFF).Tag(0xFFFE_E000).Number32(0).Tag(0xFFFE_E000).Number32(2).Add(1, 2)
                    .Tag(0xFFFE_E0DD).Number32(length)
                : raw.Number32(2).Add(1, 2);
        }

        using var file = DicomFile.Parse(With(0x4142, 0x4344_4546).File());

        Assert.That(Written.Dataset(file), Is.EqualTo(With(0, 0).Bytes));
    }

    [Test]
    public void Dcmtk_reads_what_follows([Values("??", "  ", "us", "ZZ")] string vr)
    {
        Assume(DcmtkReader.IsInstalled, "dcmtk");
        AssertRead(vr, DcmtkReader.Dump);
    }

    [Test]
    public void Pydicom_reads_what_follows([Values("??", "  ", "us", "ZZ")] string vr)
    {
        Assume(PydicomReader.IsInstalled, "python3-pydicom");
        AssertRead(vr, PydicomReader.Dump);
    }

    private static void AssertRead(string vr, Func<string, List<DumpedElement>> dump)
    {
        var items = RawDataset.Implicit
            .UndefinedSequence(0x0040_A170, "", RawDataset.Implicit.Element(0x0010_0020, "", "ID"));
        var raw = new RawDataset().Element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7")
            .Element(0x0008_0018, "UI", "1.23")
            .Header(References.Value, "UN", 0xFFFF_FFFF)
            .Add(RawDataset.Implicit.Tag(0xFFFE_E000).Number32((uint)items.Bytes.Length).Add(items.Bytes)
                .Tag(0xFFFE_E0DD).Number32(0).Bytes)
            .Element(PixelPaddingValue, vr, 1, 2).Element(0x0028_1050, "DS", "40").Element(0x0040_0254, "LO", "LAST");
        using var file = DicomFile.Parse(raw.File());
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Written.Bytes(file));
            Assert.That(
                dump(path).Select(element => element.Path),
                Is.EqualTo(DumpedElement.Of(file).Select(element => element.Path))
                    .And.Contains("0008,1140[0].0040,a170[0].0010,0020").And.Contains("0040,0254"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Assume(bool isInstalled, string package)
    {
        Skip.Unless(isInstalled, $"{package} is not installed (apt-get install {package})");
    }
}
