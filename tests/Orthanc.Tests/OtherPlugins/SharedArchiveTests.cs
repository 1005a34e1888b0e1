// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Kept;

namespace OrthancDeid.Orthanc.Tests.OtherPlugins;

/// <summary>
/// Two Orthancs on one database process an archive, and one of them is killed in the middle. The work of the other is not
/// harmed, and when the killed one is back, everything has been done once.
/// </summary>
internal sealed class SharedArchiveTests
{
    private const int Patients = 6;
    private const int StudiesOfPatient = 2;
    private const int Images = 20;

    private SharedIndex _index = null!;

    [SetUp]
    public void Start() => _index = SharedIndex.Start();

    [TearDown]
    // Null if something is not installed, in which case the tests are skipped.
    public void Stop() => _index?.Dispose();

    [Test]
    public async Task One_is_killed_and_nothing_is_lost_or_done_twice([Values] bool keepsSource)
    {
        using var first = await StartHost("first");
        var studies = await StoreArchive(first);
        List<string> mine = [];
        List<string> theirs = [];
        using (var second = await StartHost("second"))
        {
            // Both hosts process the studies of each patient. The host that is killed gets its studies all at once, so that
            // most of them wait.
            foreach (var study in studies.Where((_, number) => number % 2 == 0))
            {
                mine.Add(await first.Submit("/tools/bulk-anonymize", Batch(study, keepsSource)));
            }

            theirs.AddRange(await Task.WhenAll(studies.Where((_, number) => number % 2 == 1)
                .Select(study => second.Submit("/tools/bulk-anonymize", Batch(study, keepsSource)))));
            await UntilInTheMiddle(second, theirs);
            second.Kill();
        }

        foreach (var job in mine)
        {
            var end = await first.WaitForEnd(job);
            Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
            Assert.That(end.Content().GetProperty("InstancesCount").GetInt32(), Is.EqualTo(Images));
        }

        Assert.That((await first.Get("/jobs")).Json().Strings(), Is.EquivalentTo(mine), "it leaves the jobs of the other alone");
        Assert.That(await Made(first, keepsSource), Is.LessThan(studies.Count * Images), "the other one was killed in the middle");

        using var again = await StartHost("second");
        foreach (var job in theirs)
        {
            Assert.That(
                async () => (await again.Get($"/jobs/{job}")).Status,
                Is.EqualTo(200).After((int)OrthancHost.Patience.TotalMilliseconds, 50), () => again.Log);
            var end = await again.WaitForEnd(job);
            Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
            Assert.That(end.Content().GetProperty("FailedInstancesCount").GetInt32(), Is.Zero);
        }

        await AssertDoneOnce(first, studies, keepsSource);
        if (keepsSource)
        {
            // A client that does not know what was done repeats everything.
            foreach (var study in studies)
            {
                var answer = await again.Post("/tools/bulk-anonymize", Batch(study, keepsSource, isAsynchronous: false));
                Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            }

            await AssertDoneOnce(first, studies, keepsSource);
        }

        again.Stop();
        first.Stop();
    }

    // One thread each, so that the work takes long enough to be interrupted.
    private Task<OrthancHost> StartHost(string name) => _index.StartHost(name, ("Threads", 1));

    /// <summary>Stores the archive. The studies of a patient follow each other, so that each host gets one.</summary>
    private static async Task<IReadOnlyList<string>> StoreArchive(OrthancHost host)
    {
        var studies = new List<string>();
        for (var number = 0; number < StudiesOfPatient * Patients; number++)
        {
            var patient = string.Create(CultureInfo.InvariantCulture, $"ARCHIVED-{number / StudiesOfPatient}");
            studies.Add((await NumberedStudy.Store(host, patient, first: 1000 + (100 * number), Images)).Path["/studies/".Length..]);
        }

        return studies;
    }

    private static string Batch(string study, bool keepsSource, bool isAsynchronous = true) => JsonSerializer.Serialize(new
    {
        Resources = (string[])[study],
        Pseudonyms = "archive",
        KeepSource = keepsSource,
        Asynchronous = isAsynchronous,
    });

    private static async Task UntilInTheMiddle(OrthancHost host, List<string> jobs)
    {
        while (true)
        {
            var states = new List<JsonElement>();
            foreach (var job in jobs)
            {
                states.Add(await host.Job(job));
            }

            if (states.Exists(static state => state.State() != "Success")
                && states.Exists(static state => state.State() == "Success" || state.GetProperty("Progress").GetInt32() > 0))
            {
                return;
            }

            Assert.That(states.TrueForAll(static state => state.State() == "Success"), Is.False, "too quick to be killed in the middle");
        }
    }

    private static async Task<int> Made(OrthancHost host, bool keepsSource) => keepsSource
        ? await host.CountInstances() - (Patients * StudiesOfPatient * Images)
        : (await host.Get("/instances?expand")).Json().EnumerateArray().Count(static one =>
            one.GetProperty("MainDicomTags").GetProperty("SOPInstanceUID").GetString()!.StartsWith("2.25.", StringComparison.Ordinal));

    private static async Task AssertDoneOnce(OrthancHost host, IReadOnlyList<string> studies, bool keepsSource)
    {
        var counts = await NumberedStudy.Count(host);
        Assert.That(counts, Has.Count.EqualTo(studies.Count * Images), "nothing is lost");
        Assert.That(counts.Values, Is.All.EqualTo(keepsSource ? 2 : 1), "nothing is there twice");
        var patients = (await host.Get("/patients?expand")).Json().EnumerateArray().ToList();
        Assert.That(patients, Has.Count.EqualTo(keepsSource ? 2 * Patients : Patients), "a patient has one pseudonym");
        Assert.That(patients.Select(static patient => patient.GetProperty("Studies").GetArrayLength()), Is.All.EqualTo(StudiesOfPatient));
        foreach (var study in studies)
        {
            Assert.That((await host.Get($"/studies/{study}")).Status, Is.EqualTo(keepsSource ? 200 : 404));
        }
    }
}
