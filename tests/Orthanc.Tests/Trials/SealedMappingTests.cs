// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Configuration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Trials;

/// <summary>
/// The mapping of identifiers is kept for the owner of the private key until it is deleted, even if Orthanc is killed.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Newest))]
internal sealed class SealedMappingTests(OrthancVersion version) : FolderFixture(version)
{
    private const string Secret = "a secret of the trial's office, longer than 32 bytes";

    private readonly TrialFiles _files = new();

    [OneTimeTearDown]
    public void Delete() => _files.Dispose();

    [Test]
    public async Task The_mapping_of_a_job_is_opened_with_the_private_key_alone(
        [Values("-algorithm EC -pkeyopt ec_paramgen_curve:P-384", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048")] string kind,
        [Values] bool keepsSource)
    {
        using var host = await Start(kind);
        var studies = await SampleStudies.In(host, "82");
        var job = await host.Submit($"/studies/{studies.Study("1.1")}/anonymize", $$"""
            {"Asynchronous": true, "Mapping": true, "KeepSource": {{(keepsSource ? "true" : "false")}}}
            """);
        var end = await host.WaitForEnd(job);
        Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
        var path = end.Content().GetProperty("SealedMappings").Strings().Single();
        var answer = await host.Get(path);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.ContentType, Does.StartWith("application/pkcs7-mime"));
        using var mapping = JsonDocument.Parse(_files.Open(answer.Body));
        var uids = mapping.RootElement.GetProperty("SOPInstanceUID");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(uids.GetArrayLength(), Is.EqualTo(end.Content().GetProperty("InstancesCount").GetInt32()));
            Assert.That(mapping.RootElement.GetProperty("PatientID")[0].GetProperty("Old").GetString(), Is.EqualTo("P-82-1"));
            Assert.That(mapping.RootElement.GetProperty("StudyID")[0].GetProperty("Old").GetString(), Is.EqualTo("S1"));
            Assert.That(host.Log, Does.Not.Contain("P-82-1"));
            Assert.That((await host.Get("/jobs?expand")).Text, Does.Not.Contain("P-82-1"));
            foreach (var pair in uids.EnumerateArray())
            {
                var made = await host.Post("/tools/lookup", pair.GetProperty("New").GetString()!);
                Assert.That(made.Json().GetArrayLength(), Is.EqualTo(1));
            }
        }

        Assert.That((await host.Get(path)).Status, Is.EqualTo(200), "it stays until it is deleted");
        var listed = (await host.Get("/deid/mappings")).Json().EnumerateArray().Select(one => one.GetProperty("Path").GetString());
        Assert.That(listed, Is.EqualTo([path]));
        Assert.That((await host.Send(HttpMethod.Delete, path, null)).Status, Is.EqualTo(200));
        Assert.That((await host.Get(path)).Status, Is.EqualTo(404));
        Assert.That((await host.Send(HttpMethod.Delete, path, null)).Status, Is.EqualTo(404));
        Assert.That((await host.Get("/deid/mappings")).Json().GetArrayLength(), Is.Zero);
        host.Stop();
    }

    [Test]
    public async Task A_table_has_accession_number_study_and_shift_of_dates()
    {
        using var host = await Start();
        var studies = await SampleStudies.In(host, "83");
        var job = await host.Submit("/tools/bulk-anonymize", $$"""
            {"Resources": ["{{studies.Patient("1")}}", "{{studies.Patient("2")}}"], "Asynchronous": true, "Mapping": "CSV",
             "Pseudonyms": true, "Options": ["RetainLongitudinalModifiedDates"]}
            """);
        var end = await host.WaitForEnd(job);
        Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
        var table = _files.Open((await host.Get(end.Content().GetProperty("SealedMappings").Strings().Single())).Body).Split("\r\n");
        Assert.That(table[0], Is.EqualTo(
            "PatientID,NewPatientID,AccessionNumber,NewAccessionNumber,StudyID,NewStudyID,StudyInstanceUID,NewStudyInstanceUID,"
            + "SeriesInstanceUID,NewSeriesInstanceUID,SOPInstanceUID,NewSOPInstanceUID,DateShiftDays"));
        Assert.That(table, Has.Length.EqualTo(end.Content().GetProperty("InstancesCount").GetInt32() + 2), "a line for each, and its end");
        Assert.That(table[1], Does.Match("^P-83-1,[0-9a-f-]{36},[^,]*,[^,]*,S1,[0-9A-Z]{16},1\\.2\\..*,2\\.25\\..*,-[0-9]+$"));
        host.Stop();
    }

    /// <summary>Orthanc is killed at different moments of a job, and nothing of the mapping is lost.</summary>
    [Test]
    public async Task It_is_whole_after_Orthanc_was_killed([Values] bool keepsSource, [Values(0, 8, 40)] int done)
    {
        const int Count = 40;
        string id;
        using (var host = await Start())
        {
            var study = string.Empty;
            for (var number = 1; number <= Count; number++)
            {
                var stored = await host.Post("/instances", SampleFile.Make(dataset => dataset
                    .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{number}").WithPixels(new byte[200_000])));
                study = stored.Json().GetProperty("ParentStudy").GetString()!;
            }

            id = await host.Submit($"/studies/{study}/anonymize", $$"""
                {"Asynchronous": true, "Mapping": "CSV", "KeepSource": {{(keepsSource ? "true" : "false")}}}
                """);
            await host.WaitForJob(
                id, job => job.Content().GetProperty("InstancesCount").GetInt32() is Count && job.GetProperty("Progress").GetInt32() * Count / 100 >= done);
            host.Kill();
        }

        using var again = await Start();
        var end = await again.WaitForEnd(id);
        Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
        var table = _files.Open((await again.Get(end.Content().GetProperty("SealedMappings").Strings().Single())).Body);
        var rows = table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Select(row => row.Split(',')).ToList();
        Assert.That(rows, Has.Count.EqualTo(Count));
        Assert.That(rows.Select(row => row[10]).Distinct().Count(), Is.EqualTo(Count), "each old instance once");
        foreach (var row in rows)
        {
            var made = await again.Post("/tools/lookup", row[11]);
            Assert.That(made.Json().GetArrayLength(), Is.EqualTo(1), row[11]);
        }

        again.Stop();
        using var third = await Start();
        Assert.That((await third.Get("/deid/mappings")).Json().GetArrayLength(), Is.EqualTo(1), "it outlives a restart");
        third.Stop();
    }

    [Test]
    public async Task A_job_that_fails_leaves_none()
    {
        using var host = await Start();
        var studies = await SampleStudies.In(host, "85");
        studies.LoseFile("1.1.2.2");
        var job = await host.Submit(
            $"/studies/{studies.Study("1.1")}/anonymize", """{"Asynchronous": true, "Mapping": true}""");
        var end = await host.WaitForEnd(job);
        Assert.That(end.State(), Is.EqualTo("Failure"), end.ToString);
        Assert.That((await host.Get("/deid/mappings")).Json().GetArrayLength(), Is.Zero);
        host.Stop();
    }

    [Test]
    public async Task Who_waits_gets_it_only_if_the_site_allows_it()
    {
        using var host = await Start();
        var studies = await SampleStudies.In(host, "86");
        var answer = await host.Post($"/studies/{studies.Study("1.1")}/anonymize", """{"Mapping": true}""");
        Assert.That(answer.Status, Is.EqualTo(403), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("MappingKey"));
        host.Stop();
    }

    [Test]
    public async Task A_key_that_others_could_exchange_is_refused()
    {
        using var files = new TrialFiles();
        files.MakeKey();
        File.SetUnixFileMode(files.Certificate, UnixFileMode.UserRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead);
        var configuration = new JsonObject { ["Deid"] = new JsonObject { ["MappingKey"] = files.Certificate } };
        await RefusedConfiguration.Assert_it_is_refused(Version, configuration, "MappingKey", "GroupWrite");
    }

    private Task<OrthancHost> Start(string kind)
    {
        if (!File.Exists(_files.Certificate) || kind != _kind)
        {
            _files.MakeKey(kind);
            _kind = kind;
        }

        return OrthancHost.Start(Version, [ProjectFiles.Plugin], Configuration(), folder: Folder);
    }

    private string _kind = string.Empty;

    private Task<OrthancHost> Start() => Start("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");

    private JsonObject Configuration()
    {
        _files.WriteSecret(Secret);
        return new JsonObject
        {
            ["MaximumStorageCacheSize"] = 0,
            ["Deid"] = new JsonObject { ["MappingKey"] = _files.Certificate, ["PseudonymKeyFile"] = _files.Secret, ["Threads"] = 1 },
        };
    }
}
