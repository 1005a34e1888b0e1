// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Control;

/// <summary>
/// Interrupted jobs, where the plugin deliberately differs: the faults of a running built-in 1.13.0.
/// <see cref="JobControlTests"/>, <see cref="Restarts.JobRestartTests"/> and <see cref="Restarts.JobCrashTests"/> show that
/// the plugin does not have them.
/// </summary>
internal sealed class JobControlDifferenceTests
{
    private const string Asynchronous = """{"Asynchronous": true}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private OrthancHost _builtIn = null!;
    private string _study = null!;

    private static OrthancVersion Reference => OrthancVersion.Find(OrthancVersion.Reference);

    [OneTimeSetUp]
    public async Task Start()
    {
        _builtIn = await ManyInstances.Start(Reference, []);
        _study = await ManyInstances.Store(_builtIn);
    }

    [OneTimeTearDown]
    public void Stop() => _builtIn?.Dispose();

    [Test]
    public async Task A_pause_only_stops_the_display()
    {
        var (job, paused, before) = await ManyInstances.Interrupt(
            _builtIn, $"{_study}/anonymize", Asynchronous, "pause");
        Assert.That(paused.State(), Is.EqualTo("Paused"));
        var watch = Stopwatch.StartNew();
        while (await _builtIn.CountInstances() < before + ManyInstances.Count)
        {
            Assert.That(watch.Elapsed, Is.LessThan(Patience));
            await Task.Delay(20);
        }

        var still = await _builtIn.Job(job);
        Assert.That(still.State(), Is.EqualTo("Paused"));
        Assert.That(still.GetProperty("Progress").GetInt32(), Is.LessThan(100));
        await _builtIn.Post($"/jobs/{job}/resume", string.Empty);
        await _builtIn.WaitForEnd(job);
    }

    [Test]
    public async Task A_split_that_is_submitted_again_doubles_what_it_had_stored()
    {
        var series = (await _builtIn.Get(_study)).Json().GetProperty("Series")[0].GetString();
        var (job, cancelled, before) = await ManyInstances.Interrupt(
            _builtIn, $"{_study}/split", $$"""{"Asynchronous": true, "KeepSource": true, "Series": ["{{series}}"]}""",
            "cancel");
        Assert.That(cancelled.State(), Is.EqualTo("Failure"));
        var stored = await _builtIn.CountInstances() - before;
        Assert.That(stored, Is.InRange(1, ManyInstances.Count - 1));
        await _builtIn.Post($"/jobs/{job}/resubmit", string.Empty);
        await _builtIn.WaitForJob(job, state => state.State() == "Success");
        Assert.That(await _builtIn.CountInstances(), Is.EqualTo(before + stored + ManyInstances.Count));
    }

    [Test]
    public async Task A_permissive_job_goes_on_for_ever_if_what_it_made_is_deleted_meanwhile()
    {
        var job = await ManyInstances.DeleteWhatIsMade(_builtIn, _study);

        // It repeats its last step, far more often than there are instances, and logs each attempt.
        for (var watch = Stopwatch.StartNew(); Attempts() <= 2 * ManyInstances.Count;)
        {
            Assert.That(watch.Elapsed, Is.LessThan(Patience));
            await Task.Delay(20);
        }

        var still = await _builtIn.Job(job);
        Assert.That(still.State(), Is.EqualTo("Running"));
        Assert.That(still.GetProperty("Progress").GetInt32(), Is.GreaterThanOrEqualTo(99));
        await _builtIn.Post($"/jobs/{job}/cancel", string.Empty);
        await _builtIn.WaitForEnd(job);

        int Attempts() => _builtIn.Log.Split('\n').Count(line =>
            line.Contains(job, StringComparison.Ordinal) && line.Contains("permissive", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_job_of_a_killed_Orthanc_leaves_instances_twice()
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-").FullName;
        try
        {
            string job;
            using (var host = await ManyInstances.Start(Reference, [], folder))
            {
                var study = await ManyInstances.Store(host);
                job = await host.Submit($"{study}/anonymize", """{"Asynchronous": true, "KeepSource": false}""");
                var running = await host.WaitForJob(job, state => state.GetProperty("Progress").GetInt32() > 10);
                Assert.That(running.GetProperty("Progress").GetInt32(), Is.LessThan(100), "too quick to be killed");
                host.Kill();
            }

            using (var host = await ManyInstances.Start(Reference, [], folder))
            {
                // Orthanc saves jobs only every few seconds.
                if ((await host.Get($"/jobs/{job}")).Status == 200)
                {
                    await host.WaitForEnd(job);
                }

                Assert.That(await host.CountInstances(), Is.GreaterThan(ManyInstances.Count));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task A_finished_job_loses_what_it_said()
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-").FullName;
        string[] lost = ["ID", "Path", "PatientID", "Type"];
        try
        {
            string job;
            using (var host = await OrthancHost.Start(Reference, [], folder: folder))
            {
                var studies = await SampleStudies.In(host, "91");
                job = await host.Submit($"/studies/{studies.Study("1.1")}/anonymize", Asynchronous);
                var content = (await host.WaitForEnd(job)).Content();
                Assert.That(lost.Where(member => !content.TryGetProperty(member, out _)), Is.Empty);
                Assert.That(content.GetProperty("Description").GetString(), Is.Not.Empty);
                host.Stop();
            }

            using (var host = await OrthancHost.Start(Reference, [], folder: folder))
            {
                var restored = await host.Job(job);
                Assert.That(restored.State(), Is.EqualTo("Success"));
                Assert.That(lost.Where(member => restored.Content().TryGetProperty(member, out _)), Is.Empty);
                Assert.That(restored.Content().GetProperty("Description").GetString(), Is.Empty);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
