// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>Anonymization at the top level of a data set (docs/anonymize.md).</summary>
public class AnonymizationTests
{
    private static readonly DicomTag[] Uids =
        [DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID];

    [TestCase("2008")]
    [TestCase("2017c")]
    [TestCase("2021b")]
    [TestCase("2023b")]
    [TestCase("2024e")]
    public void Every_edition_gives_a_new_identity(string edition)
    {
        using var file = Sample.Create();
        using var anonymized = TestHost.Anonymize(file, $$"""{"DicomVersion":"{{edition}}"}""");
        var dataset = anonymized.Dataset;
        Assert.That(dataset.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
        Assert.That(Guid.TryParse(dataset.Text(DicomTag.PatientID), out _), Is.True);
        Assert.That(Uids.Select(dataset.Text), Is.All.Match("^2\\.25\\.[1-9][0-9]{1,38}$"));
        Assert.That(Uids.Select(dataset.Text), Is.Unique);
        Assert.That(dataset.Text(Tags.StudyDescription), Is.Null);
        Assert.That(dataset.Text(Tags.Modality), Is.EqualTo("CT"));
        Assert.That(dataset.Text(DicomTag.SOPClassUID), Is.EqualTo("1.2.840.10008.5.1.4.1.1.2"));
        Assert.That(anonymized.MetaInformation.Text(DicomTag.MediaStorageSOPInstanceUID),
            Is.EqualTo(dataset.Text(DicomTag.SOPInstanceUID)));
    }

    [Test]
    public void The_table_says_what_is_removed_and_emptied()
    {
        using var file = Sample.Create();
        file.Dataset
            .With(Tags.PatientComments, DicomVR.LT, "secret")
            .With(new(0x0018, 0x0010), DicomVR.LO, "agent");
        file.Dataset.Item(new(0x0040, 0xA730)).With(new(0x0008, 0x0100), DicomVR.SH, "content");
        file.Dataset.Set(new DicomTag(0x0034, 0x0007), DicomVR.OB, new byte[] { 1, 2 });
        file.Dataset.Set(new DicomTag(0x0072, 0x006D), DicomVR.UN, new byte[] { 1, 2 });
        using var anonymized = TestHost.Anonymize(file);
        var dataset = anonymized.Dataset;
        Assert.That(dataset.Contains(Tags.PatientComments), Is.False, "X");
        Assert.That(dataset.Text(Tags.PatientBirthDate), Is.Empty, "Z");
        Assert.That(dataset.Text(Tags.StudyDate), Is.Empty, "Z");
        Assert.That(dataset.Text(new(0x0018, 0x0010)), Is.Empty, "Z/D");
        Assert.That(dataset.Bytes(new(0x0034, 0x0007)), Is.Empty, "D, no text");
        Assert.That(dataset.Bytes(new(0x0072, 0x006D)), Is.Empty, "D, UN");
        Assert.That(dataset.TryGet(new(0x0040, 0xA730), out var content), Is.True);
        Assert.That(content.Sequence!.Count, Is.Zero, "D, sequence");
    }

    [TestCase("2008")]
    [TestCase("2017c")]
    [TestCase("2021b")]
    [TestCase("2023b")]
    [TestCase("2024e")]
    public void Overlays_and_curves_are_removed(string edition)
    {
        using var file = Sample.Create();
        file.Dataset
            .With(new(0x5000, 0x0005), DicomVR.US, "ab")
            .With(new(0x501E, 0x3000), DicomVR.OW, "ab")
            .With(new(0x6000, 0x0010), DicomVR.US, "ab")
            .With(Tags.OverlayData, DicomVR.OW, "ab")
            .With(new(0x6012, 0x3000), DicomVR.OW, "ab")
            .With(new(0x601E, 0x4000), DicomVR.LT, "ab");
        file.Dataset.Item(Tags.ReferencedImageSequence)
            .With(new(0x6000, 0x0010), DicomVR.US, "ab").With(Tags.OverlayData, DicomVR.OW, "ab");
        using var anonymized = TestHost.Anonymize(file, $$"""{"DicomVersion":"{{edition}}","Conformant":false}""");
        var left = anonymized.Dataset.SelfAndDescendants().SelectMany(Overlays);
        Assert.That(left, Is.Empty, "the rest of an overlay is of no use without its data");
    }

    [TestCase("""{"Keep":["6000,3000"]}""", "6000,0010 6000,3000", "6000,0010 6000,3000")]
    [TestCase("""{"Keep":["6000,0010"]}""", "6000,0010", "6000,0010")]
    [TestCase("""{"Replace":{"6000,3000":"1"}}""", "6000,0010 6000,3000", "")]
    [TestCase("""{"Keep":["ReferencedImageSequence[0].6000,3000"]}""", "", "6000,0010 6000,3000")]
    [TestCase("""{"Keep":["6000,3000"],"DicomVersion":"2024e"}""", "6000,0010 6000,3000", "6000,0010 6000,3000")]
    public void An_overlay_of_which_the_request_names_an_element_stays(string request, string top, string nested)
    {
        using var file = Sample.Create();
        foreach (var dataset in (DicomDataset[])[file.Dataset, file.Dataset.Item(Tags.ReferencedImageSequence)])
        {
            dataset.With(new(0x6000, 0x0010), DicomVR.US, "ab").With(Tags.OverlayData, DicomVR.OW, "ab")
                .With(new(0x6002, 0x0010), DicomVR.US, "ab").With(new(0x6002, 0x3000), DicomVR.OW, "ab");
        }

        using var anonymized = TestHost.Anonymize(file, request);
        Assert.That(string.Join(' ', Overlays(anonymized.Dataset)), Is.EqualTo(top));
        Assert.That(
            string.Join(' ', Overlays(anonymized.Dataset.At(Tags.ReferencedImageSequence))), Is.EqualTo(nested));
    }

    private static List<DicomTag> Overlays(DicomDataset dataset)
    {
        var tags = new List<DicomTag>();
        foreach (var element in dataset)
        {
            if (element.Tag.Group >= 0x5000)
            {
                tags.Add(element.Tag);
            }
        }

        return tags;
    }

    [TestCase("{}", "Orthanc 1.13.0 - PS 3.15-2023b Table E.1-1 Basic Profile")]
    [TestCase("""{"DicomVersion":"2017c"}""", "Orthanc 1.13.0 - PS 3.15-2017c Table E.1-1 Basic Profile")]
    [TestCase("""{"DicomVersion":"2008"}""", "Orthanc 1.13.0 - PS 3.15-2008 Table E.1-1")]
    [TestCase("""{"Replace":{},"Remove":[],"Keep":[]}""", "Orthanc 1.13.0 - PS 3.15-2023b Table E.1-1 Basic Profile")]
    [TestCase("""{"KeepPrivateTags":true}""", "Orthanc 1.13.0")]
    [TestCase("""{"Keep":["Modality"]}""", "Orthanc 1.13.0")]
    [TestCase("""{"Remove":["0008,0000"]}""", "Orthanc 1.13.0")]
    [TestCase("""{"Remove":["0002,0010"]}""", "Orthanc 1.13.0")]
    [TestCase("""{"Keep":["ReferencedStudySequence[0].PatientID"]}""", "Orthanc 1.13.0")]
    [TestCase("""{"Replace":{"ReferencedStudySequence[0].PatientID":""}}""", "Orthanc 1.13.0")]
    public void The_method_says_how_far_the_profile_was_followed(string json, string method)
    {
        using var anonymized = TestHost.Anonymize(Sample.Create(), json);
        Assert.That(anonymized.Dataset.Text(DicomTag.PatientIdentityRemoved), Is.EqualTo("YES"));
        Assert.That(anonymized.Dataset.Text(DicomTag.DeidentificationMethod), Is.EqualTo(method));
    }

    [TestCase("""{"Replace":{"PatientIdentityRemoved":"NO","DeidentificationMethod":"m"}}""", "NO", "m")]
    [TestCase("""{"Keep":["PatientIdentityRemoved","DeidentificationMethod"]}""", "OLD", "old")]
    [TestCase("""{"Remove":["PatientIdentityRemoved","DeidentificationMethod"]}""", null, null)]
    public void The_request_wins_over_what_says_that_the_file_is_anonymous(string json, string? removed, string? method)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientIdentityRemoved, DicomVR.CS, "OLD")
            .With(DicomTag.DeidentificationMethod, DicomVR.LO, "old");
        using var anonymized = TestHost.Anonymize(file, json);
        Assert.That(anonymized.Dataset.Text(DicomTag.PatientIdentityRemoved), Is.EqualTo(removed));
        Assert.That(anonymized.Dataset.Text(DicomTag.DeidentificationMethod), Is.EqualTo(method));
    }

    [Test]
    public void A_missing_Patient_ID_stays_missing_and_an_empty_one_is_filled()
    {
        using var missing = Sample.Create();
        missing.Dataset.Remove(DicomTag.PatientID);
        using var withoutId = TestHost.Anonymize(missing);
        Assert.That(withoutId.Dataset.Contains(DicomTag.PatientID), Is.False);

        using var empty = Sample.Create();
        empty.Dataset.With(DicomTag.PatientID, DicomVR.LO, "");
        using var filled = TestHost.Anonymize(empty);
        Assert.That(Guid.TryParse(filled.Dataset.Text(DicomTag.PatientID), out _), Is.True);
    }

    [Test]
    public void A_missing_name_is_added()
    {
        using var file = Sample.Create();
        file.Dataset.Remove(DicomTag.PatientName);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
    }

    [TestCase("""{"Replace":{"PatientName":"X"}}""", "X")]
    [TestCase("""{"Replace":{"PatientName":""}}""", "")]
    [TestCase("""{"Keep":["PatientName"]}""", "DOE^JOHN")]
    [TestCase("""{"Remove":["PatientName"]}""", null)]
    public void The_counter_of_names_is_left_alone_where_the_request_names_the_patient(string json, string? name)
    {
        var identifiers = new IdentifierMap(() => throw new InvalidOperationException("no name is needed"));
        using var anonymized = TestHost.Anonymize(Sample.Create(), json, identifiers);
        Assert.That(anonymized.Dataset.Text(DicomTag.PatientName), Is.EqualTo(name));
    }

    [Test]
    public void A_failed_anonymization_uses_up_no_name()
    {
        var plan = TestHost.Plan($$$"""{"Replace":{"ImageComments":"{{{new string('x', 70000)}}}"}}""",
            Operation.Anonymize);
        var asked = 0;
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ReferencedImageSequence).With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        Assert.That(() => plan.Apply(file, new IdentifierMap(() => $"{++asked}")), Throws.TypeOf<RequestException>());
        Assert.That(asked, Is.Zero);
    }

    [Test]
    public void A_later_member_overrides_an_earlier_one()
    {
        using var file = Sample.Create();
        using var anonymized = TestHost.Anonymize(
            file,
            """{"Remove":["Modality","StudyDate","StudyDescription"],"Replace":{"StudyDate":"20000101","""
                + "\"StudyDescription\":\"d\"},\"Keep\":[\"StudyDescription\"]}");
        Assert.That(anonymized.Dataset.Contains(Tags.Modality), Is.False, "Remove, of what the profile leaves");
        Assert.That(anonymized.Dataset.Text(Tags.StudyDate), Is.EqualTo("20000101"), "Replace over Remove and profile");
        Assert.That(anonymized.Dataset.Text(Tags.StudyDescription), Is.EqualTo("HEAD OF DOE"), "Keep over all");
    }

    [Test]
    public void Identifiers_can_be_kept_or_given()
    {
        using var file = Sample.Create();
        using var anonymized = TestHost.Anonymize(
            file, """{"Force":true,"Keep":["StudyInstanceUID","PatientID"],"""
                + "\"Replace\":{\"SeriesInstanceUID\":\"9.9\"}}");
        Assert.That(anonymized.Dataset.Text(DicomTag.StudyInstanceUID), Is.EqualTo(Sample.Study));
        Assert.That(anonymized.Dataset.Text(DicomTag.PatientID), Is.EqualTo("PID1"));
        Assert.That(anonymized.Dataset.Text(DicomTag.SeriesInstanceUID), Is.EqualTo("9.9"));
        Assert.That(anonymized.Dataset.Text(DicomTag.SOPInstanceUID), Does.StartWith("2.25."));
    }

    [Test]
    public void Each_value_of_a_UID_list_is_mapped_like_the_identifiers()
    {
        using var file = Sample.Create();
        file.Dataset.With(new(0x0008, 0x0058), DicomVR.UI, $"{Sample.Series}\\4.4\\\\{Sample.Study} ");
        using var anonymized = TestHost.Anonymize(file);
        var uids = anonymized.Dataset.Text(new(0x0008, 0x0058))!.Split('\\');
        Assert.That(uids, Has.Length.EqualTo(4));
        Assert.That(uids[0], Is.EqualTo(anonymized.Dataset.Text(DicomTag.SeriesInstanceUID)));
        Assert.That(uids[1], Does.StartWith("2.25."));
        Assert.That(uids[2], Is.Empty);
        Assert.That(uids[3], Is.EqualTo(anonymized.Dataset.Text(DicomTag.StudyInstanceUID)));
    }

    [Test]
    public void Empty_UIDs_and_IDs_are_filled()
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.FrameOfReferenceUID, DicomVR.UI, "");
        file.Dataset.Item(Tags.ReferencedImageSequence).With(DicomTag.SOPInstanceUID, DicomVR.UI, "")
            .With(DicomTag.PatientID, DicomVR.LO, "");
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Text(Tags.FrameOfReferenceUID), Does.StartWith("2.25."));
        Assert.That(anonymized.Dataset.At(Tags.ReferencedImageSequence).Text(DicomTag.SOPInstanceUID),
            Does.StartWith("2.25."));
        Assert.That(Guid.TryParse(anonymized.Dataset.At(Tags.ReferencedImageSequence).Text(DicomTag.PatientID), out _),
            Is.True);
    }

    [Test]
    public void One_map_serves_all_instances_of_a_job()
    {
        var identifiers = TestHost.Identifiers();
        var plan = TestHost.Plan("{}", Operation.Anonymize);
        using var first = Sample.Create();
        using var second = Sample.Create();
        second.Dataset.With(DicomTag.SOPInstanceUID, DicomVR.UI, "5.5");
        second.Dataset.Item(Tags.ReferencedImageSequence)
            .With(Tags.ReferencedSOPInstanceUID, DicomVR.UI, Sample.Instance);
        using var one = TestHost.Apply(first, plan, identifiers);
        using var two = TestHost.Apply(second, plan, identifiers);
        foreach (var tag in new[] { DicomTag.PatientID, DicomTag.PatientName, DicomTag.StudyInstanceUID,
            DicomTag.SeriesInstanceUID })
        {
            Assert.That(two.Dataset.Text(tag), Is.EqualTo(one.Dataset.Text(tag)));
        }

        Assert.That(two.Dataset.Text(DicomTag.SOPInstanceUID),
            Is.Not.EqualTo(one.Dataset.Text(DicomTag.SOPInstanceUID)));
        Assert.That(
            two.Dataset.At(Tags.ReferencedImageSequence).Text(Tags.ReferencedSOPInstanceUID),
            Is.EqualTo(one.Dataset.Text(DicomTag.SOPInstanceUID)));
    }

    [Test]
    public void A_plan_tells_its_rules()
    {
        var plan = TestHost.Plan("""{"Keep":["Modality"],"Replace":{"StudyDate":""}}""", Operation.Anonymize);
        Assert.That(plan.RuleFor(Tags.Modality, false),
            Is.EqualTo(new ElementRule(ElementAction.Keep, RuleReason.Request)));
        Assert.That(plan.RuleFor(Tags.StudyDate, false),
            Is.EqualTo(new ElementRule(ElementAction.Replace, RuleReason.Request)));
        Assert.That(plan.RuleFor(Tags.StudyDate, true),
            Is.EqualTo(new ElementRule(ElementAction.Clear, RuleReason.Profile)));
        Assert.That(plan.RuleFor(Tags.PrivateText, true),
            Is.EqualTo(new ElementRule(ElementAction.Remove, RuleReason.PrivateElement)));
        Assert.That(plan.RuleFor(Tags.ReferencedImageSequence, false),
            Is.EqualTo(new ElementRule(ElementAction.Leave, RuleReason.Profile)));
        Assert.That(plan.RuleFor(new DicomTag(0x0020_9312), true),
            Is.EqualTo(new ElementRule(ElementAction.MapUid, RuleReason.Identity)));
        Assert.That(plan.RuleFor(Tags.Rows, false), Is.EqualTo(default(ElementRule)));
    }
}
