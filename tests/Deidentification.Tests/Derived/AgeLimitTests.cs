// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Derived;

/// <summary>
/// The rule of HIPAA's Safe Harbor for ages (45 CFR 164.514(b)(2)(i)(C)): all ages over 89 become a single value, and no
/// date of birth stays.
/// </summary>
public class AgeLimitTests
{
    private static readonly DicomTag Content = new(0x0040_A730);
    private static readonly DicomTag Measured = new(0x0040_A300);
    private static readonly DicomTag NumericValue = new(0x0040_A30A);
    private static readonly DicomTag Units = new(0x0040_08EA);
    private static readonly DicomTag TextValue = new(0x0040_A160);
    private static readonly DicomTag DateValue = new(0x0040_A121);
    private static readonly DicomTag ConceptName = new(0x0040_A043);
    private static readonly DicomTag PrivateAge = new(0x0009, 0x1011);

    [TestCase("", "")]
    [TestCase("089Y", "089Y")]
    [TestCase("090Y", "090Y")]
    [TestCase("091Y", "090Y")]
    [TestCase("103Y", "090Y")]
    [TestCase("999M", "999M")]
    [TestCase("1079M", "1079M")]
    [TestCase("1080M", "090Y")]
    [TestCase("012W", "012W")]
    [TestCase("9999W", "090Y")]
    [TestCase("003D", "003D")]
    [TestCase("95Y", "090Y")]
    [TestCase("95", "090Y")]
    [TestCase("45", "45")]
    [TestCase("045Y\\101Y", "045Y\\090Y")]
    [TestCase("about 95", null)]
    [TestCase("95 years", null)]
    [TestCase("*", null)]
    public void Ages_beyond_the_limit_become_one(string age, string? expected) =>
        Assert.That(AgeText.Limit(age, 89), Is.EqualTo(expected));

    [TestCase("""{"AgeLimit": 89}""", Operation.Anonymize)]
    [TestCase("""{"AgeLimit": 89, "Keep": ["PatientAge"]}""", Operation.Anonymize)]
    [TestCase("""{"AgeLimit": 89, "Keep": ["ReferencedStudySequence"]}""", Operation.Anonymize)]
    [TestCase("""{"AgeLimit": 89, "Options": ["RetainPatientCharacteristics"]}""", Operation.Anonymize)]
    [TestCase("""{"AgeLimit": 89, "Options": [], "DicomVersion": "2024e"}""", Operation.Anonymize)]
    [TestCase("""{"AgeLimit": 89}""", Operation.Modify)]
    [TestCase("""{"AgeLimit": 89, "Keep": ["ReferencedStudySequence[0].PatientAge"]}""", Operation.Modify)]
    public void AgeLimit_alone_does_what_the_rule_says_at_every_depth(string json, Operation operation)
    {
        using var file = Sample.Create();
        file.Dataset.With(DerivedValueTests.PatientAge, DicomVR.AS, "093Y");
        file.Dataset.Item(Tags.ReferencedStudySequence).With(DerivedValueTests.PatientAge, DicomVR.AS, "102Y")
            .With(Tags.PatientBirthDate, DicomVR.DA, "19300102");
        using var made = TestHost.Apply(file, TestHost.Plan(json, operation));
        foreach (var dataset in made.Dataset.SelfAndDescendants())
        {
            Assert.That(dataset.Text(Tags.PatientBirthDate), Is.Null.Or.Empty.Or.EqualTo("19000101"));
            Assert.That(dataset.Text(DerivedValueTests.PatientAge), Is.Null.Or.EqualTo("090Y"));
        }

        Assert.That(made.Dataset.Text(DerivedValueTests.PatientAge), Is.EqualTo("090Y"));
    }

    [TestCase("""{"AgeLimit": 89}""", Operation.Anonymize)]
    [TestCase("""{"AgeLimit": 89}""", Operation.Modify)]
    public void An_age_within_the_limit_stays_and_what_is_no_age_goes(string json, Operation operation)
    {
        foreach (var (age, expected) in new[] { ("071Y", "071Y"), ("about 95", string.Empty) })
        {
            using var file = Sample.Create();
            file.Dataset.With(DerivedValueTests.PatientAge, DicomVR.AS, age);
            using var made = TestHost.Apply(file, TestHost.Plan(json, operation));
            Assert.That(made.Dataset.Text(DerivedValueTests.PatientAge), Is.EqualTo(expected));
        }
    }

    [TestCase("93", "a", "90")]
    [TestCase("71", "a", "71")]
    [TestCase("89.9", "a", "89.9")]
    [TestCase("1200", "mo", "1080")]
    [TestCase("93", "{species}", "")]
    [TestCase("old", "a", "")]
    public void The_age_in_a_report_is_limited(string number, string unit, string expected)
    {
        using var file = Sample.Create();
        var item = Item(file, "121033").Item(Measured).With(NumericValue, DicomVR.DS, number);
        item.Item(Units).With(Tags.CodeValue, DicomVR.SH, unit);
        Item(file, "121033").With(TextValue, DicomVR.UT, "93 years");
        Item(file, "121031").With(DateValue, DicomVR.DA, "19300102");
        Item(file, "113012").Item(Measured).With(NumericValue, DicomVR.DS, "99");
        using var made = TestHost.Modify(file, """{"AgeLimit": 89}""");
        var content = made.Dataset;
        Assert.That(content.At(Content).At(Measured).Text(NumericValue), Is.EqualTo(expected));
        Assert.That(content.At(Content, 1).Text(TextValue), Is.Empty);
        Assert.That(content.At(Content, 2).Text(DateValue), Is.Empty);
        Assert.That(content.At(Content, 3).At(Measured).Text(NumericValue), Is.EqualTo("99"));
    }

    [Test]
    public void An_age_in_a_private_element_is_limited_by_its_VR()
    {
        using var file = Sample.Create();
        file.Dataset.With(Tags.PrivateCreator, DicomVR.LO, "ACME").With(PrivateAge, DicomVR.AS, "096Y");
        using var made = TestHost.Anonymize(file, """{"AgeLimit": 89, "KeepPrivateTags": true}""");
        Assert.That(made.Dataset.GetText(PrivateAge, DicomVR.AS), Is.EqualTo("090Y"));
    }

    /// <summary>Devices write private ages as UN; a value in the form of an age is taken for one.</summary>
    [TestCase("096Y", "090Y")]
    [TestCase("045Y\\101Y ", "045Y\\090Y")]
    [TestCase("062Y", "062Y")]
    [TestCase("096X", "096X")]
    [TestCase("A96Y", "A96Y")]
    [TestCase("96", "96")]
    public void An_age_in_a_private_element_of_unknown_VR_is_limited_by_its_form(string age, string expected)
    {
        foreach (var operation in Enum.GetValues<Operation>())
        {
            using var file = Sample.Create();
            file.Dataset.With(Tags.PrivateCreator, DicomVR.LO, "ACME").With(PrivateAge, DicomVR.UN, age);
            using var made = TestHost.Apply(file, TestHost.Plan("""{"AgeLimit": 89, "KeepPrivateTags": true}""", operation));
            Assert.That(made.Dataset.GetText(PrivateAge, DicomVR.AS)?.Trim(), Is.EqualTo(expected));
        }
    }

    /// <summary>A report may repeat the number as a floating-point value or a fraction (PS3.3 C.18.1).</summary>
    [Test]
    public void An_age_beside_the_number_of_a_report_goes()
    {
        using var file = Sample.Create();
        var age = Item(file, "121033").Item(Measured);
        age.Item(Units).With(Tags.CodeValue, DicomVR.SH, "a");
        age.With(NumericValue, DicomVR.DS, "93").WithBytes(0x0040_A161, DicomVR.FD, BitConverter.GetBytes(93.4))
            .WithBytes(0x0040_A162, DicomVR.SL, BitConverter.GetBytes(467)).WithBytes(0x0040_A163, DicomVR.UL, BitConverter.GetBytes(5u));
        Item(file, "113012").Item(Measured).With(NumericValue, DicomVR.DS, "99").WithBytes(0x0040_A161, DicomVR.FD, BitConverter.GetBytes(99.0));
        using var made = TestHost.Modify(file, """{"AgeLimit": 89}""");
        var measured = made.Dataset.At(Content).At(Measured);
        Assert.That(measured.Text(NumericValue), Is.EqualTo("90"));
        Assert.That(new uint[] { 0x0040_A161, 0x0040_A162, 0x0040_A163 }.Where(tag => measured.Contains(new DicomTag(tag))), Is.Empty);
        Assert.That(made.Dataset.At(Content, 1).At(Measured).Contains(new DicomTag(0x0040_A161)), Is.True);
    }

    [Test]
    public void What_the_request_says_of_the_age_itself_counts()
    {
        using var file = Sample.Create();
        file.Dataset.With(DerivedValueTests.PatientAge, DicomVR.AS, "096Y");
        using var made = TestHost.Anonymize(file, """{"AgeLimit": 89, "Remove": ["PatientAge"]}""");
        Assert.That(made.Dataset.Contains(DerivedValueTests.PatientAge), Is.False);
    }

    [TestCase("\"89\"", RequestFault.BadFormat)]
    [TestCase("null", RequestFault.BadFormat)]
    [TestCase("89.5", RequestFault.BadFormat)]
    [TestCase("0", RequestFault.OutOfRange)]
    [TestCase("999", RequestFault.OutOfRange)]
    public void A_limit_that_is_none_is_refused(string limit, RequestFault expected)
    {
        var fault = TestHost.Fault($$"""{"AgeLimit": {{limit}}}""", Operation.Anonymize);
        Assert.That(fault.Fault, Is.EqualTo(expected));
        Assert.That(fault.Message, Does.Contain("AgeLimit"));
    }

    [TestCase("""{"AgeLimit": 89, "Keep": ["PatientBirthDate"]}""", "0010,0030")]
    [TestCase("""{"AgeLimit": 89, "Keep": ["ReferencedStudySequence[*].PatientBirthDate"]}""", "0010,0030")]
    [TestCase("""{"AgeLimit": 89, "Derive": {"StudyDescription": "{PatientBirthDate}"}}""", "AgeLimit")]
    [TestCase("""{"AgeLimit": 89, "Derive": {"StudyDescription": "{PatientAge}"}}""", "cap:89")]
    [TestCase("""{"AgeLimit": 89, "Derive": {"StudyDescription": "{PatientAge|cap:95}"}}""", "cap:89")]
    public void What_contradicts_the_limit_is_refused(string json, string named)
    {
        foreach (var operation in Enum.GetValues<Operation>())
        {
            Assert.That(TestHost.Fault(json, operation).Message, Does.Contain(named));
        }
    }

    private static DicomDataset Item(DicomFile file, string concept)
    {
        var item = file.Dataset.Item(Content);
        item.Item(ConceptName).With(Tags.CodeValue, DicomVR.SH, concept);
        return item;
    }
}
