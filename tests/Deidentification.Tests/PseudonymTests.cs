// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>Identities that are the same in every request.</summary>
public class PseudonymTests
{
    private static readonly DicomTag AccessionNumber = new(0x0008, 0x0050);
    private static readonly DicomTag StudyID = new(0x0020, 0x0010);
    private static readonly DicomTag ReferencedSeries = new(0x0008, 0x1115);

    private static readonly DicomTag[] Identity =
        [DicomTag.PatientName, DicomTag.PatientID, AccessionNumber, StudyID, DicomTag.StudyInstanceUID,
            DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID];

    [Test]
    public void Every_request_with_the_same_key_gives_a_patient_the_same_identity()
    {
        var first = IdentityOf(Patient(), """{"Pseudonyms":true}""", Key('a'));
        Assert.That(IdentityOf(Patient(), """{"Pseudonyms":true}""", Key('a')), Is.EqualTo(first));
        Assert.That(first[0], Is.EqualTo(first[1]), "the name is the Patient ID");
        Assert.That(first[1], Has.Length.EqualTo(36));
        Assert.That(first[2..4], Is.All.Match("^[0-9A-HJKMNP-TV-Z]{16}$"));
        Assert.That(first, Has.None.AnyOf(IdentityOf(Patient())));
    }

    [TestCase("""{"Pseudonyms":"trial"}""", 'a')]
    [TestCase("""{"Pseudonyms":"Trial"}""", 'a')]
    [TestCase("""{"Pseudonyms":true}""", 'b')]
    [TestCase("{}", 'a')]
    public void Another_project_or_key_gives_another_identity(string json, char key)
    {
        var other = IdentityOf(Patient(), json, Key(key));
        Assert.That(other, Has.None.AnyOf(IdentityOf(Patient(), """{"Pseudonyms":true}""", Key('a'))));
    }

    [Test]
    public void The_derivation_never_changes()
    {
        // Computed by another implementation (Python's hmac and hashlib). Changing this value breaks every trial.
        var identity = IdentityOf(Patient(), """{"Pseudonyms":"trial-7"}""", Key('a'));
        Assert.That(identity, Is.EqualTo(new[]
        {
            "2f90db19-56a0-4735-8c69-b8dcc7751c33",
            "2f90db19-56a0-4735-8c69-b8dcc7751c33",
            "7Y2SCPYJ1CYFYFSM",
            "RADTP7GKXEXV3ZXF",
            "2.25.223865415748739203196108781385370174398",
            "2.25.261528662910888828814650467852752824189",
            "2.25.274151388715021038199648767778454043011",
        }));
    }

    [Test]
    public void References_follow_at_every_depth()
    {
        using var file = Patient();
        file.Dataset.Item(ReferencedSeries).Item(ReferencedSeries).With(AccessionNumber, DicomVR.SH, "A7 ")
            .With(StudyID, DicomVR.SH, "1").With(DicomTag.PatientID, DicomVR.LO, " PID1")
            .With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN").With(DicomTag.StudyInstanceUID, DicomVR.UI, Sample.Study);
        using var result = Anonymize(file, """{"Pseudonyms":true}""", Key('a'));
        var item = result.Dataset.At(ReferencedSeries).At(ReferencedSeries);
        foreach (var tag in Identity[..5])
        {
            Assert.That(item.Text(tag), Is.EqualTo(result.Dataset.Text(tag)).And.Not.Empty, $"{tag}");
        }
    }

    [Test]
    public void Nothing_is_made_of_what_is_not_there()
    {
        using var file = Sample.Create();
        file.Dataset.With(AccessionNumber, DicomVR.SH, string.Empty);
        using var result = Anonymize(file, """{"Pseudonyms":true}""", Key('a'));
        Assert.That(result.Dataset.Text(AccessionNumber), Is.Empty);
        Assert.That(result.Dataset.Contains(StudyID), Is.False);
    }

    [Test]
    public void Patients_without_an_ID_are_not_taken_for_one()
    {
        var identities = new[] { "1.2.3", "1.2.4", "1.2.3" }.Select(study =>
        {
            var file = Sample.Create();
            file.Dataset.With(DicomTag.PatientID, DicomVR.LO, string.Empty).With(DicomTag.StudyInstanceUID, DicomVR.UI, study);
            return IdentityOf(file, """{"Pseudonyms":true}""", Key('a'))[1];
        }).ToArray();
        Assert.That(identities[2], Is.EqualTo(identities[0]));
        Assert.That(identities[1], Is.Not.EqualTo(identities[0]).And.Length.EqualTo(36));
    }

    [Test]
    public void Patients_whose_IDs_cannot_be_read_are_not_taken_for_one()
    {
        var identities = new[] { "P\u00e41", "P\u00f61", "P\u00e41 ", "P\u00e41" }.Select(id =>
        {
            // Latin 1, whatever the file declares.
            var file = Sample.Create();
            file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192").With(DicomTag.PatientID, DicomVR.LO, id)
                .With(AccessionNumber, DicomVR.SH, id);
            file.Dataset.Item(ReferencedSeries).With(DicomTag.PatientID, DicomVR.LO, id);
            using var result = Anonymize(
                file, """{"Pseudonyms":true,"Options":["RetainLongitudinalModifiedDates"],"Verify":false}""", Key('a'));
            Assert.That(result.Dataset.At(ReferencedSeries).Text(DicomTag.PatientID), Is.EqualTo(result.Dataset.Text(DicomTag.PatientID)));
            return (result.Dataset.Text(DicomTag.PatientID), result.Dataset.Text(AccessionNumber), result.Dataset.Text(Tags.StudyDate));
        }).ToArray();
        Assert.That(identities[2..], Is.All.EqualTo(identities[0]));
        Assert.That(identities[1].Item1, Is.Not.EqualTo(identities[0].Item1).And.Length.EqualTo(36));
        Assert.That(identities[1].Item2, Is.Not.EqualTo(identities[0].Item2).And.Length.EqualTo(16));
        Assert.That(identities[1].Item3, Is.Not.EqualTo(identities[0].Item3));
    }

    [Test]
    public void An_ID_that_cannot_be_read_becomes_what_the_request_gives()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192").With(DicomTag.PatientID, DicomVR.LO, "P\u00e41");
        file.Dataset.Item(ReferencedSeries).With(DicomTag.PatientID, DicomVR.LO, "P\u00e41");
        file.Dataset.Item(ReferencedSeries).With(DicomTag.PatientID, DicomVR.LO, "P\u00f61");
        using var result = Anonymize(file, """{"Replace":{"PatientID":"NEW"},"Force":true}""", Key('a'));
        Assert.That(result.Dataset.At(ReferencedSeries).Text(DicomTag.PatientID), Is.EqualTo("NEW"));
        Assert.That(result.Dataset.At(ReferencedSeries, 1).Text(DicomTag.PatientID), Has.Length.EqualTo(36));
    }

    [Test]
    public void A_request_wins()
    {
        using var file = Patient();
        using var result = Anonymize(
            file,
            """{"Pseudonyms":true,"Keep":["AccessionNumber"],"Remove":["StudyID"],"""
            + "\"Replace\":{\"PatientName\":\"X^Y\"}}",
            Key('a'));
        Assert.That(result.Dataset.Text(AccessionNumber), Is.EqualTo("A7"));
        Assert.That(result.Dataset.Contains(StudyID), Is.False);
        Assert.That(result.Dataset.Text(DicomTag.PatientName), Is.EqualTo("X^Y"));
    }

    [TestCase("""{"Pseudonyms":1}""", RequestFault.BadFormat)]
    [TestCase("""{"Pseudonyms":null}""", RequestFault.BadFormat)]
    [TestCase("""{"Pseudonyms":""}""", RequestFault.BadFormat)]
    [TestCase("""{"Pseudonyms":[]}""", RequestFault.BadFormat)]
    [TestCase("""{"Pseudonyms":true}""", RequestFault.Refused)]
    [TestCase("""{"Options":["RetainLongitudinalModifiedDates"]}""", RequestFault.Refused)]
    public void What_cannot_be_followed_is_refused(string json, RequestFault fault) =>
        Assert.That(TestHost.Fault(json, Operation.Anonymize).Fault, Is.EqualTo(fault));

    [Test]
    public void A_modification_ignores_the_member() =>
        Assert.That(TestHost.Request("""{"Pseudonyms":true}""", Operation.Modify).PseudonymKey, Is.Null);

    [Test]
    public void A_key_ends_with_its_last_visible_character()
    {
        var file = Patient();
        var expected = IdentityOf(file, """{"Pseudonyms":true}""", Key('a'));
        var ended = PseudonymKey.Of([.. Enumerable.Repeat((byte)'a', 32), .. " \r\n"u8]);
        Assert.That(IdentityOf(Patient(), """{"Pseudonyms":true}""", ended), Is.EqualTo(expected));
        Assert.That(() => PseudonymKey.Of(new byte[31]), Throws.ArgumentException);
        Assert.That(() => PseudonymKey.Of([.. new byte[31], .. "\n\n\n"u8]), Throws.ArgumentException);
    }

    [Test]
    public void No_number_of_a_name_is_used_up()
    {
        var plan = ModificationPlan.For(
            TestHost.Request("""{"Pseudonyms":true}""", Operation.Anonymize, Settings(Key('a'))));
        Assert.That(plan.NamesPatient, Is.False);
        using var file = Patient();
        plan.Apply(file, new IdentifierMap(plan.Request.PseudonymKey!, () => throw new InvalidOperationException("no name")));
    }

    internal static PseudonymKey Key(char letter) => PseudonymKey.Of(Enumerable.Repeat((byte)letter, 32).ToArray());

    internal static HostSettings Settings(PseudonymKey? key, DateShiftRange? range = null) =>
        TestHost.Settings with { PseudonymKey = key, DateShift = range ?? DateShiftRange.Default };

    internal static DicomFile Anonymize(DicomFile file, string json, PseudonymKey? key, DateShiftRange? range = null)
    {
        var plan = ModificationPlan.For(TestHost.Request(json, Operation.Anonymize, Settings(key, range)));
        return TestHost.Apply(
            file, plan, new IdentifierMap(plan.Request.PseudonymKey ?? IdentifierKey.Create(), () => "Anonymized1"));
    }

    private static DicomFile Patient()
    {
        var file = Sample.Create();
        file.Dataset.With(AccessionNumber, DicomVR.SH, "A7").With(StudyID, DicomVR.SH, "1");
        return file;
    }

    private static string?[] IdentityOf(DicomFile file, string json, PseudonymKey key)
    {
        using var original = file;
        using var result = Anonymize(original, json, key);
        return IdentityOf(result);
    }

    private static string?[] IdentityOf(DicomFile file) => [.. Identity.Select(tag => file.Dataset.Text(tag))];
}
