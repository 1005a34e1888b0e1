// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Reading;

/// <summary>Bytes that are not DICOM cause one typed exception, which names the position.</summary>
public sealed class DatasetReaderFaultTests
{
    private static IEnumerable<TestCaseData> Faults()
    {
        TestCaseData Fault(string name, RawDataset raw, long offset) =>
            new TestCaseData(raw.File(), offset).SetName(name);

        var first = new RawDataset().Element(0x0008_0060, "CS", "CT");
        RawDataset After() => new RawDataset().Add(first.Bytes);
        yield return Fault("a value beyond the end", After().Header(0x0010_0020, "LO", 4).Add(1, 2), 10);
        yield return Fault("a long value beyond the end", After().Header(0x7FE0_0010, "OW", 0xFFFF_FFFE).Add(1, 2), 10);
        yield return Fault("a long header cut off", After().Tag(0x7FE0_0010).Add("OW\0\0"u8.ToArray()), 10);
        yield return Fault("text of undefined length", After().Header(0x0010_0020, "UT", 0xFFFF_FFFF), 10);
        yield return Fault("a delimiter in place of an element", After().Tag(0xFFFE_E0DD).Number32(0), 10);
        yield return Fault("a sequence without items",
            After().Header(0x0008_1140, "SQ", 8).Tag(0x0010_0020).Number32(0), 22);
        yield return Fault("an item longer than its sequence",
            After().Header(0x0008_1140, "SQ", 8).Tag(0xFFFE_E000).Number32(2).Add(1, 2), 22);
        yield return Fault("an element longer than its item",
            After().Header(0x0008_1140, "SQ", 16).Tag(0xFFFE_E000).Number32(8).Header(0x0010_0020, "LO", 2).Add(1, 2),
            30);
        yield return Fault("a delimiter of a sequence before its end",
            After().Header(0x0008_1140, "SQ", 16).Tag(0xFFFE_E0DD).Number32(0).Tag(0xFFFE_E000).Number32(0), 22);
        yield return Fault("a delimiter of an item before its end",
            After().Header(0x0008_1140, "SQ", 26).Tag(0xFFFE_E000).Number32(18).Tag(0xFFFE_E00D).Number32(0)
                .Element(0x0010_0020, "LO", "ID"),
            30);
        yield return Fault("a delimiter of an item behind the item",
            After().Header(0x0008_1140, "SQ", 16).Tag(0xFFFE_E000).Number32(0).Tag(0xFFFE_E00D).Number32(0), 30);
        yield return Fault("a sequence without end", After().Header(0x0008_1140, "SQ", 0xFFFF_FFFF), 22);
        yield return Fault("an item without end",
            After().Header(0x0008_1140, "SQ", 0xFFFF_FFFF).Tag(0xFFFE_E000).Number32(0xFFFF_FFFF), 30);
        yield return Fault("fragments without end", After().Header(0x7FE0_0010, "OB", 0xFFFF_FFFF), 22);
        yield return Fault("a fragment beyond the end",
            After().Header(0x7FE0_0010, "OB", 0xFFFF_FFFF).Tag(0xFFFE_E000).Number32(2), 22);
        yield return Fault("text behind the data set", After().Add("some trailing garbage"u8.ToArray()), 10);
        yield return Fault("spaces behind the data set", After().Add([.. Enumerable.Repeat((byte)' ', 16)]), 10);
        yield return Fault("ones behind the data set", After().Add([.. Enumerable.Repeat((byte)0xFF, 512)]), 10);
        yield return Fault("text behind zeros", After().Add(new byte[16]).Add("garbage!"u8.ToArray()), 26);
        yield return Fault("text behind pixel data",
            After().Element(0x7FE0_0010, "OW", 1, 2).Add("some trailing garbage"u8.ToArray()), 24);
        yield return Fault("nothing but less than a header", new RawDataset().Add(1, 2, 3, 4), 0);
    }

    [TestCaseSource(nameof(Faults))]
    public void A_fault_is_told_with_its_offset(byte[] file, long offset)
    {
        var fault = Assert.Throws<DicomFormatException>(() => DicomFile.Parse(file).Dispose());

        Assert.That(fault!.Offset - DatasetStart(file), Is.EqualTo(offset), fault.Message);
    }

    [Test]
    public void Every_prefix_of_a_file_is_read_or_refused()
    {
        var item = new RawDataset().Element(0x0008_1155, "UI", "1.2.").Sequence(0x0008_1140, "SQ", new RawDataset());
        var whole = new RawDataset().Sequence(0x0008_1140, "SQ", item).UndefinedSequence(0x0008_2112, "SQ", item)
            .Element(0x0010_0020, "LO", "ID").Header(0x7FE0_0010, "OB", 0xFFFF_FFFF).Tag(0xFFFE_E000).Number32(2)
            .Add(1, 2)
            .Tag(0xFFFE_E0DD).Number32(0).File();
        var refused = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                DicomFile.Parse(whole.AsSpan(0, length)).Dispose();
            }
            catch (DicomFormatException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(whole.Length / 2));
    }

    [TestCase(0)]
    [TestCase(4)]
    [TestCase(200)]
    public void Bytes_without_meta_information_and_elements_are_no_file(int length) =>
        Assert.That(() => DicomFile.Parse(new byte[length]), Throws.TypeOf<DicomFormatException>());

    private static long DatasetStart(byte[] file) => 144 + BitConverter.ToInt32(file, 140);
}
