// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Reflection;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests;

/// <summary>The dictionary of PS3.6, and the entries that a host adds.</summary>
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

    // The digits that a repeating element leaves open must not turn it into another element of the table, or into a group
    // length.
    [TestCase("RowsForNthOrderCoefficients", "0028,0410", TestName = "0028,0400 is TransformLabel")]
    [TestCase("CoefficientCodingPointers", "0028,0413", TestName = "0028,0403 is SequenceOfCompressedData")]
    [TestCase("EscapeTriplet", "1000,0010", TestName = "1000,0000 is a group length")]
    [TestCase("ZonalMap", "1010,0001", TestName = "1010,0000 is a group length")]
    [TestCase("CodeLabel", "0028,0800")]
    [TestCase("SourceImageIDs", "0020,3100")]
    [TestCase("OverlayData", "6000,3000")]
    [TestCase("VariablePixelData", "7f00,0010")]
    public void The_keyword_of_a_repeating_element_means_its_first_tag(string keyword, string tag)
    {
        Assert.That(DicomTag.TryParse(tag, out var first), Is.True);

        Assert.That(ElementDictionary.Standard.TryFind(keyword, out var entry), Is.True);
        Assert.That(entry.Tag, Is.EqualTo(first));
        Assert.That(ElementDictionary.KeywordOf(first), Is.EqualTo(keyword));
    }

    [TestCase("6001,3000", TestName = "no keyword: an odd group is private")]
    [TestCase("5001,0010", TestName = "no keyword: a private creator")]
    [TestCase("1000,0000", TestName = "no keyword: a group length that looks like a repeating element")]
    [TestCase("0018,0061", TestName = "no keyword: a retired element that PS3.6 does not name")]
    [TestCase("0008,fff0", TestName = "no keyword: a public tag that nobody defined")]
    public void A_tag_without_a_name_has_no_keyword(string tag)
    {
        Assert.That(DicomTag.TryParse(tag, out var parsed), Is.True);
        Assert.That(ElementDictionary.KeywordOf(parsed), Is.Null);
    }

    [Test]
    public void Every_element_of_PS3_6_is_found_and_nothing_else()
    {
        var entries = ElementDictionary.OfStandard().ToDictionary(entry => entry.Tag);
        Assert.That(entries, Has.Count.GreaterThan(5_000));
        foreach (var (tag, entry) in entries)
        {
            Assert.That(ElementDictionary.Standard.TryGet(tag, out var found), Is.True, $"{tag}");
            Assert.That(found, Is.EqualTo(entry));
            var next = new DicomTag(tag.Value + 1);
            if (ElementDictionary.Standard.TryGet(next, out var ofNext) && !next.IsPrivateCreator)
            {
                // The element itself, or one that a repeating element covers.
                Assert.That(entries.GetValueOrDefault(ofNext.Tag), Is.EqualTo(ofNext), $"{next}");
            }
            else
            {
                Assert.That(entries, Does.Not.ContainKey(next));
            }
        }
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
    public void The_word_of_a_host_on_a_tag_holds_for_every_keyword_of_it()
    {
        var dictionary = ElementDictionary.Standard.With(
            [new HostEntry(DicomTag.PatientName, null, "NameOfTheHost", DicomVR.LO)]);

        Assert.That(dictionary.TryFind("PatientName", out var ofStandard), Is.True);
        Assert.That(dictionary.TryFind("NameOfTheHost", out var ofHost), Is.True);
        Assert.That((ofStandard.VR, ofHost.VR), Is.EqualTo((DicomVR.LO, DicomVR.LO)));
    }

    [Test]
    public void A_host_is_asked_for_what_nobody_else_knows()
    {
        var newer = new DicomTag(0x0010_FF12);
        var asked = new List<string>();
        var dictionary = ElementDictionary.Standard.WithKeywords(name =>
        {
            asked.Add(name);
            return name is "0010,ff12" or "Newer" ? new HostEntry(newer, null, "Newer", DicomVR.LT) : null;
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(dictionary.TryGet(newer, out _), Is.False, "only who asks is told");
            Assert.That(dictionary.TryAsk(newer, out var byTag), Is.True);
            Assert.That(byTag.VR, Is.EqualTo(DicomVR.LT));
            Assert.That(dictionary.TryFind("Newer", out var byKeyword), Is.True);
            Assert.That(byKeyword, Is.EqualTo(byTag));
            Assert.That(dictionary.TryAsk(DicomTag.PatientName, out var known), Is.True);
            Assert.That(known.VR, Is.EqualTo(DicomVR.PN));
            Assert.That(dictionary.TryAsk(new DicomTag(0x0010_FF13), out _), Is.False);
            Assert.That(dictionary.TryAsk(new DicomTag(0x0009_1001), out _), Is.False, "private ones need a creator");
            Assert.That(asked, Is.EqualTo((string[])["0010,ff12", "Newer", "0010,ff13"]));
        }
    }

    [Test]
    public void Looking_up_allocates_nothing()
    {
        var built = typeof(ElementDictionary).Assembly.GetCustomAttribute<DebuggableAttribute>();

        // In unoptimized code, reading a constant table of numbers allocates memory.
        Skip.Unless(
            built is not { IsJITOptimizerDisabled: true },
            "the allocations of unoptimized code mean nothing: build the configuration Release");

        var dictionary = ElementDictionary.Standard.With(
            [new HostEntry(new DicomTag(0x0009_1001), "ACME", "AcmeCode", DicomVR.SH)]);
        bool LookUp() => dictionary.TryGet(DicomTag.PatientName, out _)
            && dictionary.TryGet(new DicomTag(0x6002_3000), out _)
            && dictionary.TryGet(new DicomTag(0x0009_2301), "ACME", out _)
            && dictionary.TryFind("PatientName", out _)
            && dictionary.TryFind("AcmeCode", out _)
            && !dictionary.TryGet(new DicomTag(0x0008_FFF0), out _)
            && !dictionary.TryFind("NoSuchKeyword", out _);
        Assert.That(LookUp(), Is.True);

        var before = GC.GetAllocatedBytesForCurrentThread();
        LookUp();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Every_row_of_PS3_6_is_found()
    {
        var checkedRows = 0;
        foreach (var row in PublishedTables.Dictionary().Where(row => row.Keyword.Length > 0))
        {
            Assert.That(ElementDictionary.KeywordOf(row.Tag), Is.EqualTo(row.Keyword), row.Pattern);
            Assert.That(ElementDictionary.Standard.TryFind(row.Keyword, out var entry), Is.True, row.Keyword);
            var alternative = row.VRs.Length > 1 ? row.VRs[1] : DicomVR.None.Letters();
            Assert.That(
                (entry.VR.Letters(), entry.AlternativeVR.Letters(), entry.IsRetired),
                Is.EqualTo((row.VRs[0], alternative, row.IsRetired)),
                row.Keyword);
            Assert.That(ElementDictionary.Standard.TryGet(row.Tag, out var byTag), Is.True, row.Pattern);
            Assert.That(byTag, Is.EqualTo(entry), row.Pattern);
            checkedRows++;
        }

        Assert.That(checkedRows, Is.GreaterThan(5000));
    }

    [Test]
    public void All_of_the_standard_is_listed_by_tag()
    {
        var entries = ElementDictionary.OfStandard().ToList();
        Assert.That(entries, Has.Count.GreaterThan(5000));
        Assert.That(entries.Select(entry => entry.Tag), Is.Ordered.And.Unique);
        Assert.That(entries.Select(entry => entry.Tag), Does.Contain(DicomTag.PatientName)
            .And.Contain(new DicomTag(0x6000_3000)));
        Assert.That(entries.Where(entry => !ElementDictionary.Standard.TryGet(entry.Tag, out _)), Is.Empty);
    }
}
