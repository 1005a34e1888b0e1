// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Pseudonyms;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Restarts;

/// <summary>Orthanc ends during a job and starts with another configuration, or transcodes all that it stores.</summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class ChangedHostTests(OrthancVersion version) : FolderFixture(version)
{
    private const string Secret = "a secret of the trial's office, longer than 32 bytes";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_host_that_transcodes_as_it_stores_is_killed()
    {
        Task<OrthancHost> Start() => ManyInstances.Start(
            Version, Folder, settings: ("IngestTranscoding", "1.2.840.10008.1.2.4.70"));
        string job;
        string study;
        using (var host = await Start())
        {
            study = await ManyInstances.Store(host);

            // So that the host has to transcode the result.
            job = await Running(
                host, study, """{"Asynchronous": true, "KeepSource": false, "Transcode": "1.2.840.10008.1.2.1"}""");
            host.Kill();
        }

        using (var host = await Start())
        {
            var end = await host.WaitForEnd(job);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
                Assert.That(await host.CountInstances(), Is.EqualTo(ManyInstances.Count));
                Assert.That((await host.Get(study)).Status, Is.EqualTo(404));
            }
        }
    }

    [Test]
    public async Task The_key_of_pseudonyms_is_another_one()
    {
        using var key = new KeyFile(Secret);
        using var other = new KeyFile($"not {Secret}");
        string job;
        string study;
        using (var host = await ManyInstances.Start(Version, Folder, key.Path))
        {
            study = await ManyInstances.Store(host);
            job = await Running(host, study, """{"Asynchronous": true, "KeepSource": false, "Pseudonyms": true}""");

            // Otherwise, the job might end while Orthanc stops.
            await host.Post($"/jobs/{job}/pause", string.Empty);
            await host.WaitForJob(job, state => state.State() == "Paused");
            host.Stop();
        }

        using (var host = await ManyInstances.Start(Version, Folder, other.Path))
        {
            await host.Post($"/jobs/{job}/resume", string.Empty);
            var end = await host.WaitForEnd(job);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(end.State(), Is.EqualTo("Failure"), end.ToString);
                Assert.That(
                    end.Content().GetProperty("Error").GetProperty("Details").GetString(),
                    Does.Contain("PseudonymKeyFile"));
                Assert.That((await host.Get("/studies")).Json().Strings(), Is.EqualTo((string[])[study[9..]]));
                Assert.That(await host.InstancesOf(study), Has.Count.EqualTo(ManyInstances.Count));
            }
        }
    }

    [Test]
    public async Task A_job_that_has_lost_its_key_keeps_no_other_from_going_on()
    {
        using var key = new KeyFile(Secret);
        string other;
        using (var host = await ManyInstances.Start(Version, Folder, key.Path, ("ConcurrentJobs", 1)))
        {
            var stored = await host.Post(
                "/instances", SampleFile.Make(dataset => dataset.With(0x0010_0020, DicomVR.LO, "other")));
            other = $"/studies/{stored.Json().GetProperty("ParentStudy").GetString()}";
            var study = await ManyInstances.Store(host);
            await host.Submit($"{study}/anonymize", """{"Asynchronous": true, "Pseudonyms": true}""");
            await host.Submit($"{other}/anonymize", """{"Asynchronous": true, "KeepSource": false}""");
            host.Kill();
        }

        using (var host = await ManyInstances.Start(Version, Folder))
        {
            for (var watch = Stopwatch.StartNew(); (await host.Get(other)).Status != 404;)
            {
                Assert.That(watch.Elapsed, Is.LessThan(Patience), () => host.Log);
                await Task.Delay(20);
            }
        }
    }

    private static async Task<string> Running(OrthancHost host, string study, string body)
    {
        var job = await host.Submit($"{study}/anonymize", body);
        var running = await host.WaitForJob(job, state => state.GetProperty("Progress").GetInt32() > 30);
        Assert.That(running.GetProperty("Progress").GetInt32(), Is.LessThan(100), "too quick to be interrupted");
        return job;
    }
}
