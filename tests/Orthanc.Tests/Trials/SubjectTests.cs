// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Configuration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Trials;

/// <summary>A host with a trial's list of subjects, which grows while it runs.</summary>
internal sealed class SubjectTests(OrthancVersion version) : HostFixture(version)
{
    private const string Header = "PatientID,NewPatientID,NewPatientName\n";
    private const string Both = """{"P-81-1": {"PatientID": "T7-001"}, "P-81-2": {"PatientID": "T7-002", "PatientName": "Two^Subject"}}""";

    private readonly TrialFiles _files = new();

    private SampleStudies _studies = null!;

    protected override JsonObject Configuration
    {
        get
        {
            _files.WriteSubjects(Header + "P-81-1,L-001,\n");
            return new()
            {
                ["OverwriteInstances"] = true,
                ["Deid"] = new JsonObject
                {
                    ["Profiles"] = new JsonObject { ["trial-7"] = new JsonObject { ["SubjectsFile"] = _files.Subjects } },
                },
            };
        }
    }

    [OneTimeSetUp]
    public async Task Store() => _studies = await SampleStudies.In(Host, "81");

    [OneTimeTearDown]
    public void Delete() => _files.Dispose();

    [Test]
    public async Task Different_patients_in_one_bulk_request_each_get_their_number()
    {
        var answer = await Host.Post("/tools/bulk-anonymize", $$"""
            {"Resources": ["{{_studies.Patient("1")}}", "{{_studies.Patient("2")}}"], "Subjects": {{Both}}, "Options": ["CleanDescriptors"]}
            """);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var ids = await PatientIdsOf(answer.Json());
        Assert.That(ids.Distinct(), Is.EquivalentTo(["T7-001", "T7-002"]));
        Assert.That(await NameOf("T7-002"), Is.EqualTo("Two^Subject"));
        Assert.That(ids, Has.Count.EqualTo((await Host.InstancesOf($"/patients/{_studies.Patient("1")}")).Count
            + (await Host.InstancesOf($"/patients/{_studies.Patient("2")}")).Count));
        Assert.That(Host.Log, Does.Not.Contain("P-81").And.Not.Contain("T7-001"));
    }

    [Test]
    public async Task The_route_of_an_instance_gives_the_number_and_rejects_others()
    {
        var answer = await Host.Ask(_studies.Instance("2.1.1.1"), "anonymize", $$"""{"Subjects": {{Both}}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using var file = DicomFile.Parse(answer.Body);
        Assert.That(file.Dataset.GetText(DicomTag.PatientID), Is.EqualTo("T7-002"));
        const string Other = """{"Subjects": {"P-81-1": {"PatientID": "T7-001"}}}""";
        var rejected = await Host.Ask(_studies.Instance("2.1.1.1"), "anonymize", Other);
        Assert.That(rejected.Status, Is.EqualTo(403), rejected.ToString);
        Assert.That(rejected.Error("Details"), Does.Contain("not among the subjects"));
        var dry = await Host.Ask(_studies.Instance("2.1.1.1"), "anonymize", """{"DryRun": true, """ + Other[1..]);
        Assert.That(dry.Status, Is.EqualTo(403), dry.ToString);
    }

    [Test]
    public async Task A_job_rejects_patients_who_are_not_listed_and_keeps_them()
    {
        var before = await Host.InstancesOf($"/patients/{_studies.Patient("2")}");
        var body = $$"""
            {"Resources": ["{{_studies.Study("1.1")}}", "{{_studies.Study("2.1")}}"], "KeepSource": false,
             "Subjects": {"P-81-1": {"PatientID": "R-001"} } }
            """;
        var dry = await Host.Post("/tools/bulk-anonymize", body.Replace("\"KeepSource\": false", "\"DryRun\": true", StringComparison.Ordinal));
        Assert.That(dry.Json().GetProperty("RejectedInstancesCount").GetInt32(), Is.Positive);
        var answer = await Host.Post("/tools/bulk-anonymize", body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That((await PatientIdsOf(answer.Json())).Distinct(), Is.EqualTo(["R-001"]));
        Assert.That(answer.Json().GetProperty("RejectedInstancesCount").GetInt32(), Is.EqualTo(dry.Json().GetProperty("RejectedInstancesCount").GetInt32()));
        Assert.That(await Host.InstancesOf($"/patients/{_studies.Patient("2")}"), Is.EquivalentTo(before));
        _studies = await SampleStudies.In(Host, "81");

        var none = await Host.Post($"/studies/{_studies.Study("2.1")}/anonymize", """{"Subjects": {"P-81-1": {"PatientID": "R-001"}}}""");
        Assert.That(none.Status, Is.EqualTo(403), none.ToString);
    }

    [Test]
    public async Task With_all_UIDs_retained_the_patient_is_another_one()
    {
        var answer = await Host.Post(
            $"/studies/{_studies.Study("1.2")}/anonymize", $$"""{"Options": ["RetainUIDs"], "Subjects": {{Both}}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That((await PatientIdsOf(answer.Json())).Distinct(), Is.EqualTo(["T7-001"]));
        Assert.That((await Host.Get($"/studies/{_studies.Study("1.2")}")).Status, Is.EqualTo(200), "the source is still there");
    }

    [Test]
    public async Task A_list_in_a_file_counts_as_it_is_at_each_request()
    {
        const string Body = """{"Profile": "trial-7"}""";
        _files.WriteSubjects(Header + "P-81-1,L-001,\n");
        Assert.That((await Host.Ask(_studies.Instance("2.1.1.1"), "anonymize", Body)).Status, Is.EqualTo(403));
        _files.WriteSubjects(Header + "P-81-1,L-001,\nP-81-2,L-002,Listed^Two\n");
        var answer = await Host.Post($"/studies/{_studies.Study("2.1")}/anonymize", Body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That((await PatientIdsOf(answer.Json())).Distinct(), Is.EqualTo(["L-002"]));
        Assert.That(await NameOf("L-002"), Is.EqualTo("Listed^Two"));

        _files.WriteSubjects(Header + "P-81-1,L-001\n");
        var faulty = await Host.Post($"/studies/{_studies.Study("1.1")}/anonymize", Body);
        Assert.That(faulty.Status, Is.EqualTo(400), faulty.ToString);
        Assert.That(faulty.Error("Details"), Does.Contain("line 2"));
        Assert.That(() => Host.Log, Does.Contain("line 2: it has 2 values").And.Not.Contain("P-81-1").And.Not.Contain("L-001").After(OrthancHost.LogDelay, OrthancHost.LogPause));

        _files.WriteSubjects(Header + "P-81-1,L-001,\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var open = await Host.Post($"/studies/{_studies.Study("1.1")}/anonymize", Body);
        Assert.That(open.Status, Is.EqualTo(400), open.ToString);
        Assert.That(open.Error("Details"), Does.Contain("OtherRead"));
        _files.WriteSubjects(Header + "P-81-1,L-001,\n");
        Assert.That((await Host.Ask(_studies.Instance("1.1.1.1"), "anonymize", Body)).Status, Is.EqualTo(200));
        var named = await Host.Ask(_studies.Instance("1.1.1.1"), "anonymize", $$"""{"SubjectsFile": "{{_files.Subjects}}"}""");
        Assert.That(named.Status, Is.EqualTo(403), named.ToString);
    }

    [Test]
    public async Task Orthanc_does_not_start_with_a_list_that_has_a_fault([Values] bool inProfile)
    {
        using var files = new TrialFiles();
        files.WriteSubjects(Header + "P-4711,T1,\nP-4711,T2,\n");
        var deid = inProfile
            ? new JsonObject { ["Profiles"] = new JsonObject { ["t"] = new JsonObject { ["SubjectsFile"] = files.Subjects } } }
            : new JsonObject { ["SubjectsFile"] = files.Subjects };
        var log = await RefusedConfiguration.Assert_it_is_refused(Version, new JsonObject { ["Deid"] = deid }, "SubjectsFile", "line 3");
        Assert.That(log, Does.Not.Contain("P-4711"));
    }

    private async Task<List<string>> PatientIdsOf(JsonElement content)
    {
        var instances = content.TryGetProperty("Path", out var path)
            ? await Host.InstancesOf(path.GetString()!)
            : [.. content.GetProperty("Resources").EnumerateArray().Where(one => one.GetProperty("Type").GetString() == "Instance")
                .Select(one => one.GetProperty("ID").GetString()!)];
        var ids = new List<string>();
        foreach (var instance in instances)
        {
            using var file = DicomFile.Parse((await Host.Get($"/instances/{instance}/file")).Body);
            ids.Add(file.Dataset.GetText(DicomTag.PatientID)!);
        }

        return ids;
    }

    private async Task<string?> NameOf(string patientId)
    {
        var found = (await Host.Post("/tools/find", $$"""{"Level": "Patient", "Query": {"PatientID": "{{patientId}}"}, "Expand": true}""")).Json();
        return found[0].GetProperty("MainDicomTags").GetProperty("PatientName").GetString();
    }
}
