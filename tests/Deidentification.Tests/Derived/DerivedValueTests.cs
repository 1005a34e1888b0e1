// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Derived;

/// <summary>Values that are derived from values of the original file.</summary>
public class DerivedValueTests
{
    internal static readonly DicomTag BodyPartExamined = new(0x0018, 0x0015);
    internal static readonly DicomTag SeriesDescription = new(0x0008, 0x103E);
    internal static readonly DicomTag PatientAge = new(0x0010, 0x1010);
    private static readonly DicomTag StationName = new(0x0008, 0x1010);

    private static readonly HostSettings WithKey = PseudonymTests.Settings(PseudonymTests.Key('k'));

    [Test]
    public void The_request_of_the_issue_makes_each_value()
    {
        using var file = Sample.Create();
        file.Dataset.With(BodyPartExamined, DicomVR.CS, "HEAD").With(PatientAge, DicomVR.AS, "093Y")
            .With(SeriesDescription, DicomVR.LO, "t2 of JOHN DOE");
        using var made = Apply(file, """
            {"Derive": {"StudyDescription": "{Modality} {BodyPartExamined}", "PatientID": "T7-{PatientID|hmac:8}",
             "PatientAge": "{PatientAge|cap:89}", "SeriesDescription": "{SeriesDescription|clean}"}}
            """);
        Assert.That(made.Dataset.Text(Tags.StudyDescription), Is.EqualTo("CT HEAD"));
        Assert.That(made.Dataset.Text(DicomTag.PatientID), Does.Match("^T7-[0-9A-Z]{8}$"));
        Assert.That(made.Dataset.Text(PatientAge), Is.EqualTo("090Y"));
        Assert.That(made.Dataset.Text(SeriesDescription), Is.EqualTo("t2 of"));
    }

    [Test]
    public void Items_about_the_patient_get_the_derived_id_and_name()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ReferencedStudySequence).With(DicomTag.PatientID, DicomVR.LO, "PID1")
            .With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        file.Dataset.Item(Tags.ReferencedImageSequence).With(DicomTag.PatientID, DicomVR.LO, "OTHER");
        using var made = Apply(file, """
            {"Derive": {"PatientID": "{PatientID|hmac:8}", "PatientName": "{PatientID|hmac:8|prefix:T7^}"}}
            """);
        var id = made.Dataset.Text(DicomTag.PatientID);
        Assert.That(made.Dataset.Text(DicomTag.PatientName), Is.EqualTo($"T7^{id}"));
        var item = made.Dataset.At(Tags.ReferencedImageSequence);
        Assert.That(item.Text(DicomTag.PatientID), Is.Not.AnyOf("OTHER", id, string.Empty));
    }

    [Test]
    public void A_hash_is_the_same_for_the_same_key_and_tells_sources_apart()
    {
        var json = """{"Derive": {"PatientID": "{PatientID|hmac}", "StudyID": "{AccessionNumber|hmac:12}"}}""";
        using var first = Sample.Create();
        first.Dataset.With(DicomTag.AccessionNumber, DicomVR.SH, "PID1");
        using var one = Apply(first, json);
        using var second = Sample.Create();
        second.Dataset.With(DicomTag.AccessionNumber, DicomVR.SH, "PID1");
        using var two = Apply(second, json);
        using var third = Sample.Create();
        using var other = Apply(third, json, PseudonymTests.Settings(PseudonymTests.Key('o')));
        Assert.That(two.Dataset.Text(DicomTag.PatientID), Is.EqualTo(one.Dataset.Text(DicomTag.PatientID)));
        Assert.That(other.Dataset.Text(DicomTag.PatientID), Is.Not.EqualTo(one.Dataset.Text(DicomTag.PatientID)));
        Assert.That(one.Dataset.Text(DicomTag.StudyID), Has.Length.EqualTo(12));
        Assert.That(one.Dataset.Text(DicomTag.PatientID), Does.Not.StartWith(one.Dataset.Text(DicomTag.StudyID)!));
    }

    /// <summary>Two studies without a Patient ID may or may not be of the same patient.</summary>
    [Test]
    public void A_patient_without_an_id_is_told_by_the_study()
    {
        string? Of(string study)
        {
            using var file = Sample.Create();
            file.Dataset.With(DicomTag.PatientID, DicomVR.LO, string.Empty).With(DicomTag.StudyInstanceUID, DicomVR.UI, study);
            using var made = Apply(file, """{"Derive": {"PatientID": "T{PatientID|hmac:8}"}}""");
            return made.Dataset.Text(DicomTag.PatientID);
        }

        string?[] made = [Of("1.2.3"), Of("1.2.3"), Of("1.2.4")];
        Assert.That(made[1], Is.EqualTo(made[0]).And.Not.EqualTo(made[2]).And.Length.EqualTo(9));
    }

    [TestCase("{Modality|upper|prefix:X }", "X CT")]
    [TestCase("{BodyPartExamined|default:none}", "none")]
    [TestCase("{BodyPartExamined|prefix:of }", "")]
    [TestCase("{{{Modality}}}", "{CT}")]
    [TestCase("{ Modality | upper } {Rows}", "CT 512")]
    [TestCase("{0008,0060}{(0008,0060)}", "CTCT")]
    [TestCase("{BodyPartExamined} {Modality} ", "CT")]
    [TestCase("{ProcedureCodeSequence[1].CodeValue}", "B")]
    [TestCase("{ProcedureCodeSequence[2].CodeValue|default:C}", "C")]
    public void Functions_are_chained(string template, string expected)
    {
        using var file = Sample.Create();
        file.Dataset.Set(Tags.Rows, DicomVR.US, new byte[] { 0, 2 });
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(Tags.CodeValue, DicomVR.SH, "A");
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(Tags.CodeValue, DicomVR.SH, "B");
        using var made = TestHost.Modify(file, $$$"""{"Derive": {"StudyDescription": "{{{template}}}"}}""");
        Assert.That(made.Dataset.Text(Tags.StudyDescription), Is.EqualTo(expected));
    }

    [Test]
    public void Sources_are_those_of_the_original_file_whatever_else_the_request_does()
    {
        using var file = Sample.Create();
        using var made = TestHost.Modify(file, """
            {"Replace": {"Modality": "MR"}, "Remove": ["StudyDate"],
             "Derive": {"StudyDescription": "{Modality} {StudyDate}", "SeriesDescription": "{StudyDescription}"}}
            """);
        Assert.That(made.Dataset.Text(Tags.StudyDescription), Is.EqualTo("CT 20200101"));
        Assert.That(made.Dataset.Text(SeriesDescription), Is.EqualTo("HEAD OF DOE"));
    }

    [Test]
    public void An_element_in_items_is_derived_by_a_path()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Tags.ProcedureCodeSequence).With(Tags.CodeMeaning, DicomVR.LO, "old");
        file.Dataset.Item(Tags.ProcedureCodeSequence);
        using var made = TestHost.Anonymize(file, """{"Derive": {"ProcedureCodeSequence[*].CodeMeaning": "{Modality} x"}}""");
        Assert.That(made.Dataset.At(Tags.ProcedureCodeSequence).Text(Tags.CodeMeaning), Is.EqualTo("CT x"));
        Assert.That(made.Dataset.At(Tags.ProcedureCodeSequence, 1).Text(Tags.CodeMeaning), Is.EqualTo("CT x"));
    }

    [Test]
    public void An_absent_element_is_not_made_for_an_empty_value_and_one_that_is_there_is_emptied()
    {
        using var file = Sample.Create();
        using var made = TestHost.Modify(
            file, """{"Derive": {"StudyDescription": "{BodyPartExamined}", "SeriesDescription": "{BodyPartExamined}"}}""");
        Assert.That(made.Dataset.Text(Tags.StudyDescription), Is.Empty);
        Assert.That(made.Dataset.Contains(SeriesDescription), Is.False);
    }

    [Test]
    public void Keep_wins_over_Derive_and_Derive_over_Remove()
    {
        using var file = Sample.Create();
        using var made = TestHost.Anonymize(file, """
            {"Keep": ["StudyDescription"], "Remove": ["SeriesDescription"],
             "Derive": {"StudyDescription": "{Modality}", "SeriesDescription": "{Modality}"}}
            """);
        Assert.That(made.Dataset.Text(Tags.StudyDescription), Is.EqualTo("HEAD OF DOE"));
        Assert.That(made.Dataset.Text(SeriesDescription), Is.EqualTo("CT"));
    }

    [Test]
    public void Text_that_is_too_long_is_cut_and_stays_on_one_line()
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.ImageComments, DicomVR.LT, $"a\r\nb{new string('x', 90)}");
        using var made = TestHost.Modify(file, """{"Derive": {"SeriesDescription": "{ImageComments}"}}""");
        Assert.That(made.Dataset.Text(SeriesDescription), Is.EqualTo($"a  b{new string('x', 60)}"));
    }

    [TestCase("AccessionNumber", "0123456789{StudyDescription}", "more than 16 characters")]
    [TestCase("PatientAge", "{Modality}", "not an age")]
    [TestCase("BodyPartExamined", "{StudyDescription}!", "capital letters")]
    [TestCase("StudyDate", "{StudyDescription}", "not a date")]
    [TestCase("PatientSize", "{StudyDescription}", "not a number")]
    [TestCase("SeriesNumber", "{StudyDate}0000", "more than 12 characters|not an integer")]
    public void A_value_that_its_VR_does_not_allow_fails_the_instance_and_is_not_told(string tag, string template, string reason)
    {
        using var file = Sample.Create();
        var fault = Assert.Throws<RequestException>(
            () => TestHost.Modify(file, $$$"""{"Derive": {"{{{tag}}}": "{{{template}}}"}}"""))!;
        Assert.That(fault.Message, Does.StartWith("Member \"Derive\"").And.Match(reason).And.Not.Contain("DOE"));
    }

    [Test]
    public void Dates_shift_as_all_others_of_the_patient_do()
    {
        using var file = Sample.Create();
        file.Dataset.With(new(0x0008, 0x0021), DicomVR.DA, "20200102");
        using var made = Apply(file, """
            {"Options": ["RetainLongitudinalModifiedDates"], "Verify": true,
             "Derive": {"StudyDescription": "on {StudyDate|shift}"}}
            """);
        var shifted = made.Dataset.Text(Tags.StudyDate);
        Assert.That(made.Dataset.Text(Tags.StudyDescription), Is.EqualTo($"on {shifted}").And.Not.Contain("20200101"));
    }

    [Test]
    public void A_value_in_letters_that_the_character_set_lacks_is_whole()
    {
        using var file = Sample.Create();
        using var made = TestHost.Modify(file, """{"Derive": {"StationName": "Žižkov {Modality}"}}""");
        Assert.That(made.Dataset.Text(StationName), Is.EqualTo("Žižkov CT"));
    }

    internal static DicomFile Apply(DicomFile file, string json, HostSettings? settings = null)
    {
        var plan = ModificationPlan.For(TestHost.Request(json, Operation.Anonymize, settings ?? WithKey));
        using var made = TestHost.Make(file, plan);
        using var read = DicomFile.Parse(made);
        return TestHost.Reread(read);
    }
}
