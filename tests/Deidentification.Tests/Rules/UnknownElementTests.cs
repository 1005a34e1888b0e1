// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>Public elements that are in no dictionary: their content is unknown.</summary>
public class UnknownElementTests
{
    // Defined by editions of PS3.6 newer than the plugin's: it has names and pronouns of the patient.
    private static readonly DicomTag Unknown = new(0x0010, 0x0014);

    [TestCase("2008")]
    [TestCase("2023b")]
    public void They_are_removed_at_every_depth(string edition)
    {
        using var file = Sample.Create();
        file.Dataset.With(Unknown, DicomVR.LT, "Doe").With(new(0x1234, 0x5678), DicomVR.UN, "Doe");
        file.Dataset.Item(Tags.ReferencedImageSequence).With(Unknown, DicomVR.LT, "Doe");
        using var anonymized = TestHost.Anonymize(file, $$"""{"DicomVersion":"{{edition}}"}""");
        Assert.That(anonymized.Dataset.Contains(Unknown), Is.False);
        Assert.That(anonymized.Dataset.Contains(new(0x1234, 0x5678)), Is.False);
        Assert.That(anonymized.Dataset.At(Tags.ReferencedImageSequence).Contains(Unknown), Is.False);
    }

    [Test]
    public void A_sequence_is_removed_with_what_it_holds()
    {
        using var file = Sample.Create();
        file.Dataset.Item(Unknown).With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Contains(Unknown), Is.False);
    }

    [TestCase("""{"Keep":["0010,0014"]}""")]
    [TestCase("""{"Replace":{"0010,0014":"Doe"}}""")]
    public void They_stay_if_the_request_says_so(string json)
    {
        using var file = Sample.Create();
        file.Dataset.With(Unknown, DicomVR.LT, "Doe");
        using var anonymized = TestHost.Anonymize(file, json);
        Assert.That(anonymized.Dataset.Text(Unknown), Is.EqualTo("Doe"));
    }

    [Test]
    public void What_the_dictionary_of_the_host_has_is_not_unknown()
    {
        using var file = Sample.Create();
        file.Dataset.With(new(0x0012, 0x9999), DicomVR.LO, "of the trial");
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Text(new(0x0012, 0x9999)), Is.EqualTo("of the trial"));
    }

    [Test]
    public void A_modification_leaves_them()
    {
        using var file = Sample.Create();
        file.Dataset.With(Unknown, DicomVR.LT, "Doe");
        using var modified = TestHost.Modify(file, """{"Replace":{"PatientName":"ROE"},"RemovePrivateTags":true}""");
        Assert.That(modified.Dataset.Text(Unknown), Is.EqualTo("Doe"));
    }

    [Test]
    public void A_plan_tells_why()
    {
        var plan = TestHost.Plan("{}", Operation.Anonymize);
        var rule = new ElementRule(ElementAction.Remove, RuleReason.Unknown);
        Assert.That(plan.RuleFor(Unknown, false), Is.EqualTo(rule));
        Assert.That(plan.RuleFor(Unknown, true), Is.EqualTo(rule));
    }
}
