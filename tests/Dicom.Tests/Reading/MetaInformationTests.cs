// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Reading;

/// <summary>Forms of group 0002 that Orthanc stores.</summary>
public sealed class MetaInformationTests
{
    private static readonly RawDataset Raw =
        new RawDataset().Element(0x0008_0060, "CS", "CT").Element(0x0010_0020, "LO", "ID");

    private static RawDataset Syntax => new RawDataset().Element(0x0002_0010, "UI", "1.2.840.10008.1.2.1\0");

    private static IEnumerable<TestCaseData> Groups()
    {
        TestCaseData Group(string name, RawDataset meta, int count) =>
            new TestCaseData(meta.Bytes, count).SetArgDisplayNames(name);

        yield return Group("a sequence of undefined length",
            Syntax.UndefinedSequence(0x0002_0102, "SQ", new RawDataset().Element(0x0010_0020, "LO", "ID")), 2);
        yield return Group("an empty sequence of undefined length", Syntax.UndefinedSequence(0x0002_0102, "SQ"), 2);
        yield return Group("a VR that is no letters", Syntax.Element(0x0002_0016, "??", "AB"), 2);
        yield return Group("a VR of zeros", Syntax.Element(0x0002_0016, "\0\0", "AB"), 2);
        yield return Group("a VR that nobody knows", Syntax.Element(0x0002_0016, "ZZ", "AB"), 2);
        yield return Group("a UID as UN", new RawDataset().Element(0x0002_0010, "UN", "1.2.840.10008.1.2.1\0"), 1);
        yield return Group("out of order",
            new RawDataset().Element(0x0002_0012, "UI", "1.2.").Add(Syntax.Bytes).Element(0x0002_0001, "OB", 0, 1), 3);
        yield return Group("a length that is wrong",
            new RawDataset().Element(0x0002_0000, "UL", 4, 0, 0, 0).Add(Syntax.Bytes), 1);
        yield return Group("implicit",
            RawDataset.Implicit.Element(0x0002_0001, "", 0, 1).Element(0x0002_0010, "", "1.2.840.10008.1.2.1\0"), 2);
        yield return Group("twice the same, of which the first counts",
            Syntax.Element(0x0002_0010, "UI", "1.2.840.10008.1.2\0"), 2);
    }

    [TestCaseSource(nameof(Groups))]
    public void It_ends_where_its_group_does(byte[] meta, int count)
    {
        using var file = DicomFile.Parse([.. new byte[128], .. "DICM"u8, .. meta, .. Raw.Bytes]);

        using var both = Assert.EnterMultipleScope();
        Assert.That(file.MetaInformation.Count, Is.EqualTo(count));
        Assert.That(file.TransferSyntax, Is.EqualTo(TransferSyntax.ExplicitLittleEndian));
        Assert.That(Written.Dataset(file), Is.EqualTo(Raw.Bytes));
    }

    [Test]
    public void An_element_that_is_cut_off_is_told_with_its_offset()
    {
        byte[] bytes = [.. new byte[128], .. "DICM"u8, .. Syntax.Header(0x0002_0016, "AE", 20).Bytes];

        Assert.That(() => DicomFile.Parse(bytes), Throws.TypeOf<DicomFormatException>()
            .With.Property(nameof(DicomFormatException.Offset)).EqualTo(132 + Syntax.Bytes.Length));
    }
}
