// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Load;

/// <summary>
/// 32 clients at once, each with a patient of its own, on routes of all kinds: no error, nothing lost or duplicated, and no
/// lasting increase in memory, threads or files.
/// </summary>
/// <remarks>
/// <c>ORTHANC_DEID_LOAD_SECONDS</c> sets the duration, 4 seconds by default; from 2 minutes on, the use of memory, threads
/// and files is judged. <c>ORTHANC_DEID_LOAD_REPORT</c> names a folder for its course, as a table and as a picture.
/// </remarks>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class LoadTests(OrthancVersion version) : VersionFixture(version)
{
    private const int Clients = 32;

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ShortestJudged = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(int.Parse(
        Environment.GetEnvironmentVariable("ORTHANC_DEID_LOAD_SECONDS") ?? "4", CultureInfo.InvariantCulture));

    // Orthanc 1.13.0 keeps about 4 KB of memory for each instance that is stored and deleted, even without any plugin.
    private static double KeptByHost(OrthancVersion version) => version.Number == OrthancVersion.Reference ? 0.004 : 0;

    [Test]
    public async Task Many_clients_at_once_lose_and_double_nothing()
    {
        // With fewer threads for jobs than clients, a job might wait forever, because Orthanc takes any of the waiting jobs
        // with the same priority. It also forgets a job as soon as JobsHistorySize (10) others have ended after it, on a
        // busy machine before its client has asked again.
        var configuration = new JsonObject
        {
            ["HttpThreadsCount"] = 50,
            ["ConcurrentJobs"] = Clients,
            ["JobsHistorySize"] = 10 * Clients,
            // Orthanc 1.13.0 caches each file that is stored. Filling the usual 128 MB would take most of a short run.
            ["MaximumStorageCacheSize"] = 16,
        };
        // The verbose log of half an hour would be as large as the memory of the tests.
        using var host = await OrthancHost.Start(
            Version, [ProjectFiles.Plugin], configuration, isVerbose: Duration < ShortestJudged);
        var clients = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(number => LoadingClient.Start(host, number, Duration)));
        var use = new ResourceUse(host);
        var watching = use.Watch(Duration);
        try
        {
            await Task.WhenAll(clients.Select(client => client.Work()));
            await watching;
        }
        finally
        {
            use.Report(Environment.GetEnvironmentVariable("ORTHANC_DEID_LOAD_REPORT"), Version);
        }

        var done = clients.Sum(client => client.Instances);
        var metrics = (await host.Get("/tools/metrics-prometheus")).Text.Split('\n')
            .Where(line => line.StartsWith("orthanc_deid_", StringComparison.Ordinal) && !line.Contains("_seconds", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .ToDictionary(line => line[0], line => double.Parse(line[1], CultureInfo.InvariantCulture));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                metrics.Where(one => one.Key.EndsWith("_instances", StringComparison.Ordinal)).Sum(one => one.Value),
                Is.EqualTo(done), "every instance is counted once");
            Assert.That(
                metrics.Where(one => one.Key.EndsWith("_failures", StringComparison.Ordinal)).Sum(one => one.Value),
                Is.Zero);
            Assert.That(await host.CountInstances(), Is.EqualTo(Clients * LoadingClient.Count));
            Assert.That((await host.Get("/patients")).Json().GetArrayLength(), Is.EqualTo(Clients));
            Assert.That(host.ErrorLines, Is.Empty);
        }

        await TestContext.Progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Orthanc {Version}: {Clients} clients, {clients.Sum(client => client.Requests)} requests and {done} instances in"
                + $" {Duration.TotalSeconds:F0} s; {use}"));
        if (Duration >= ShortestJudged)
        {
            var third = Duration / 3;
            var warmUp = third < LongestWarmUp ? third : LongestWarmUp;
            use.AssertFlat(warmUp, done * KeptByHost(Version));
        }

        host.Stop();
    }
}
