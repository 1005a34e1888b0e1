// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>What the option Retain Safe Private leaves (PS3.15 E.3.10).</summary>
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
        using var anonymized = TestHost.Anonymize(file, "{\"Options\":[\"RetainSafePrivate\"]}");
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
        var kept = 0;
        foreach (var row in SharedData.ReadTable("ps3.15-table-e.3.10-1-safe-private-2023b.csv").Select(Unquoted))
        {
            var tag = new DicomTag(uint.Parse(row[0].Replace('x', '1'), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            var isSequence = row[2] == "SQ";
            using var file = Sample.Create();
            file.Dataset.With(tag.PrivateCreator, DicomVR.LO, row[1]);
            if (isSequence)
            {
                file.Dataset.Item(tag).With(Tags.Modality, DicomVR.CS, "CT");
            }
            else
            {
                file.Dataset.With(tag, DicomVR.UN, "12");
            }

            using var anonymized = TestHost.Anonymize(file, "{\"Options\":[\"RetainSafePrivate\"]}");
            Assert.That(anonymized.Dataset.Contains(tag), Is.EqualTo(row[2].Length > 0), string.Join(',', row));
            kept += row[2].Length > 0 ? 1 : 0;
        }

        Assert.That(kept, Is.GreaterThan(400));
    }

    /// <summary>One creator holds a comma, and stands in quotes.</summary>
    private static string[] Unquoted(string[] row) =>
        row.Length == 5 ? [row[0], (row[1] + "," + row[2]).Trim('"'), row[3], row[4]] : row;
}
