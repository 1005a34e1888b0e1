// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Subjects;

namespace OrthancDeid.Deidentification.Tests.Subjects;

/// <summary>The members of a request that are about subjects, and where lists come from.</summary>
public class SubjectRequestTests
{
    [TestCase("""{"Subjects": []}""", RequestFault.BadFormat, "object")]
    [TestCase("""{"Subjects": {"SECRET": "T1"}}""", RequestFault.BadFormat, "entry 1")]
    [TestCase("""{"Subjects": {"A": {"PatientID": "T1"}, "SECRET": {}}}""", RequestFault.BadFormat, "entry 2: the new PatientID is empty")]
    [TestCase("""{"Subjects": {"SECRET": {"PatientID": 7}}}""", RequestFault.BadFormat, "strings")]
    [TestCase("""{"Subjects": {"SECRET": {"PatientID": "T1", "Patientname": "x"}}}""", RequestFault.BadFormat, "no other members")]
    [TestCase("""{"Subjects": {"SECRET": {"PatientID": "T\\1"}}}""", RequestFault.BadFormat, "backslash")]
    [TestCase("""{"Subjects": {"SECRET": {"PatientID": "T1\n"}}}""", RequestFault.BadFormat, "control")]
    [TestCase("""{"Subjects": {"SECRET": {"PatientID": "T1", "PatientName": "a=b=c=d"}}}""", RequestFault.BadFormat, "PatientName")]
    [TestCase("""{"Subjects": {"": {"PatientID": "T1"}}}""", RequestFault.Refused, "entry 1: the old PatientID is empty")]
    [TestCase("""{"Subjects": {"SECRET": {"PatientID": "T1"}, "SECRET ": {"PatientID": "T2"}}}""", RequestFault.Refused, "entry 2: its patient is listed before")]
    [TestCase("""{"Subjects": {"SECRET": {"PatientID": "T1"}, "B": {"PatientID": "T1"}}}""", RequestFault.Refused, "two would become one subject")]
    [TestCase("""{"Subjects": {"SECRET^^^A": {"PatientID": "T1"}, "SECRET^^^B": {"PatientID": "T1"}}}""", RequestFault.Refused, "two would become one subject")]
    [TestCase("""{"Subjects": {"SECRET": {"PatientID": "T-secret"}}}""", RequestFault.Refused, "holds the old PatientID")]
    [TestCase("""{"Subjects": {"SECRET": {"PatientID": "T1", "PatientName": "My^Secret"}}}""", RequestFault.Refused, "holds the old PatientID")]
    [TestCase("""{"Subjects": {"47": {"PatientID": "47"}}}""", RequestFault.Refused, "holds the old PatientID")]
    [TestCase("""{"Subjects": {"SECRET": {"PatientID": "B"}, "B": {"PatientID": "T2"}}}""", RequestFault.Refused, "is the old one of entry 2")]
    [TestCase("""{"Subjects": {}, "UnknownSubject": "Keep"}""", RequestFault.OutOfRange, "Reject, Pseudonym")]
    [TestCase("""{"Subjects": {}, "UnknownSubject": 1}""", RequestFault.BadFormat, "UnknownSubject")]
    [TestCase("""{"UnknownSubject": "Reject"}""", RequestFault.Refused, "no \"Subjects\"")]
    [TestCase("""{"Subjects": {}, "Replace": {"PatientID": "x"}, "Force": true}""", RequestFault.Refused, "PatientID")]
    [TestCase("""{"Subjects": {}, "Keep": ["PatientName"]}""", RequestFault.Refused, "PatientName")]
    [TestCase("""{"Subjects": {}, "Remove": ["PatientName"]}""", RequestFault.Refused, "PatientName")]
    public void A_faulty_list_is_refused_and_no_patient_is_named(string json, RequestFault fault, string reason)
    {
        var found = TestHost.Fault(json, Operation.Anonymize);
        Assert.That(found.Fault, Is.EqualTo(fault));
        Assert.That(found.Message, Does.Contain(reason).And.Not.Contain("SECRET"));
    }

    [TestCase("""{"Subjects": {"A": {"PatientID": "T1"}, "A^^^CITY": {"PatientID": "T1"}}}""")]
    [TestCase("""{"Subjects": {"1": {"PatientID": "T7-001"}}}""")]
    [TestCase("""{"Subjects": null}""")]
    [TestCase("""{"Subjects": null, "UnknownSubject": "Reject"}""")]
    public void What_is_no_mistake_is_accepted(string json) =>
        Assert.That(() => TestHost.Plan(json, Operation.Anonymize), Throws.Nothing);

    [Test]
    public void A_client_names_no_file_of_the_host() => Assert.That(
        () => Read("""{"SubjectsFile": "/etc/shadow"}""", Host()),
        Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.Forbidden));

    [TestCase("{}", "A SITE")]
    [TestCase("""{"Profile": "trial"}""", "A TRIAL")]
    [TestCase("""{"Profile": "trial", "Subjects": {"A": {"PatientID": "OWN"}}}""", "OWN")]
    [TestCase("""{"Profile": "trial", "Subjects": null}""", null)]
    [TestCase("""{"Subjects": null}""", null)]
    public void The_list_is_that_of_the_request_or_its_profile_or_the_site(string json, string? number)
    {
        var request = ModificationRequest.Parse(Read(json, Host()), Operation.Anonymize, Host());
        Assert.That(request.Subjects?.Find("A", string.Empty)?.PatientID, Is.EqualTo(number));
    }

    [Test]
    public void A_job_keeps_the_entries_of_its_own_patients_and_not_the_file()
    {
        var body = Read("""{"Profile": "trial", "Keep": ["StudyDate"]}""", Host());
        body = SubjectsOfSite.ForJob(body, body.SiteSubjects!, new HashSet<string> { "A" });
        var text = Encoding.UTF8.GetString(body.Bytes);
        var saved = ModificationRequest.Parse(RequestBody.Parse(body.Bytes), Operation.Anonymize, TestHost.Settings);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Not.Contain("SubjectsFile").And.Not.Contain("OTHER").And.Contain("StudyDate"));
            Assert.That(saved.Subjects!.Count, Is.EqualTo(1));
            Assert.That(saved.Subjects.Find("A", string.Empty)?.PatientName, Is.EqualTo("A TRIAL"));
        }
    }

    [Test]
    public void A_job_keeps_the_entries_of_its_own_patients_of_a_list_in_the_request()
    {
        var body = Read("""{"Keep": ["StudyDate"], "Subjects": {"A": {"PatientID": "T1"}, "OTHER": {"PatientID": "T2"}}}""", Host());
        var kept = SubjectsOfSite.ForJob(body, RequestedSubjects.Read(body.Json, body.SiteSubjects)!, new HashSet<string> { "A" });
        Assert.That(Encoding.UTF8.GetString(kept.Bytes), Does.Not.Contain("OTHER").And.Contain("StudyDate"));
        var saved = ModificationRequest.Parse(RequestBody.Parse(kept.Bytes), Operation.Anonymize, TestHost.Settings);
        Assert.That(saved.Subjects!.Find("A", string.Empty)?.PatientID, Is.EqualTo("T1"));
        Assert.That(saved.Subjects.Count, Is.EqualTo(1));
    }

    [Test]
    public void A_preset_whose_file_has_a_fault_is_told_at_the_start()
    {
        using var json = JsonDocument.Parse("""{"SubjectsFile": "/faulty"}""");
        var profiles = new RequestProfiles([KeyValuePair.Create("trial", json.RootElement)], null);
        Assert.That(profiles.FindFault(Host(), request => ModificationPlan.For(request))?.Fault, Does.Contain("line 3"));
    }

    private static HostSettings Host()
    {
        using var preset = JsonDocument.Parse("""{"SubjectsFile": "/trial"}""");
        return TestHost.Settings with
        {
            Profiles = new RequestProfiles([KeyValuePair.Create("trial", preset.RootElement)], null),
            SubjectsFile = "/site",
            ReadSubjects = path => path == "/faulty" ? throw new RequestException(RequestFault.Refused, "line 3") : SubjectTable.Parse(
                Encoding.UTF8.GetBytes($"PatientID,NewPatientID\nA,A {path[1..].ToUpperInvariant()}\nOTHER,T2\n")),
        };
    }

    private static RequestBody Read(string json, HostSettings host) =>
        RequestBody.Read(Encoding.UTF8.GetBytes(json), Operation.Anonymize, host);
}
