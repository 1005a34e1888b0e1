// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Faults;

/// <summary>
/// Orthanc cannot create a folder in its storage, as on a damaged disk. The job fails or skips the instance, the sources
/// stay, Orthanc keeps running, and the job works once folders can be created again.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Oldest))]
internal sealed class OccupiedStorageTests(OrthancVersion version) : VersionFixture(version)
{
    private const int All = 16;

    private OrthancHost _host = null!;
    private SampleStudies _studies = null!;
    private List<string> _occupied = null!;

    [SetUp]
    public async Task Occupy()
    {
        _host = await OrthancHost.Start(
            Version, [ProjectFiles.Plugin], new JsonObject { ["MaximumStorageCacheSize"] = 0, ["IndexDirectory"] = "index" });
        _studies = await SampleStudies.In(_host, "81");
        _occupied = [];
        for (var number = 0; number <= byte.MaxValue; number++)
        {
            // A file in the place of each storage folder that does not exist yet.
            var path = Path.Combine(_host.StorageFolder, number.ToString("x2", CultureInfo.InvariantCulture));
            if (!Directory.Exists(path))
            {
                await File.WriteAllTextAsync(path, string.Empty);
                _occupied.Add(path);
            }
        }
    }

    [TearDown]
    public void Stop()
    {
        // Null if this version is not installed, in which case the tests are skipped.
        _host?.Stop();
        _host?.Dispose();
    }

    [Test]
    public async Task A_job_fails_as_a_whole_and_works_when_it_is_submitted_again()
    {
        var bulk = _studies.Resolve("""{"Resources": ["[patient 1]", "[patient 2]"], "KeepSource": false, "Asynchronous": true}""");
        var job = await _host.Submit("/tools/bulk-anonymize", bulk);
        var end = await _host.WaitForEnd(job);
        var error = end.Content().GetProperty("Error");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.State(), Is.EqualTo("Failure"));
            Assert.That(error.GetProperty("Details").GetString(), Does.Contain("POST /instances"));
            Assert.That(error.GetProperty("Instance").GetString(), Is.Not.Empty);
        }

        await AssertSourcesAreWhole();
        Assert.That(await _host.CountInstances(), Is.EqualTo(All), "what was stored is deleted again");

        Free();
        await _host.Post($"/jobs/{job}/resubmit", string.Empty);
        var again = await _host.WaitForJob(job, state => state.State() == "Success");
        Assert.That(again.Content().GetProperty("FailedInstancesCount").GetInt32(), Is.Zero);
        Assert.That(await _host.CountInstances(), Is.EqualTo(All));
        Assert.That((await _host.Get($"/studies/{_studies.Study("1.1")}")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_permissive_job_keeps_the_sources_of_what_failed()
    {
        var body = _studies.Resolve("""{"Resources": ["[patient 1]", "[patient 2]"], "KeepSource": false, "Permissive": true}""");
        var answer = await _host.Post("/tools/bulk-anonymize", body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var failed = answer.Json().GetProperty("FailedInstances").Strings();
        Assert.That(failed, Is.Not.Empty);
        Assert.That(answer.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.EqualTo(failed.Count));
        foreach (var id in failed)
        {
            Assert.That((await _host.Get($"/instances/{id}/file")).Status, Is.EqualTo(200));
        }

        Assert.That(await _host.CountInstances(), Is.EqualTo(All), "each has its successor, or is still there");
        Free();
    }

    [TestCase("split", """{"Series": ["[series 1.1.1]"]}""")]
    [TestCase("merge", """{"Resources": ["[study 1.2]"]}""")]
    public async Task A_split_and_a_merge_fail_as_a_whole(string operation, string body)
    {
        var answer = await _host.Post($"/studies/{_studies.Study("1.1")}/{operation}", _studies.Resolve(body));
        Assert.That(answer.Status, Is.EqualTo(500), answer.ToString);
        await AssertSourcesAreWhole();
        Assert.That(await _host.CountInstances(), Is.EqualTo(All));
        Free();
    }

    [Test]
    public async Task An_instance_is_answered_all_the_same()
    {
        var answer = await _host.Ask(_studies.Instance("1.1.1.1"), "anonymize", "{}");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Free();
    }

    private async Task AssertSourcesAreWhole()
    {
        foreach (var patient in (string[])["1", "2"])
        {
            foreach (var id in await _host.InstancesOf($"/patients/{_studies.Patient(patient)}"))
            {
                Assert.That((await _host.Get($"/instances/{id}/file")).Status, Is.EqualTo(200));
            }
        }
    }

    private void Free() => _occupied.ForEach(File.Delete);
}
