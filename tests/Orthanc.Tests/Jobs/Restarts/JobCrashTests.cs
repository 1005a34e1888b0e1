// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Restarts;

/// <summary>
/// Orthanc is killed at random moments of jobs that delete their sources. After the restart, each job continues to its end,
/// even if Orthanc has lost it: no instance is lost, and none exists twice.
/// </summary>
/// <remarks>
/// <c>ORTHANC_DEID_KILLS</c> sets how often each test kills Orthanc, twice by default; <c>ORTHANC_DEID_SEED</c>, when.
/// </remarks>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class JobCrashTests(OrthancVersion version) : FolderFixture(version)
{
    private const int Count = 40;

    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("ORTHANC_DEID_KILLS") ?? "2", CultureInfo.InvariantCulture);

    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("ORTHANC_DEID_SEED") ?? "20261123", CultureInfo.InvariantCulture);

    private OrthancHost _host = null!;
    private IReadOnlyDictionary<int, string> _pixels = null!;

    [SetUp]
    public async Task Store()
    {
        _host = await StartHost();
        for (var number = 1; number <= Count; number++)
        {
            var pixels = new byte[100_000];
            pixels[0] = (byte)number;
            var answer = await _host.Post("/instances", SampleFile.Make(dataset => dataset
                .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{number}")
                .With(0x0020_000E, DicomVR.UI, $"{SampleFile.SeriesUid}.{number % 2}")
                .With(0x0020_0013, DicomVR.IS, $"{number}")
                .WithPixels(pixels)));
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        }

        _pixels = await Pixels();
        Assert.That(_pixels, Has.Count.EqualTo(Count));
    }

    [TearDown]
    // Null if this version is not installed, in which case the tests are skipped.
    public void Stop() => _host?.Dispose();

    [Test]
    public Task An_anonymization_loses_and_doubles_nothing() => KillDuring(async () =>
    {
        var study = (await Studies()).Single();
        return new Interrupted(
            $"/studies/{study}/anonymize", """{"Asynchronous": true, "KeepSource": false}""",
            async () => await Studies() is [var one] && one != study);
    });

    [Test]
    public Task A_modification_in_bulk_loses_and_doubles_nothing() => KillDuring(async () =>
    {
        var study = (await Studies()).Single();
        return new Interrupted(
            "/tools/bulk-modify",
            $$"""
            {"Asynchronous": true, "KeepSource": false, "Resources": ["{{study}}"], "Level": "Study",
             "Replace": {"StudyDescription": "again"} }
            """,
            async () => await Studies() is [var one] && one != study);
    });

    [Test]
    public Task A_split_and_a_merge_lose_and_double_nothing() => KillDuring(async () =>
    {
        if (await Studies() is not [var whole])
        {
            var parts = await Studies();
            return new Interrupted(
                $"/studies/{parts[0]}/merge", $$"""{"Asynchronous": true, "Resources": ["{{parts[1]}}"]}""",
                async () => await Studies() is [_]);
        }

        var series = (await _host.Get($"/studies/{whole}")).Json().GetProperty("Series").Strings();
        return new Interrupted(
            $"/studies/{whole}/split", $$"""{"Asynchronous": true, "Series": ["{{series[0]}}"]}""",
            async () => await Studies() is [var one, var other]
                && await SeriesOf(one) == 1 && await SeriesOf(other) == 1);
    });

    private async Task KillDuring(Func<Task<Interrupted>> next)
    {
        var choice = new Random(Seed);
        var typical = await TimeOf(await next());
        var interrupted = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            var job = await next();
            // Any moment from the submission to a little after the end of the job.
            var moment = typical * (1.2 * choice.NextDouble());
            var post = _host.Post(job.Route, job.Body);
            await Task.Delay(moment);
            var isAccepted = post.IsCompletedSuccessfully;
            interrupted += isAccepted && !await job.IsDone() ? 1 : 0;
            _host.Kill();
            _host.Dispose();
            await post.ContinueWith(_ => { }, TaskScheduler.Default);

            _host = await StartHost();
            var what = string.Create(
                CultureInfo.InvariantCulture, $"kill {kill} of seed {Seed}, {moment.TotalMilliseconds:F0} ms after {job.Route}");
            if (isAccepted)
            {
                await Eventually(job.IsDone, what);
            }

            await Eventually(async () => (await Jobs()).All(IsOver), what);
            using (Assert.EnterMultipleScope())
            {
                Assert.That((await Jobs()).Where(one => one.State() != "Success"), Is.Empty, what);
                Assert.That(await _host.CountInstances(), Is.EqualTo(Count), what);
                Assert.That(await Pixels(), Is.EquivalentTo(_pixels), what);
            }
        }

        await TestContext.Progress.WriteLineAsync(
            $"Orthanc {Version}: {TestContext.CurrentContext.Test.MethodName}: {Kills} kills, {interrupted} of them during a job");
    }

    private async Task<TimeSpan> TimeOf(Interrupted job)
    {
        var watch = Stopwatch.StartNew();
        await _host.WaitForEnd(await _host.Submit(job.Route, job.Body));
        watch.Stop();
        Assert.That(await job.IsDone(), Is.True);
        return watch.Elapsed;
    }

    private async Task Eventually(Func<Task<bool>> condition, string what)
    {
        for (var watch = Stopwatch.StartNew(); !await condition();)
        {
            Assert.That(watch.Elapsed, Is.LessThan(OrthancHost.Patience), () => $"{what}\n{_host.Log}");
            await Task.Delay(20);
        }
    }

    private static bool IsOver(JsonElement job) => job.State() is "Success" or "Failure";

    private Task<OrthancHost> StartHost() => OrthancHost.Start(
        Version, [ProjectFiles.Plugin],
        new JsonObject
        {
            ["Deid"] = new JsonObject { ["Threads"] = 2 },
            ["OverwriteInstances"] = false,
        },
        Folder);

    private async Task<IReadOnlyList<string>> Studies() => (await _host.Get("/studies")).Json().Strings();

    private async Task<int> SeriesOf(string study) =>
        (await _host.Get($"/studies/{study}")).Json().GetProperty("Series").GetArrayLength();

    private async Task<IReadOnlyList<JsonElement>> Jobs() =>
        [.. (await _host.Get("/jobs?expand")).Json().EnumerateArray()];

    // The pixels of each instance, by its number. No job changes them.
    private async Task<IReadOnlyDictionary<int, string>> Pixels()
    {
        var pixels = new Dictionary<int, string>();
        foreach (var id in (await _host.Get("/instances")).Json().Strings())
        {
            using var file = DicomFile.Parse((await _host.Get($"/instances/{id}/file")).Body);
            var number = int.Parse(file.Dataset.GetText(new DicomTag(0x0020_0013))!, CultureInfo.InvariantCulture);
            Assert.That(file.Dataset.TryGet(new DicomTag(0x7FE0_0010), out var element), Is.True);
            Assert.That(
                pixels.TryAdd(number, Convert.ToHexString(SHA256.HashData(element.Value))), Is.True, "it is there twice");
        }

        return pixels;
    }

    /// <summary>A request that is interrupted, and whether its job is done.</summary>
    private sealed record Interrupted(string Route, string Body, Func<Task<bool>> IsDone);
}
