// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Restarts;

/// <summary>
/// Orthanc is killed before it has saved a job, and the job continues under another identifier. Clients still find it under
/// the old one, even after further kills and restarts.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class JobAliasTests(OrthancVersion version) : FolderFixture(version)
{
    private OrthancHost _host = null!;

    [SetUp]
    public async Task Start() => _host = await StartHost();

    [TearDown]
    // Null if this version is not installed, in which case the tests are skipped.
    public void Stop() => _host?.Dispose();

    [Test]
    public async Task A_lost_job_is_found_under_its_first_identifier()
    {
        var (first, refused, study) = await LoseJobs();
        var job = await FindSuccessor(first);
        Assert.That(job.GetProperty("ID").GetString(), Is.Not.EqualTo(first), "the host has lost it");
        Assert.That(job.GetProperty("UserData").GetString(), Is.EqualTo("mine"));
        var listed = (await _host.Get("/jobs")).Json().Strings();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed, Does.Contain(job.GetProperty("ID").GetString()).And.Not.Contain(first));
            Assert.That(listed, Is.Unique);
            Assert.That((await FindSuccessor(refused)).GetProperty("UserData").GetString(), Is.EqualTo("refused"));
        }

        // The routes that control a job, with the old identifier.
        await Control(first, "pause", "Paused");
        await Control(first, "resume", "Pending", "Running", "Success");
        await Control(first, "cancel", "Failure", "Success");
        await Control(first, "resubmit", "Pending", "Running", "Success");
        Assert.That(
            (await _host.Get($"/jobs/{first}/archive")).Text.Replace(first, "id", StringComparison.Ordinal),
            Is.EqualTo((await _host.Get($"/jobs/{job.GetProperty("ID").GetString()}/archive")).Text
                .Replace(job.GetProperty("ID").GetString()!, "id", StringComparison.Ordinal)));

        // After a further kill, the host may have lost the second job, too.
        await Restart(OrthancHostEnd.Kill);
        await FindSuccessor(first);
        // The host may have saved the job just when it was paused or cancelled. Otherwise, both requests are refused.
        await _host.Post($"/jobs/{first}/resume", string.Empty);
        await _host.Post($"/jobs/{first}/resubmit", string.Empty);
        job = await _host.WaitForEnd(first);
        Assert.That(job.State(), Is.EqualTo("Success"), job.ToString);
        Assert.That((await _host.WaitForEnd(refused)).GetProperty("ErrorCode").GetInt32(), Is.EqualTo(8));

        // The jobs that the host saves when it stops have the old identifiers, too.
        await Restart(OrthancHostEnd.Stop);
        Assert.That((await _host.Job(first)).State(), Is.EqualTo("Success"));
        Assert.That((await _host.Job(first)).GetProperty("UserData").GetString(), Is.EqualTo("mine"));
        Assert.That((await _host.Job(refused)).GetProperty("ErrorDetails").GetString(), Does.Contain("0020,000d"));
        Assert.That((await _host.Get(study)).Status, Is.EqualTo(200), "the source is kept");

        if ((await _host.Send(HttpMethod.Delete, $"/jobs/{first}", null)).Status == 200)
        {
            Assert.That((await _host.Get($"/jobs/{first}")).Status, Is.EqualTo(404), "with the job its names go");
        }
    }

    /// <summary>Submits jobs that wait behind a long one and that the host has not saved when it is killed.</summary>
    private async Task<(string First, string Refused, string Study)> LoseJobs()
    {
        var busy = await ManyInstances.Store(_host);
        var stored = await _host.Post("/instances", SampleFile.Make(dataset => dataset
            .With(0x0010_0020, Dicom.DicomVR.LO, "other")));
        var study = $"/studies/{stored.Json().GetProperty("ParentStudy").GetString()}";
        for (var attempts = 1; ; attempts++)
        {
            await _host.Submit($"{busy}/anonymize", """{"Asynchronous": true}""");
            var first = await _host.Submit($"{study}/anonymize", """{"Asynchronous": true, "UserData": "mine"}""");
            var refused = await _host.Submit(
                $"{study}/modify",
                """{"Asynchronous": true, "UserData": "refused", "Remove": ["StudyInstanceUID"], "Force": true}""");
            await Restart(OrthancHostEnd.Kill);
            var listed = (await _host.Get("/jobs")).Json().Strings();
            if ((!listed.Contains(first) && !listed.Contains(refused)) || attempts == 10)
            {
                // Hosts save jobs every few seconds, so one may have been saved just then.
                return (first, refused, study);
            }
        }
    }

    // The journal is read on a thread of its own.
    private async Task<JsonElement> FindSuccessor(string id)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < OrthancHost.Patience;)
        {
            if ((await _host.Get($"/jobs/{id}")).Status == 200)
            {
                break;
            }

            await Task.Delay(10);
        }

        return await _host.Job(id);
    }

    private async Task Control(string id, string action, params string[] states)
    {
        var answer = await _host.Post($"/jobs/{id}/{action}", string.Empty);
        // A job that has ended by itself can be neither resumed nor resubmitted.
        Assert.That(
            answer.Status, Is.EqualTo(200).Or.EqualTo(400), () => $"{action}: {answer}");
        if (answer.Status == 200)
        {
            await _host.WaitForJob(id, job => states.Contains(job.State()) || job.State() == "Success");
        }
    }

    private async Task Restart(OrthancHostEnd end)
    {
        if (end == OrthancHostEnd.Kill)
        {
            _host.Kill();
        }
        else
        {
            _host.Stop();
        }

        _host.Dispose();
        _host = await StartHost();
    }

    private Task<OrthancHost> StartHost() => ManyInstances.Start(Version, Folder, settings: ("ConcurrentJobs", 1));

    private enum OrthancHostEnd
    {
        Kill,
        Stop,
    }
}
