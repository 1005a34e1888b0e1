// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>What the option Retain Safe Private keeps (PS3.15 E.3.10).</summary>
public class SafePrivateElementTests
{
    [Test]
    public void Safe_private_elements_stay_in_their_block_and_others_go()
    {
        using var file = Sample.Create();
        file.Dataset
            .With(new(0x0019, 0x0011), DicomVR.LO, "GEMS_ACQU_01 ")
            .With(new(0x0019, 0x1123), DicomVR.DS, "4.5")
            .With(new(0x0019, 0x119E), DicomVR.LO, "seq of DOE")
            .With(new(0x0019, 0x11AA), DicomVR.LO, "unsafe")
            .With(new(0x0021, 0x0010), DicomVR.LO, "GEMS_ACQU_01")
            .With(new(0x0021, 0x1023), DicomVR.DS, "other group")
            .With(new(0x0043, 0x0010), DicomVR.LO, "ACME")
            .With(new(0x0043, 0x1027), DicomVR.SH, "other creator")
            .With(new(0x0045, 0x1001), DicomVR.SS, "ab");
        var nested = file.Dataset.Item(Tags.ReferencedImageSequence)
            .With(new(0x0019, 0x0010), DicomVR.LO, "GEMS_ACQU_01").With(new(0x0019, 0x1024), DicomVR.DS, "7");
        Assert.That(nested.Count, Is.EqualTo(2));
        using var anonymized = TestHost.Anonymize(file, """{"Options":["RetainSafePrivate"]}""");
        var dataset = anonymized.Dataset;
        var left = Enumerable.Range(0, dataset.Count).Select(i => dataset[i].Tag).Where(tag => tag.IsPrivate);
        Assert.That(left, Is.EqualTo(new DicomTag[] { new(0x0019, 0x0011), new(0x0019, 0x1123), new(0x0019, 0x119E) }));
        Assert.That(dataset.PrivateCreatorOf(new(0x0019, 0x1123)), Is.EqualTo("GEMS_ACQU_01"));
        Assert.That(dataset.GetText(new(0x0019, 0x1123), DicomVR.DS), Is.EqualTo("4.5"));
        Assert.That(dataset.GetText(new(0x0019, 0x119E), DicomVR.LO), Is.EqualTo("seq of"));
        Assert.That(dataset.At(Tags.ReferencedImageSequence).GetText(new(0x0019, 0x1024), DicomVR.DS), Is.EqualTo("7"));
    }

    [Test]
    public void Every_row_of_the_table_of_safe_private_elements_is_read()
    {
        var rows = PublishedTables.SafePrivate().ToList();
        Assert.That(rows, Has.Count.GreaterThan(400));
        foreach (var row in rows)
        {
            Assert.That(IsKept(row.TagWith('1'), row.Creator, row.VR == "SQ"), Is.True, row.ToString());
        }
    }

    /// <summary>The published table names these without a VR, so their content is unknown.</summary>
    [TestCase(0x0119_1111u)]
    [TestCase(0x0119_1112u)]
    [TestCase(0x0129_1103u)]
    [TestCase(0x0129_1104u)]
    [TestCase(0x0129_1105u)]
    public void A_row_without_a_VR_is_not_taken_for_safe(uint tag) =>
        Assert.That(IsKept(new DicomTag(tag), "SIEMENS Ultrasound SC2000", isSequence: false), Is.False);

    private static bool IsKept(DicomTag tag, string creator, bool isSequence)
    {
        using var file = Sample.Create();
        file.Dataset.With(tag.PrivateCreator, DicomVR.LO, creator);
        if (isSequence)
        {
            file.Dataset.Item(tag).With(Tags.Modality, DicomVR.CS, "CT");
        }
        else
        {
            file.Dataset.With(tag, DicomVR.UN, "12");
        }

        using var anonymized = TestHost.Anonymize(file, """{"Options":["RetainSafePrivate"]}""");
        return anonymized.Dataset.Contains(tag);
    }
}
