// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Documentation;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.OtherPlugins;

/// <summary>
/// Two Orthancs that share an index in PostgreSQL and a storage: all routes work on both, also at the same time, and neither
/// resumes a job of the other.
/// </summary>
internal sealed class PostgreSqlTests
{
    private const int All = 16;

    private static readonly string[] Places = ["1.1", "1.2", "2.1", "2.2"];

    private SharedIndex _index = null!;
    private OrthancHost _first = null!;
    private OrthancHost _second = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _index = SharedIndex.Start();
        _first = await _index.StartHost("first");
        _second = await _index.StartHost("second");
    }

    [OneTimeTearDown]
    public void Stop()
    {
        // Null if something is not installed, in which case the tests are skipped.
        _first?.Stop();
        _second?.Stop();
        _first?.Dispose();
        _second?.Dispose();
        _index?.Dispose();
    }

    [Test]
    public Task Every_route_works_and_the_other_host_sees_it() => EveryRoute.Works(_first, _second, "90");

    [Test]
    public async Task Both_work_at_the_same_time()
    {
        var first = await SampleStudies.In(_first, "91");
        var second = await SampleStudies.In(_second, "92");
        var before = await _first.CountInstances();
        const string Body = """{"KeepSource": false, "Asynchronous": true}""";
        var jobs = new List<(OrthancHost Host, string Id)>();
        foreach (var study in Places)
        {
            jobs.Add((_first, await _first.Submit($"/studies/{first.Study(study)}/anonymize", Body)));
            jobs.Add((_second, await _second.Submit($"/studies/{second.Study(study)}/anonymize", Body)));
        }

        foreach (var (host, id) in jobs)
        {
            var end = await host.WaitForEnd(id);
            Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
            Assert.That(await host.InstancesOf($"/studies/{end.Content().GetProperty("ID").GetString()}"), Has.Count.EqualTo(4));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _first.CountInstances(), Is.EqualTo(before));
            Assert.That((await _first.Get($"/studies/{first.Study("1.1")}")).Status, Is.EqualTo(404));
            Assert.That((await _first.Get($"/studies/{second.Study("2.2")}")).Status, Is.EqualTo(404));
            Assert.That(before, Is.GreaterThanOrEqualTo(2 * All));
        }
    }

    [Test]
    public async Task A_database_that_somebody_locks_delays_jobs_and_requests_and_loses_nothing()
    {
        var studies = await SampleStudies.In(_first, "97");
        var before = await _first.CountInstances();
        var locked = await _index.Server.Lock("Resources, Metadata, GlobalProperties", seconds: 3);
        var asked = _second.Ask(studies.Instance("2.1.1.1"), "anonymize", "{}");
        var job = _first.Post($"/patients/{studies.Patient("1")}/anonymize", """{"KeepSource": false}""");
        Assert.That(locked.IsCompleted, Is.False);
        await locked;
        Assert.That((await asked).Status, Is.EqualTo(200), () => $"{asked.Result}\n{_second.Log}");
        Assert.That((await job).Status, Is.EqualTo(200), () => $"{job.Result}\n{_first.Log}");
        Assert.That(await _second.CountInstances(), Is.EqualTo(before));
        Assert.That(
            await _second.InstancesOf((await job).Json().GetProperty("Path").GetString()!), Has.Count.EqualTo(All / 2));
    }

    [Test]
    public async Task Both_give_a_patient_the_same_pseudonym()
    {
        var studies = await SampleStudies.In(_first, "94");
        const string Body = """{"Pseudonyms": "trial", "Asynchronous": true}""";
        (OrthancHost Host, string Id)[] jobs =
        [
            (_first, await _first.Submit($"/studies/{studies.Study("1.1")}/anonymize", Body)),
            (_second, await _second.Submit($"/studies/{studies.Study("1.2")}/anonymize", Body)),
        ];
        var patients = new List<string>();
        foreach (var (host, id) in jobs)
        {
            var end = await host.WaitForEnd(id);
            Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
            patients.Add(end.Content().GetProperty("PatientID").GetString()!);
        }

        Assert.That(patients[1], Is.EqualTo(patients[0]));
        var made = (await _second.Get($"/patients/{patients[0]}")).Json().GetProperty("Studies").Strings();
        Assert.That(made, Has.Count.EqualTo(2));
        Assert.That(patients[0], Is.Not.EqualTo(studies.Patient("1")));
    }

    /// <summary>Runs the script of docs/scaling.md with one study per batch, so that each host gets some.</summary>
    [Test]
    public async Task Both_work_off_an_archive()
    {
        var script = DocumentPage.Read(ProjectFiles.Page("scaling.md")).FencesOf("sh").Single(static fence => fence.Text.StartsWith("nodes=", StringComparison.Ordinal)).Text
            .Replace("http://orthanc-1:8042", _first.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("http://orthanc-2:8042", _second.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("size=100", "size=1", StringComparison.Ordinal).Replace("sleep 5", "sleep 0.1", StringComparison.Ordinal);
        var studies = await SampleStudies.In(_first, "98");
        using var recipe = new Recipe();

        // The script lists all studies, but uses a list that exists already: here, one with these studies only.
        var list = recipe.File("studies.json");
        recipe.RunShell(script[..script.IndexOf("jobs=()", StringComparison.Ordinal)], _first);
        using (var all = JsonDocument.Parse(await File.ReadAllTextAsync(list)))
        {
            Assert.That(all.RootElement.Strings(), Is.SupersetOf(Places.Select(studies.Study)));
        }

        await File.WriteAllTextAsync(list, JsonSerializer.Serialize(Places.Select(studies.Study)));
        var jobs = (await _second.Get("/jobs")).Json().GetArrayLength();
        var lines = recipe.RunShell(script, _first).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(Places.Length).And.All.Matches("\"State\":\"Success\",\"Failed\":0"));
        Assert.That((await _second.Get("/jobs")).Json().GetArrayLength(), Is.EqualTo(jobs + (Places.Length / 2)));

        // A second run creates nothing new.
        var made = await _first.CountInstances();
        recipe.RunShell(script, _first);
        Assert.That(await _second.CountInstances(), Is.EqualTo(made));
    }

    /// <summary>Two jobs of one host share instances with a job of the other, and fail after it has succeeded.</summary>
    [Test]
    public async Task A_job_that_fails_takes_nothing_from_one_of_the_other_host()
    {
        const int Images = 120;
        const string Root = "1.2.826.0.1.3680043.9.99";
        var study = string.Empty;
        for (var image = 0; image < Images; image++)
        {
            var stored = await _first.Post("/instances", Image(Root, image));
            study = stored.Json().GetProperty("ParentStudy").GetString()!;
        }

        var last = await _first.Store(Image($"{Root}.9", Images));
        var both = $$"""{"Resources": ["{{study}}", "{{last}}"], "Pseudonyms": "shared", "Asynchronous": true}""";
        var jobs = new List<string>();
        for (var number = 0; number < 2; number++)
        {
            var job = await _first.Submit("/tools/bulk-anonymize", both);
            await _first.WaitForJob(job, state => state.GetProperty("Progress").GetInt32() > 0);
            await _first.Post($"/jobs/{job}/pause", string.Empty);
            await _first.WaitForJob(job, state => state.State() is "Paused" or "Success");
            jobs.Add(job);
        }

        var answer = await _second.Post($"/studies/{study}/anonymize", """{"Pseudonyms": "shared"}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        await _first.Send(HttpMethod.Delete, $"/instances/{last}", null);
        foreach (var job in jobs)
        {
            await _first.Post($"/jobs/{job}/resume", string.Empty);
            await _first.WaitForEnd(job);
        }

        Assert.That(
            await _second.InstancesOf(answer.Json().GetProperty("Path").GetString()!), Has.Count.EqualTo(Images));

        static byte[] Image(string root, int image) => SampleFile.Make(dataset => dataset
            .With(0x0008_0018, DicomVR.UI, string.Create(CultureInfo.InvariantCulture, $"{root}.1.{image}"))
            .With(0x0020_000D, DicomVR.UI, root)
            .With(0x0020_000E, DicomVR.UI, $"{root}.1"));
    }

    [Test]
    public async Task A_job_of_a_killed_host_is_left_to_it()
    {
        var studies = await SampleStudies.In(_first, "93");
        var bulk = studies.Resolve("""{"Resources": ["[patient 1]", "[patient 2]"], "KeepSource": false, "Asynchronous": true}""");
        using (var killed = await _index.StartHost("killed"))
        {
            await killed.Submit("/tools/bulk-anonymize", bulk);
            killed.Kill();
        }

        using (var other = await _index.StartHost("other"))
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            Assert.That((await other.Get("/jobs")).Json().GetArrayLength(), Is.Zero);
            other.Stop();
        }

        using var again = await _index.StartHost("killed");
        for (var tries = 0; (await again.Get("/jobs")).Json().GetArrayLength() != 1; tries++)
        {
            Assert.That(tries, Is.LessThan(1500), () => $"it does not take up its job\n{again.Log}");
            await Task.Delay(20);
        }

        var job = (await again.Get("/jobs")).Json().Strings().Single();
        Assert.That((await again.WaitForEnd(job)).State(), Is.EqualTo("Success"));
        Assert.That((await again.Get($"/patients/{studies.Patient("1")}")).Status, Is.EqualTo(404));
        again.Stop();
    }
}
