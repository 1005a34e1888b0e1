// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Requests;

/// <summary>The elements that paths select, and the action on them.</summary>
public class PathTests
{
    [TestCase("ReferencedImageSequence[0].Modality", "x", "MR", "PT")]
    [TestCase("ReferencedImageSequence[1].Modality", "CT", "x", "PT")]
    [TestCase("ReferencedImageSequence[*].Modality", "x", "x", "PT")]
    [TestCase(" 0008,1140 [ * ] . (0008,1032) [ +0 ] . 00080060 ", "CT", "MR", "x")]
    [TestCase("ReferencedImageSequence[5].Modality", "CT", "MR", "PT")]
    [TestCase("ReferencedStudySequence[*].Modality", "CT", "MR", "PT")]
    [TestCase("Modality[0].Modality", "CT", "MR", "PT")]
    public void A_path_selects_items(string path, string first, string second, string deep)
    {
        foreach (var operation in Enum.GetValues<Operation>())
        {
            using var edited = TestHost.Apply(Nested(),
                TestHost.Plan($$$"""{"Replace":{"{{{path}}}":"x"}}""", operation));
            Assert.That(edited.Dataset.At(Tags.ReferencedImageSequence).Text(Tags.Modality), Is.EqualTo(first));
            Assert.That(edited.Dataset.At(Tags.ReferencedImageSequence, 1).Text(Tags.Modality), Is.EqualTo(second));
            Assert.That(
                edited.Dataset.At(Tags.ReferencedImageSequence).At(Tags.ProcedureCodeSequence).Text(Tags.Modality),
                Is.EqualTo(deep));
        }
    }

    [Test]
    public void A_missing_final_tag_is_inserted_and_items_are_not_made()
    {
        using var edited = TestHost.Modify(
            Nested(),
            """{"Replace":{"ReferencedImageSequence[1].PatientComments":"new","""
                + "\"ReferencedImageSequence[1].ProcedureCodeSequence[0].Modality\":\"x\"}}");
        var item = edited.Dataset.At(Tags.ReferencedImageSequence, 1);
        Assert.That(item.Text(Tags.PatientComments), Is.EqualTo("new"));
        Assert.That(item.Contains(Tags.ProcedureCodeSequence), Is.False);
    }

    [Test]
    public void The_value_of_a_path_that_leads_nowhere_is_checked() =>
        Assert.That(TestHost.Fault("""{"Replace":{"ReferencedStudySequence[9].Rows":"x"}}""").Fault,
            Is.EqualTo(RequestFault.BadFormat));

    [Test]
    public void Replacements_come_after_removals_and_win_over_Keep()
    {
        const string Json =
            """{"Remove":["ReferencedImageSequence[*].PatientName","ReferencedImageSequence[*].Modality"],"""
            + "\"Replace\":{\"ReferencedImageSequence[0].PatientName\":\"x\"},"
            + "\"Keep\":[\"ReferencedImageSequence[0].PatientName\"]}";
        foreach (var operation in Enum.GetValues<Operation>())
        {
            using var edited = TestHost.Apply(Nested(), TestHost.Plan(Json, operation));
            Assert.That(edited.Dataset.At(Tags.ReferencedImageSequence).Text(DicomTag.PatientName), Is.EqualTo("x"));
            Assert.That(edited.Dataset.At(Tags.ReferencedImageSequence).Contains(Tags.Modality), Is.False);
            Assert.That(edited.Dataset.At(Tags.ReferencedImageSequence, 1).Contains(DicomTag.PatientName), Is.False);
        }
    }

    [Test]
    public void What_a_path_removes_or_gives_stays_as_given()
    {
        using var edited = TestHost.Anonymize(
            Nested(),
            """{"Remove":["ReferencedImageSequence[0].PatientName"],"""
                + "\"Replace\":{\"ReferencedImageSequence[1].PatientName\":\"\","
            + "\"ReferencedImageSequence[1].PatientID\":\"ID\","
            + "\"ReferencedImageSequence[1].StudyInstanceUID\":\"1.2.3\"}}");
        Assert.That(edited.Dataset.At(Tags.ReferencedImageSequence).Contains(DicomTag.PatientName), Is.False);
        var second = edited.Dataset.At(Tags.ReferencedImageSequence, 1);
        Assert.That(second.Text(DicomTag.PatientName), Is.Empty);
        Assert.That(second.Text(DicomTag.PatientID), Is.EqualTo("ID"));
        Assert.That(second.Text(DicomTag.StudyInstanceUID), Is.EqualTo("1.2.3"));
    }

    [Test]
    public void Keeping_a_path_keeps_everything_below_it()
    {
        using var edited = TestHost.Anonymize(
            Nested(), """{"Keep":["ReferencedImageSequence[0].ProcedureCodeSequence","""
                + "\"ReferencedImageSequence[1].PatientName\"]}");
        var first = edited.Dataset.At(Tags.ReferencedImageSequence);
        Assert.That(first.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
        Assert.That(first.At(Tags.ProcedureCodeSequence).Text(DicomTag.PatientName), Is.EqualTo("DOE^JOHN"));
        Assert.That(first.At(Tags.ProcedureCodeSequence).Text(Tags.PrivateText), Is.EqualTo("secret"));
        Assert.That(edited.Dataset.At(Tags.ReferencedImageSequence, 1).Text(DicomTag.PatientName),
            Is.EqualTo("DOE^JOHN"));
    }

    [TestCase("""{"Keep":["ReferencedImageSequence[0].ProcedureCodeSequence[0].0009,1001"]}""", Operation.Anonymize)]
    [TestCase("""{"Keep":["ReferencedImageSequence[0].ProcedureCodeSequence[0].0009,1001"],"""
        + "\"RemovePrivateTags\":true}", Operation.Modify)]
    [TestCase("""{"Replace":{"ReferencedImageSequence[0].ProcedureCodeSequence[0].0009,1001":"secret"}}""",
        Operation.Anonymize)]
    public void A_private_element_kept_or_set_by_its_path_has_its_creator(string json, Operation operation)
    {
        using var edited = TestHost.Apply(Nested(), TestHost.Plan(json, operation));
        var item = edited.Dataset.At(Tags.ReferencedImageSequence).At(Tags.ProcedureCodeSequence);
        Assert.That(item.Text(Tags.PrivateText), Is.EqualTo("secret"));
        Assert.That(item.Text(Tags.PrivateCreator), Is.EqualTo("ACME"));
    }

    [Test]
    public void Keeping_a_path_does_not_bring_back_a_sequence_that_the_profile_removes()
    {
        using var file = Sample.Create();
        file.Dataset.Item(new(0x0040, 0x0275)).With(Tags.PatientBirthDate, DicomVR.DA, "19500101");
        using var edited = TestHost.Anonymize(file, """{"Keep":["RequestAttributesSequence[0].PatientBirthDate"]}""");
        Assert.That(edited.Dataset.Contains(new(0x0040, 0x0275)), Is.False);
    }

    [Test]
    public void A_path_needs_no_Force()
    {
        using var edited = TestHost.Modify(Nested(), """{"Remove":["ReferencedImageSequence[0].PatientID"]}""");
        Assert.That(edited.Dataset.At(Tags.ReferencedImageSequence).Contains(DicomTag.PatientID), Is.False);
        Assert.That(edited.Dataset.Text(DicomTag.PatientID), Is.EqualTo("PID1"));
    }

    private static DicomFile Nested()
    {
        var file = Sample.Create();
        file.Dataset.Item(Tags.ReferencedImageSequence).With(Tags.Modality, DicomVR.CS, "CT")
            .With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN").With(DicomTag.PatientID, DicomVR.LO, "PID1")
            .Item(Tags.ProcedureCodeSequence).With(Tags.Modality, DicomVR.CS, "PT")
            .With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN")
            .With(Tags.PrivateCreator, DicomVR.LO, "ACME").With(Tags.PrivateText, DicomVR.LO, "secret");
        file.Dataset.Item(Tags.ReferencedImageSequence).With(Tags.Modality, DicomVR.CS, "MR")
            .With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        return file;
    }
}
