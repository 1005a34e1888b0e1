// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>An instance without the patient's name does not keep that name in its text if other instances have it.</summary>
public sealed class RelatedValueTests
{
    private static readonly DicomTag SeriesDescription = new(0x0008, 0x103E);

    private static readonly RelatedValues Related = new(
        [(DicomTag.PatientName, "Wölkenstein^Anna"), (DicomTag.AccessionNumber, "ACC-77123"), (default, string.Empty)],
        TestHost.Settings.Dictionary);

    [TestCase("""{"Options": ["CleanDescriptors"], "Verify": false}""")]
    [TestCase("""{"Options": ["CleanDescriptors"]}""")]
    public void Text_loses_what_others_say(string request)
    {
        using var file = Unnamed();
        var plan = TestHost.Plan(request, Operation.Anonymize);
        var identity = Identity(plan, file);
        var check = LeakCheck.For(plan, identity);
        plan.Apply(file, TestHost.Identifiers(), null, identity, hasMaskedPixels: false);
        using var made = file.Write(new Implementation("1.2.3.4", "TEST"));
        check?.Run(made);

        using var read = DicomFile.Parse(made.AsSpan());
        Assert.That(read.Dataset.Text(SeriesDescription), Is.EqualTo("CT of for"));
    }

    [Test]
    public void The_check_finds_what_others_say()
    {
        using var file = Unnamed();
        var plan = TestHost.Plan("""{"Verify": true, "Keep": ["StudyDescription"]}""", Operation.Anonymize);
        var check = LeakCheck.For(plan, Identity(plan, file))!;

        using var unedited = file.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(() => check.Run(unedited), Throws.TypeOf<RequestException>().With.Message.Contains("0008,103e"));
    }

    [Test]
    public void What_another_instance_was_given_is_no_leak()
    {
        using var file = Sample.Create();
        var plan = TestHost.Plan("""{"Options": []}""", Operation.Anonymize);
        var identity = new Lazy<CollectedIdentity>(() => CollectedIdentity.Of(
            file.Dataset, plan.Identities, new RelatedValues([(DicomTag.PatientName, "Anonymized1")], TestHost.Settings.Dictionary)));
        var check = LeakCheck.For(plan, identity)!;
        plan.Apply(file, TestHost.Identifiers(), null, identity, hasMaskedPixels: false);
        using var made = file.Write(new Implementation("1.2.3.4", "TEST"));

        Assert.That(() => check.Run(made), Throws.Nothing);
    }

    [Test]
    public void Instances_that_say_the_same_of_other_patients_are_told_apart()
    {
        var plan = TestHost.Plan("""{"Options": ["CleanDescriptors"]}""", Operation.Anonymize);
        using var file = Unnamed();

        var known = Identity(plan, file).Value.Known;
        Assert.That(known, Is.Not.SameAs(CollectedIdentity.Of(file.Dataset, plan.Identities).Known));
        Assert.That(Identity(plan, file).Value.Known, Is.SameAs(known));
    }

    private static Lazy<CollectedIdentity> Identity(ModificationPlan plan, DicomFile file) =>
        new(() => CollectedIdentity.Of(file.Dataset, plan.Identities, Related));

    private static DicomFile Unnamed()
    {
        var file = Sample.Create();
        file.Dataset.Remove(DicomTag.PatientName);
        file.Dataset.Remove(DicomTag.AccessionNumber);
        file.Dataset.With(SeriesDescription, DicomVR.LO, "CT of Woelkenstein for ACC-77123");
        return file;
    }
}
