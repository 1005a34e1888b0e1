// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Endurance;

/// <summary>Orthanc stops in order while jobs and requests run, and the plugin can be loaded and finalized again and
/// again.</summary>
/// <remarks><c>ORTHANC_DEID_SHUTDOWNS</c> sets how often; the default is once.</remarks>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class ShutdownTests(OrthancVersion version) : VersionFixture(version)
{
    private const int Instances = 40;
    private const int Clients = 8;

    private static readonly int Times = int.Parse(
        Environment.GetEnvironmentVariable("ORTHANC_DEID_SHUTDOWNS") ?? "1", CultureInfo.InvariantCulture);

    [Test]
    public async Task Orthanc_stops_in_order_while_jobs_and_requests_run()
    {
        await StopAtWork([ProjectFiles.Plugin], Times, "at work");
        if (Times > 1)
        {
            await StopAtWork([], 5, "at work, without the plugin");
        }
    }

    [Test]
    public async Task The_plugin_is_loaded_and_finalized_again_and_again()
    {
        var took = new List<double>();
        for (var time = 0; time < Times; time++)
        {
            using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin]);
            Assert.That((await host.Get("/plugins/deid")).Status, Is.EqualTo(200));
            took.Add(Stop(host));
        }

        await Tell("idle", took);
        if (Times > 1)
        {
            took.Clear();
            for (var time = 0; time < 3; time++)
            {
                using var host = await OrthancHost.Start(Version, []);
                took.Add(Stop(host));
            }

            await Tell("idle, without the plugin", took);
        }
    }

    private static double Stop(OrthancHost host)
    {
        var watch = Stopwatch.StartNew();
        host.Stop();
        Assert.That(host.Log, Does.Not.Contain("A job of type").And.Not.Contain("cannot start"));
        return watch.Elapsed.TotalSeconds;
    }

    private async Task StopAtWork(string[] plugins, int times, string what)
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-shutdown-");
        try
        {
            var took = new List<double>();
            for (var time = 0; time < times; time++)
            {
                took.Add(await StopAtWork(plugins, folder.FullName, time));
            }

            await Tell(what, took);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // On its next start, Orthanc resumes what was running when it stopped.
    private async Task<double> StopAtWork(string[] plugins, string folder, int time)
    {
        var configuration = new JsonObject { ["SyncStorageArea"] = false };
        using var host = await OrthancHost.Start(Version, plugins, configuration, folder);
        var instance = string.Empty;
        var study = string.Empty;
        for (var number = 0; number < Instances; number++)
        {
            var answer = (await host.Post("/instances", SampleFile.Make(dataset => dataset
                .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{time}.{number}")
                .With(0x0020_000D, DicomVR.UI, $"{SampleFile.StudyUid}.{time}")
                .With(0x0020_000E, DicomVR.UI, $"{SampleFile.SeriesUid}.{time}")
                .WithPixels(new byte[100_000])))).Json();
            (instance, study) = (answer.GetProperty("ID").GetString()!, answer.GetProperty("ParentStudy").GetString()!);
        }

        var answered = 0;
        using var stopping = new CancellationTokenSource();
        foreach (var operation in (string[])["anonymize", "modify", "anonymize"])
        {
            await host.Submit($"/studies/{study}/{operation}", """{"Asynchronous": true}""");
        }

        var clients = Enumerable.Range(0, Clients).Select(number => Task.Run(async () =>
        {
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    var answer = number % 4 == 0
                        ? await host.Post($"/studies/{study}/anonymize", "{}")
                        : await host.Ask(instance, number % 2 == 0 ? "anonymize" : "modify", "{}");
                    Assert.That(answer.Status, Is.EqualTo(200).Or.EqualTo(500).Or.EqualTo(503), answer.ToString);
                    Interlocked.Increment(ref answered);
                }
                catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
                {
                    // The host stops while its clients are busy, which is what is tested.
                    return;
                }
            }
        })).ToList();
        while (Volatile.Read(ref answered) == 0 && !clients.TrueForAll(client => client.IsCompleted))
        {
            await Task.Delay(5);
        }

        await Task.Delay(37 * time % 400);
        // While it stops, Orthanc still serves clients over open connections.
        stopping.CancelAfter(TimeSpan.FromSeconds(1));
        var took = Stop(host);
        await Task.WhenAll(clients);
        Assert.That(answered, Is.Positive, () => $"the host was at work\n{host.Log}");
        return took;
    }

    private async Task Tell(string what, List<double> took) => await TestContext.Progress.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"Orthanc {Version} stopped {took.Count} times, {what}: median {took.Order().ElementAt(took.Count / 2):F1} s,"
            + $" longest {took.Max():F1} s"));
}
