// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>Modifications: their order, and the identifiers (docs/requests.md, modify).</summary>
public class ModificationTests
{
    [TestCase(ResourceLevel.Patient, true, true)]
    [TestCase(ResourceLevel.Study, true, true)]
    [TestCase(ResourceLevel.Series, false, true)]
    [TestCase(ResourceLevel.Instance, false, false)]
    public void The_level_decides_which_identifiers_are_new(ResourceLevel level, bool isNewStudy, bool isNewSeries) =>
        AssertRenewed("{}", level, isNewStudy, isNewSeries, isNewInstance: true);

    [TestCase("""{"Force":true,"Replace":{"PatientID":"x"}}""", true, true)]
    [TestCase("""{"Force":true,"Replace":{"PatientID":"x","SeriesInstanceUID":"1.2.3.1"}}""", true, false)]
    [TestCase("""{"Force":true,"Replace":{"StudyInstanceUID":"1.2.3"}}""", false, true)]
    [TestCase("""{"Force":true,"Replace":{"SeriesInstanceUID":"1.2.3.1"}}""", false, false)]
    [TestCase("""{"Force":true,"Replace":{"PatientID":"x"},"Keep":["PatientID"]}""", false, false)]
    [TestCase("""{"Force":true,"Replace":{"PatientID":"x"},"Keep":["StudyInstanceUID"]}""", false, true)]
    [TestCase("""{"Replace":{"Modality":"MR"}}""", false, false)]
    public void The_level_of_an_instance_is_that_of_what_is_replaced(string json, bool isNewStudy, bool isNewSeries) =>
        AssertRenewed(json, null, isNewStudy, isNewSeries, isNewInstance: true);

    [TestCase("""{"Force":true,"Keep":["SOPInstanceUID","SeriesInstanceUID","StudyInstanceUID"]}""")]
    public void Kept_identifiers_stay(string json) =>
        AssertRenewed(json, ResourceLevel.Patient, isNewStudy: false, isNewSeries: false, isNewInstance: false);

    [Test]
    public void Nothing_else_changes()
    {
        using var file = Sample.Create();
        var item = file.Dataset.Item(Tags.ReferencedImageSequence)
            .With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN")
            .With(Tags.ReferencedSOPInstanceUID, DicomVR.UI, Sample.Study);
        file.Dataset.With(Tags.PrivateCreator, DicomVR.LO, "ACME").With(Tags.PrivateText, DicomVR.LO, "private");
        using var before = TestHost.Reread(file);
        using var modified = TestHost.Modify(file, "{}", ResourceLevel.Study);
        Assert.That(modified.Dataset.Count, Is.EqualTo(before.Dataset.Count));
        for (var i = 0; i < before.Dataset.Count; i++)
        {
            var (old, now) = (before.Dataset[i], modified.Dataset[i]);
            var isNew = old.Tag == DicomTag.StudyInstanceUID || old.Tag == DicomTag.SeriesInstanceUID
                || old.Tag == DicomTag.SOPInstanceUID;
            Assert.That(now.Tag, Is.EqualTo(old.Tag));
            Assert.That(now.VR, Is.EqualTo(old.VR));
            Assert.That(now.Value.SequenceEqual(old.Value), Is.EqualTo(!isNew), old.Tag.ToString());
        }
    }

    [Test]
    public void The_same_identifier_becomes_the_same_in_one_job()
    {
        var identifiers = TestHost.Identifiers();
        var plan = TestHost.Plan("{}", Operation.Modify, ResourceLevel.Study);
        using var one = TestHost.Apply(Sample.Create(), plan, identifiers);
        using var two = TestHost.Apply(Sample.Create(), plan, identifiers);
        using var other = TestHost.Apply(Sample.Create(), plan);
        Assert.That(two.Dataset.Text(DicomTag.StudyInstanceUID),
            Is.EqualTo(one.Dataset.Text(DicomTag.StudyInstanceUID)));
        Assert.That(other.Dataset.Text(DicomTag.StudyInstanceUID),
            Is.Not.EqualTo(one.Dataset.Text(DicomTag.StudyInstanceUID)));
    }

    [Test]
    public void A_missing_identifier_is_made()
    {
        using var file = Sample.Create();
        file.Dataset.Remove(DicomTag.SeriesInstanceUID);
        using var modified = TestHost.Modify(file, "{}", ResourceLevel.Series);
        Assert.That(modified.Dataset.Text(DicomTag.SeriesInstanceUID), Does.StartWith("2.25."));
    }

    [Test]
    public void Keep_wins_over_Replace_and_Replace_over_Remove()
    {
        using var modified = TestHost.Modify(
            Sample.Create(),
            """{"Remove":["Modality","StudyDate","StudyDescription","PatientBirthDate"],"""
                + "\"Replace\":{\"StudyDate\":\"20000101\",\"StudyDescription\":\"d\"},\"Keep\":[\"StudyDescription\","
                + "\"PatientBirthDate\"]}");
        Assert.That(modified.Dataset.Contains(Tags.Modality), Is.False);
        Assert.That(modified.Dataset.Text(Tags.StudyDate), Is.EqualTo("20000101"));
        Assert.That(modified.Dataset.Text(Tags.StudyDescription), Is.EqualTo("HEAD OF DOE"));
        Assert.That(modified.Dataset.Text(Tags.PatientBirthDate), Is.EqualTo("19500101"));
    }

    [Test]
    public void The_value_of_a_Replace_that_Keep_cancels_is_not_looked_at()
    {
        using var modified = TestHost.Modify(Sample.Create(), """{"Keep":["Rows"],"Replace":{"Rows":{"x":1}}}""");
        Assert.That(modified.Dataset.Contains(Tags.Rows), Is.False);
    }

    [Test]
    public void Replace_and_Remove_touch_only_the_top_level()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ReferencedImageSequence).With(Tags.Modality, DicomVR.CS, "MR")
            .With(Tags.StudyDate, DicomVR.DA, "1");
        using var modified = TestHost.Modify(file,
            """{"Remove":["Modality"],"Replace":{"StudyDate":"2","ImageComments":"new"}}""");
        Assert.That(modified.Dataset.Contains(Tags.Modality), Is.False);
        Assert.That(modified.Dataset.Text(Tags.ImageComments), Is.EqualTo("new"), "an absent one is inserted");
        Assert.That(modified.Dataset.At(Tags.ReferencedImageSequence).Text(Tags.Modality), Is.EqualTo("MR"));
        Assert.That(modified.Dataset.At(Tags.ReferencedImageSequence).Text(Tags.StudyDate), Is.EqualTo("1"));
    }

    private static void AssertRenewed(string json, ResourceLevel? level, bool isNewStudy, bool isNewSeries,
        bool isNewInstance)
    {
        using var modified = TestHost.Modify(Sample.Create(), json, level);
        AssertIdentifier(modified, DicomTag.StudyInstanceUID, Sample.Study, isNewStudy);
        AssertIdentifier(modified, DicomTag.SeriesInstanceUID, Sample.Series, isNewSeries);
        AssertIdentifier(modified, DicomTag.SOPInstanceUID, Sample.Instance, isNewInstance);
    }

    private static void AssertIdentifier(DicomFile file, DicomTag tag, string original, bool isNew) =>
        Assert.That(file.Dataset.Text(tag), isNew ? Does.StartWith("2.25.") : Is.EqualTo(original));
}
