// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests;

/// <summary>The dictionary of PS3.6, and what a host adds to it.</summary>
public sealed class ElementDictionaryTests
{
    [TestCase("0010,0010", "PatientName", DicomVR.PN, DicomVR.None, false)]
    [TestCase("0028,0106", "SmallestImagePixelValue", DicomVR.US, DicomVR.SS, false)]
    [TestCase("7fe0,0010", "PixelData", DicomVR.OB, DicomVR.OW, false)]
    [TestCase("0008,0001", "LengthToEnd", DicomVR.UL, DicomVR.None, true)]
    [TestCase("7fe0,0001", "ExtendedOffsetTable", DicomVR.OV, DicomVR.None, false)]
    public void An_element_is_found_by_tag_and_by_keyword(
        string tag, string keyword, DicomVR vr, DicomVR alternative, bool isRetired)
    {
        Assert.That(DicomTag.TryParse(tag, out var parsed), Is.True);
        var expected = new DictionaryEntry(parsed, vr, alternative, isRetired);

        Assert.That(ElementDictionary.Standard.TryGet(parsed, out var byTag), Is.True);
        Assert.That(ElementDictionary.Standard.TryFind(keyword, out var byKeyword), Is.True);
        Assert.That((byTag, byKeyword), Is.EqualTo((expected, expected)));
        Assert.That(ElementDictionary.KeywordOf(parsed), Is.EqualTo(keyword));
    }

    [TestCase("6000,3000", "OverlayData")]
    [TestCase("601e,3000", "OverlayData")]
    [TestCase("5012,0010", "NumberOfPoints")]
    [TestCase("0020,3142", "SourceImageIDs")]
    [TestCase("1010,abcd", "ZonalMap")]
    public void An_element_of_a_repeating_group_is_found(string tag, string keyword)
    {
        Assert.That(DicomTag.TryParse(tag, out var parsed), Is.True);

        Assert.That(ElementDictionary.Standard.TryGet(parsed, out _), Is.True);
        Assert.That(ElementDictionary.KeywordOf(parsed), Is.EqualTo(keyword));
    }

    [TestCase("6001,3000", TestName = "an odd group is private, not a repeating one")]
    [TestCase("0008,fff0", TestName = "a public tag that nobody defined")]
    [TestCase("0009,1001", TestName = "private data without its creator")]
    public void Others_are_unknown(string tag)
    {
        Assert.That(DicomTag.TryParse(tag, out var parsed), Is.True);
        Assert.That(ElementDictionary.Standard.TryGet(parsed, out _), Is.False);
    }

    [TestCase("patientname")]
    [TestCase("PatientNam")]
    [TestCase("PatientNameX")]
    [TestCase("")]
    public void A_keyword_is_found_to_the_letter(string keyword) =>
        Assert.That(ElementDictionary.Standard.TryFind(keyword, out _), Is.False);

    [Test]
    public void Group_lengths_and_private_creators_exist_in_every_group()
    {
        Assert.That(ElementDictionary.Standard.TryGet(new DicomTag(0x4321_0000), out var length), Is.True);
        Assert.That(ElementDictionary.Standard.TryGet(new DicomTag(0x4321_0042), out var creator), Is.True);
        Assert.That((length.VR, creator.VR), Is.EqualTo((DicomVR.UL, DicomVR.LO)));
    }

    [Test]
    public void Entries_of_a_host_are_found_in_any_block_and_win()
    {
        var dictionary = ElementDictionary.Standard.With(
        [
            new HostEntry(new DicomTag(0x0009_1001), "ACME", "AcmeCode", DicomVR.SH),
            new HostEntry(new DicomTag(0x0008_FFF0), null, "HostCode", DicomVR.LT),
            new HostEntry(new DicomTag(0x0010_0010), null, "PatientName", DicomVR.LO),
        ]);

        Assert.Multiple(() =>
        {
            Assert.That(dictionary.TryGet(new DicomTag(0x0009_2301), "ACME", out var privateEntry), Is.True);
            Assert.That(privateEntry.VR, Is.EqualTo(DicomVR.SH));
            Assert.That(dictionary.TryGet(new DicomTag(0x0009_1001), "OTHER", out _), Is.False);
            Assert.That(dictionary.TryFind("AcmeCode", out var byKeyword), Is.True);
            Assert.That(byKeyword.Tag, Is.EqualTo(new DicomTag(0x0009_1001)));
            Assert.That(dictionary.TryGet(new DicomTag(0x0008_FFF0), out var publicEntry), Is.True);
            Assert.That(publicEntry.VR, Is.EqualTo(DicomVR.LT));
            Assert.That(dictionary.TryGet(DicomTag.PatientName, out var name), Is.True);
            Assert.That(name.VR, Is.EqualTo(DicomVR.LO));
            Assert.That(ElementDictionary.Standard.TryFind("HostCode", out _), Is.False);
        });
    }

    [Test]
    public void Every_row_of_PS3_6_is_found()
    {
        var rows = SharedData.ReadTable("ps3.6-dictionary-2024e.csv");
        var checkedRows = 0;
        foreach (var row in rows.Where(row => row[1].Length > 0 && row[0][..4] != "fffe"))
        {
            var tag = new DicomTag(uint.Parse(row[0].Replace('x', '2'), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            Assert.That(ElementDictionary.KeywordOf(tag), Is.EqualTo(row[1]), row[0]);
            Assert.That(ElementDictionary.Standard.TryFind(row[1], out var entry), Is.True, row[1]);
            Assert.That((entry.VR.Letters(), entry.IsRetired), Is.EqualTo((row[2][..2], row[4] == "Y")), row[1]);
            checkedRows++;
        }

        Assert.That(checkedRows, Is.GreaterThan(5000));
    }
}
