// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Derived;

/// <summary>With UpdateReferences, references among the modified instances are updated to the new instances.</summary>
public class UpdatedReferenceTests
{
    private const string Other = "1.2.3.1.2";
    private const string Elsewhere = "1.9.9";
    private const string Request = """{"UpdateReferences": true}""";

    private static readonly DicomTag ReferencedSeriesSequence = new(0x0008_1115);
    private static readonly DicomTag EvidenceSequence = new(0x0040_A375);
    private static readonly DicomTag ReferencedSOPSequence = new(0x0008_1199);
    private static readonly DicomTag FailedInstances = new(0x0008_0058);
    private static readonly DicomTag PrivateUid = new(0x0009, 0x1003);

    [Test]
    public void A_reference_to_an_instance_that_comes_later_leads_to_the_new_one()
    {
        var identifiers = Job(Request);
        using var file = Sample.Create();
        Evidence(file.Dataset, Sample.Study, Sample.Series, Other, Elsewhere);
        using var made = TestHost.Modify(file, Request, ResourceLevel.Study, identifiers);
        var study = made.Dataset.At(EvidenceSequence);
        Assert.That(study.Text(DicomTag.StudyInstanceUID), Is.EqualTo(made.Dataset.Text(DicomTag.StudyInstanceUID)).And.Not.EqualTo(Sample.Study));
        var series = study.At(ReferencedSeriesSequence);
        Assert.That(series.Text(DicomTag.SeriesInstanceUID), Is.EqualTo(made.Dataset.Text(DicomTag.SeriesInstanceUID)));
        using var later = Sample.Create();
        later.Dataset.With(DicomTag.SOPInstanceUID, DicomVR.UI, Other);
        using var madeLater = TestHost.Modify(later, Request, ResourceLevel.Study, identifiers);
        Assert.That(
            series.At(ReferencedSOPSequence).Text(Tags.ReferencedSOPInstanceUID),
            Is.EqualTo(madeLater.Dataset.Text(DicomTag.SOPInstanceUID)));
        Assert.That(series.At(ReferencedSOPSequence, 1).Text(Tags.ReferencedSOPInstanceUID), Is.EqualTo(Elsewhere));
    }

    [TestCase("{}")]
    [TestCase("""{"UpdateReferences": false}""")]
    public void Without_the_member_references_stay(string json)
    {
        using var file = Sample.Create();
        Evidence(file.Dataset, Sample.Study, Sample.Series, Other);
        using var made = TestHost.Modify(file, json, ResourceLevel.Study, Job(json));
        Assert.That(made.Dataset.At(EvidenceSequence).Text(DicomTag.StudyInstanceUID), Is.EqualTo(Sample.Study));
    }

    [Test]
    public void References_follow_identifiers_that_the_request_gives()
    {
        const string Json = """{"UpdateReferences": true, "Force": true, "Replace": {"StudyInstanceUID": "1.7"}, "Keep": ["SOPInstanceUID"]}""";
        using var file = Sample.Create();
        Evidence(file.Dataset, Sample.Study, Sample.Series, Other);
        using var made = TestHost.Modify(file, Json, ResourceLevel.Study, Job(Json));
        var study = made.Dataset.At(EvidenceSequence);
        Assert.That(study.Text(DicomTag.StudyInstanceUID), Is.EqualTo("1.7"));
        Assert.That(study.At(ReferencedSeriesSequence).At(ReferencedSOPSequence).Text(Tags.ReferencedSOPInstanceUID), Is.EqualTo(Other));
    }

    /// <summary>A modified series keeps its study, so references to the study stay, and those to the series are
    /// updated.</summary>
    [Test]
    public void Only_what_is_renewed_at_the_level_is_followed()
    {
        using var file = Sample.Create();
        Evidence(file.Dataset, Sample.Study, Sample.Series, Other);
        using var made = TestHost.Modify(file, Request, ResourceLevel.Series, Job(Request, ResourceLevel.Series));
        var study = made.Dataset.At(EvidenceSequence);
        Assert.That(study.Text(DicomTag.StudyInstanceUID), Is.EqualTo(Sample.Study));
        Assert.That(
            study.At(ReferencedSeriesSequence).Text(DicomTag.SeriesInstanceUID),
            Is.EqualTo(made.Dataset.Text(DicomTag.SeriesInstanceUID)).And.Not.EqualTo(Sample.Series));
    }

    /// <summary>Instances that are split off a study may refer to those that stay in it.</summary>
    [Test]
    public void A_study_that_is_named_for_instances_that_stay_is_not_followed()
    {
        using var file = Sample.Create();
        Evidence(file.Dataset, Sample.Study, "1.2.3.7", "1.2.3.7.1");
        using var made = TestHost.Modify(file, Request, ResourceLevel.Study, Job(Request));
        Assert.That(made.Dataset.At(EvidenceSequence).Text(DicomTag.StudyInstanceUID), Is.EqualTo(Sample.Study));
    }

    [Test]
    public void Lists_and_private_elements_are_followed_value_by_value()
    {
        var identifiers = Job(Request);
        using var file = Sample.Create();
        file.Dataset.With(FailedInstances, DicomVR.UI, $"{Other}\\{Elsewhere}").With(Tags.FrameOfReferenceUID, DicomVR.UI, Sample.Series)
            .With(Tags.PrivateCreator, DicomVR.LO, "ACME").With(PrivateUid, DicomVR.UI, Sample.Instance);
        using var made = TestHost.Modify(file, Request, ResourceLevel.Study, identifiers);
        Assert.That(made.Dataset.Text(FailedInstances), Is.EqualTo($"{identifiers.MapUid(Other)}\\{Elsewhere}"));
        Assert.That(made.Dataset.GetText(PrivateUid, DicomVR.UI), Is.EqualTo(made.Dataset.Text(DicomTag.SOPInstanceUID)));
        Assert.That(made.Dataset.Text(Tags.FrameOfReferenceUID), Is.EqualTo(Sample.Series), "it is no reference");
    }

    /// <summary>Devices use the UID of a series for other things, too, which instances elsewhere share.</summary>
    [Test]
    public void What_is_no_reference_by_its_name_stays()
    {
        var identifiers = Job(Request);
        using var file = Sample.Create();
        uint[] others = [0x0008_3010, 0x0018_1002, 0x0020_0200, 0x0020_9161, 0x0020_9164, 0x0028_1199, 0x0062_0021];
        uint[] references = [0x0040_A124, 0x0072_007F, 0x0008_0058];
        foreach (var tag in others.Concat(references))
        {
            file.Dataset.With(new DicomTag(tag), DicomVR.UI, Sample.Series);
        }

        using var made = TestHost.Modify(file, Request, ResourceLevel.Study, identifiers);
        Assert.That(
            others.Concat(references).Where(tag => made.Dataset.GetText(new DicomTag(tag), DicomVR.UI) == Sample.Series),
            Is.EqualTo(others));
    }

    [Test]
    public void A_sequence_that_the_request_gives_or_keeps_stays_as_it_says()
    {
        const string Json = """
            {"UpdateReferences": true, "Keep": ["0040,a375[0].0008,1115"],
             "Replace": {"ReferencedImageSequence": [{"ReferencedSOPInstanceUID": "1.2.3.1.1"}]}}
            """;
        using var file = Sample.Create();
        Evidence(file.Dataset, Sample.Study, Sample.Series, Other);
        using var made = TestHost.Modify(file, Json, ResourceLevel.Study, Job(Json));
        Assert.That(made.Dataset.At(Tags.ReferencedImageSequence).Text(Tags.ReferencedSOPInstanceUID), Is.EqualTo(Sample.Instance));
        Assert.That(made.Dataset.At(EvidenceSequence).At(ReferencedSeriesSequence).Text(DicomTag.SeriesInstanceUID), Is.EqualTo(Sample.Series));
    }

    /// <summary>The identifiers of a job on the two instances of the sample's series.</summary>
    private static IdentifierMap Job(string json, ResourceLevel level = ResourceLevel.Study)
    {
        var plan = TestHost.Plan(json, Operation.Modify, level);
        var identifiers = TestHost.Identifiers();
        if (plan.Request.UpdatesReferences)
        {
            plan.AddOwn(identifiers, DicomTag.StudyInstanceUID, Sample.Study);
            plan.AddOwn(identifiers, DicomTag.SeriesInstanceUID, Sample.Series);
            plan.AddOwn(identifiers, DicomTag.SOPInstanceUID, Sample.Instance);
            plan.AddOwn(identifiers, DicomTag.SOPInstanceUID, $"{Other}\0");
        }

        return identifiers;
    }

    private static void Evidence(DicomDataset dataset, string study, string series, params string[] instances)
    {
        var item = dataset.Item(EvidenceSequence).With(DicomTag.StudyInstanceUID, DicomVR.UI, study).Item(ReferencedSeriesSequence)
            .With(DicomTag.SeriesInstanceUID, DicomVR.UI, series);
        foreach (var instance in instances)
        {
            item.Item(ReferencedSOPSequence).With(Tags.ReferencedSOPInstanceUID, DicomVR.UI, instance);
        }
    }
}
