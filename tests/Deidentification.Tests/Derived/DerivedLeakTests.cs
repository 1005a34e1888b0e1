// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Derived;

/// <summary>The check of the new file covers derived values as it does all others.</summary>
public class DerivedLeakTests
{
    private static readonly HostSettings WithKey = PseudonymTests.Settings(PseudonymTests.Key('k'));

    /// <summary>The profile leaves BodyPartExamined, but somebody wrote a name into it.</summary>
    [TestCase("StudyDescription", "")]
    [TestCase("PatientName", "")]
    [TestCase("StudyID", "")]
    [TestCase("PatientID", "\"Force\": true,")]
    public void A_name_that_a_template_copies_is_found(string target, string member)
    {
        var json = $$$"""{"Verify": true, {{{member}}} "Derive": {"{{{target}}}": "x {BodyPartExamined}"}}""";
        Assert.That(() => Make("WOLKENSTEIN", json), Throws.TypeOf<RequestException>().With.Message.StartsWith("Member \"Verify\""));
        Assert.That(() => Make("HEAD", json), Throws.Nothing);
    }

    [Test]
    public void A_cleaned_value_passes() => Assert.That(
        () => Make("WOLKENSTEIN", """{"Verify": true, "Derive": {"StudyDescription": "{StudyDescription|clean} x"}}"""), Throws.Nothing);

    /// <summary>The text of the request is not searched.</summary>
    [Test]
    public void Words_of_the_request_and_hashes_are_not_searched() => Assert.That(
        () => Make("HEAD", """{"Verify": true, "Derive": {"StudyDescription": "Wolkenstein {PatientID|hmac:8}"}}"""), Throws.Nothing);

    [TestCase("""{"Options": [], "Derive": {"StudyDescription": "{Modality}"}}""", true)]
    [TestCase("""{"Options": [], "Derive": {"PatientID": "{PatientID|hmac:8}"}}""", true)]
    [TestCase("""{"Options": [], "Derive": {"StudyDescription": "{StudyDescription|clean}"}}""", false)]
    [TestCase("""{"Options": [], "Derive": {"PatientAge": "{PatientAge|cap:89}"}}""", false)]
    [TestCase("""{"Options": [], "AgeLimit": 89}""", false)]
    [TestCase("""{"Options": ["RetainPatientCharacteristics"], "AgeLimit": 89}""", true)]
    public void A_file_says_that_the_profile_was_carried_out_only_if_it_was(string json, bool isWhole)
    {
        using var file = Sample.Create();
        using var made = DerivedValueTests.Apply(file, json);
        Assert.That(made.Dataset.Text(DicomTag.DeidentificationMethod), isWhole ? Does.Contain("Basic Profile") : Does.Not.Contain("Basic Profile"));
    }

    private static void Make(string bodyPart, string json)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientName, DicomVR.PN, "WOLKENSTEIN^OSWALD")
            .With(Tags.StudyDescription, DicomVR.LO, "HEAD OF WOLKENSTEIN")
            .With(DerivedValueTests.BodyPartExamined, DicomVR.CS, bodyPart);
        using var made = TestHost.Make(file, ModificationPlan.For(TestHost.Request(json, Operation.Anonymize, WithKey)));
    }
}
