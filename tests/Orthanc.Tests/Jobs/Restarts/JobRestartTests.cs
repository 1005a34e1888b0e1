// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Restarts;

/// <summary>
/// A job that was running when Orthanc stopped continues after the restart and ends as if nothing had happened: no instance
/// exists twice or under two identities.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class JobRestartTests(OrthancVersion version) : FolderFixture(version)
{
    [TestCase(false, true, TestName = "Orthanc_is_stopped")]
    [TestCase(true, true, TestName = "Orthanc_is_killed")]
    [TestCase(false, false, TestName = "Orthanc_is_stopped_and_the_sources_go")]
    [TestCase(true, false, TestName = "Orthanc_is_killed_and_the_sources_go")]
    public async Task A_job_goes_on_after_a_restart(bool isKilled, bool keepsSource)
    {
        string job;
        string study;
        using (var host = await ManyInstances.Start(Version, Folder))
        {
            study = await ManyInstances.Store(host);
            job = await host.Submit(
                $"{study}/anonymize",
                $$"""{"Asynchronous": true, "KeepSource": {{(keepsSource ? "true" : "false")}}}""");
            var running = await host.WaitForJob(job, state => state.GetProperty("Progress").GetInt32() > 10);
            Assert.That(running.GetProperty("Progress").GetInt32(), Is.LessThan(100), "too quick to be interrupted");
            if (isKilled)
            {
                host.Kill();
            }
            else
            {
                host.Stop();
            }
        }

        using (var host = await ManyInstances.Start(Version, Folder))
        {
            var end = await host.WaitForEnd(job);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
                Assert.That(end.GetProperty("Type").GetString(), Is.EqualTo("ResourceModification"));
                Assert.That(end.Content().GetProperty("FailedInstancesCount").GetInt32(), Is.Zero);
                Assert.That(
                    await host.CountInstances(), Is.EqualTo(keepsSource ? 2 * ManyInstances.Count : ManyInstances.Count));
                Assert.That(
                    await host.InstancesOf($"/studies/{end.Content().GetProperty("ID").GetString()}"),
                    Has.Count.EqualTo(ManyInstances.Count));
                Assert.That((await host.Get("/patients")).Json().Strings(), Has.Count.EqualTo(keepsSource ? 2 : 1));
                Assert.That((await host.Get(study)).Status, Is.EqualTo(keepsSource ? 200 : 404));
            }
        }
    }

    [Test]
    public async Task What_clients_have_attached_to_results_stays_though_Orthanc_is_killed_and_forgets_them()
    {
        const string Note = "metadata/1040";
        string job;
        IReadOnlyList<string> made;
        using (var host = await ManyInstances.Start(Version, Folder, settings: ("OverwriteInstances", true)))
        {
            var study = await ManyInstances.Store(host);
            (job, var state, _) = await ManyInstances.Interrupt(host, $"{study}/anonymize", """{"Asynchronous": true}""", "pause");
            Assert.That(state.State(), Is.EqualTo("Paused"));
            made = await host.InstancesOf(state.Content().GetProperty("Path").GetString()!);
            Assert.That(made, Is.Not.Empty);
            foreach (var instance in made)
            {
                await host.Send(HttpMethod.Put, $"/instances/{instance}/{Note}", Encoding.UTF8.GetBytes(instance));
            }

            // Before Orthanc saves the job's progress.
            host.Kill();
        }

        using (var host = await ManyInstances.Start(Version, Folder, settings: ("OverwriteInstances", true)))
        {
            var found = await host.WaitForJob(job, state => state.State() != "Pending");
            if (found.State() == "Paused")
            {
                await host.Post($"/jobs/{job}/resume", string.Empty);
            }

            Assert.That((await host.WaitForEnd(job)).State(), Is.EqualTo("Success"));
            Assert.That(await host.CountInstances() % ManyInstances.Count, Is.Zero);
            foreach (var instance in made)
            {
                Assert.That((await host.Get($"/instances/{instance}/{Note}")).Text, Is.EqualTo(instance));
            }
        }
    }

    [Test]
    public async Task A_finished_job_keeps_what_it_says_and_forgets_the_key_of_its_identifiers()
    {
        string job;
        string content;
        using (var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], folder: Folder))
        {
            var studies = await SampleStudies.In(host, "90");
            job = await host.Submit($"/studies/{studies.Study("1.1")}/anonymize", """{"Asynchronous": true}""");
            content = (await host.WaitForEnd(job)).Content().ToString();
            host.Stop();
        }

        Assert.That(SavedJobs(), Does.Contain("OrthancDeid").And.Not.Contain("\"Key\"").And.Not.Contain("\\\"Key\\\""));
        using (var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], folder: Folder))
        {
            var restored = await host.Job(job);
            Assert.That(restored.State(), Is.EqualTo("Success"));
            Assert.That(restored.Content().ToString(), Is.EqualTo(content));
        }
    }

    // The host's database holds the jobs as text.
    private string SavedJobs() => string.Concat(
        Directory.EnumerateFiles(Path.Combine(Folder, "storage"), "index*")
            .Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
}
