// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Subjects;

/// <summary>Patients who get their number in a trial.</summary>
public class SubjectTests
{
    private const string Listed = """{"Subjects": {"PID1": {"PatientID": "T7-001", "PatientName": "Subject^One"}}}""";

    private static readonly DicomTag Issuer = new(0x0010_0021);
    private static readonly DicomTag OtherImages = new(0x0008, 0x1140);
    private static readonly DicomTag Comments = new(0x0020, 0x4000);

    [Test]
    public void A_patient_gets_the_number_and_the_name_of_the_list()
    {
        using var file = Sample.Create();
        using var made = TestHost.Anonymize(file, Listed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Dataset.Text(DicomTag.PatientID), Is.EqualTo("T7-001"));
            Assert.That(made.Dataset.Text(DicomTag.PatientName), Is.EqualTo("Subject^One"));
            Assert.That(made.Dataset.Text(DicomTag.StudyInstanceUID), Does.StartWith("2.25."));
        }
    }

    [Test]
    public void Without_a_name_the_number_is_the_name()
    {
        using var file = Sample.Create();
        using var made = TestHost.Anonymize(file, """{"Subjects": {" PID1 ": {"PatientID": "T7-001"}}}""");
        Assert.That(made.Dataset.Text(DicomTag.PatientName), Is.EqualTo("T7-001"));
    }

    [Test]
    public void An_item_about_the_same_patient_follows_and_one_about_another_subject_gets_its_own_number()
    {
        using var file = Sample.Create();
        file.Dataset.With(Issuer, DicomVR.LO, "CITY");
        file.Dataset.Item(OtherImages).With(DicomTag.PatientID, DicomVR.LO, "PID1").With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN");
        file.Dataset.Item(OtherImages).With(DicomTag.PatientID, DicomVR.LO, "PID2").With(Issuer, DicomVR.LO, "TOWN");
        file.Dataset.Item(OtherImages).With(DicomTag.PatientID, DicomVR.LO, "PID2");
        using var made = TestHost.Anonymize(
            file, """
            {"Subjects": {"PID1^^^CITY": {"PatientID": "T7-001"}, "PID2^^^TOWN": {"PatientID": "T7-002"}}}
            """);
        Assert.That(made.Dataset.TryGet(OtherImages, out var items), Is.True);
        var ids = Enumerable.Range(0, 3).Select(number => items.Sequence![number].Text(DicomTag.PatientID)).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Dataset.Text(DicomTag.PatientID), Is.EqualTo("T7-001"));
            Assert.That(ids[..2], Is.EqualTo(["T7-001", "T7-002"]));
            Assert.That(ids[2], Has.Length.EqualTo(36), "without its issuer it is nobody of the list");
            Assert.That(items.Sequence![0].Text(DicomTag.PatientName), Is.EqualTo("T7-001"));
        }
    }

    [TestCase("PID1", "CITY", "PID1", "T7-001")]
    [TestCase("PID1", null, "PID1", "T7-001")]
    [TestCase("PID1 ", null, "PID1", "T7-001")]
    [TestCase("pid1", null, "PID1", null)]
    [TestCase("PID1", "CITY", "PID1^^^CITY", "T7-001")]
    [TestCase("PID1", "TOWN", "PID1^^^CITY", null)]
    [TestCase("PID1", null, "PID1^^^CITY", null)]
    [TestCase("PID1^^^CITY", null, "PID1^^^CITY", "T7-001")]
    [TestCase("", null, "PID1", null)]
    [TestCase("PID1\\PID2", null, "PID1", null)]
    public void The_issuer_counts_if_the_list_names_one(string id, string? issuer, string key, string? number)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientID, DicomVR.LO, id);
        if (issuer is not null)
        {
            file.Dataset.With(Issuer, DicomVR.LO, issuer);
        }

        var body = $$$$"""{"Subjects": {"{{{{key}}}}": {"PatientID": "T7-001"}}}""";
        if (number is null)
        {
            Assert.That(() => TestHost.Anonymize(file, body), Throws.TypeOf<InstanceRejectedException>().With.Message.Not.Contain("PID"
                + (id.Length > 3 ? id[3..] : "?")));
            return;
        }

        using var made = TestHost.Anonymize(file, body);
        Assert.That(made.Dataset.Text(DicomTag.PatientID), Is.EqualTo(number));
    }

    [Test]
    public void Two_patients_whom_only_the_issuer_tells_apart_do_not_become_one()
    {
        var identifiers = TestHost.Identifiers();
        TestHost.Anonymize(OfIssuer("CITY"), Listed, identifiers).Dispose();
        TestHost.Anonymize(OfIssuer("CITY"), Listed, identifiers.SetApart("x")).Dispose();
        Assert.That(
            () => TestHost.Anonymize(OfIssuer("TOWN"), Listed, identifiers),
            Throws.TypeOf<RequestException>().With.Message.Contain("PatientID^^^Issuer"));
    }

    [Test]
    public void A_patient_who_is_not_listed_is_rejected_or_gets_an_identity_as_without_a_list()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientID, DicomVR.LO, "PID2");
        Assert.That(() => TestHost.Anonymize(file, Listed), Throws.TypeOf<InstanceRejectedException>());
        using var other = Sample.Create();
        other.Dataset.With(DicomTag.PatientID, DicomVR.LO, "PID2");
        using var made = TestHost.Anonymize(other, Listed[..^1] + """, "UnknownSubject": "Pseudonym"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Dataset.Text(DicomTag.PatientID), Has.Length.EqualTo(36));
            Assert.That(made.Dataset.Text(DicomTag.PatientName), Is.EqualTo("Anonymized1"));
        }
    }

    [Test]
    public void Only_unknown_patients_use_up_a_number_of_the_host()
    {
        Assert.That(TestHost.Plan(Listed, Operation.Anonymize).NamesPatient, Is.False);
        Assert.That(TestHost.Plan(Listed[..^1] + """, "UnknownSubject": "Pseudonym"}""", Operation.Anonymize).NamesPatient, Is.True);
    }

    [Test]
    public void With_pseudonyms_all_else_is_derived_from_the_old_identity()
    {
        var host = TestHost.Settings with { PseudonymKey = PseudonymKey.Of(Encoding.ASCII.GetBytes(new string('a', 32))) };
        string?[] Made(string json)
        {
            var request = TestHost.Request(json, Operation.Anonymize, host);
            using var file = Sample.Create();
            file.Dataset.With(new DicomTag(0x0008, 0x0050), DicomVR.SH, "ACC1");
            using var made = TestHost.Apply(
                file, ModificationPlan.For(request), new IdentifierMap(request.PseudonymKey!, () => string.Empty));
            return [.. new[] { DicomTag.PatientID, DicomTag.PatientName, DicomTag.StudyInstanceUID, new(0x0008, 0x0050) }
                .Select(tag => made.Dataset.Text(tag))];
        }

        var own = Made(Listed[..^1] + """, "Pseudonyms": "trial-7"}""");
        Assert.That(own[..2], Is.EqualTo(["T7-001", "Subject^One"]));
        Assert.That(own[2..], Is.EqualTo(Made("""{"Pseudonyms": "trial-7"}""")[2..]));
    }

    [Test]
    public void The_old_number_is_cleaned_from_text_and_a_number_that_is_given_is_no_leak()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientID, DicomVR.LO, "4711-0815").With(Comments, DicomVR.LT, "Patient 4711-0815, follow-up");
        var plan = TestHost.Plan(
            """{"Options": ["CleanDescriptors"], "Subjects": {"4711-0815": {"PatientID": "TRIAL7-001"}}}""", Operation.Anonymize);
        using var bytes = TestHost.Make(file, plan);
        using var made = DicomFile.Parse(new NativeBuffer(bytes.Pointer, bytes.Length, release: null), TestHost.Settings.Reading);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Dataset.Text(DicomTag.PatientID), Is.EqualTo("TRIAL7-001"));
            Assert.That(made.Dataset.Text(Comments), Does.Contain("follow-up").And.Not.Contain("4711"));
            Assert.That(made.Dataset.Text(new DicomTag(0x0012, 0x0063)), Does.Contain("Basic Profile"), "nothing of the profile is missing");
        }
    }

    private static DicomFile OfIssuer(string issuer)
    {
        var file = Sample.Create();
        file.Dataset.With(Issuer, DicomVR.LO, issuer);
        return file;
    }
}
