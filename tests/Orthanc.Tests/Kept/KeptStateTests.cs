// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Kept;

/// <summary>
/// An upgrade in the middle of jobs: a real Orthanc starts on what an Orthanc with an earlier version of the plugin left
/// when it was killed. All jobs continue and end as they would have, and everything else that was kept is unchanged.
/// </summary>
[TestFixtureSource(typeof(KeptState), nameof(KeptState.All))]
internal sealed class KeptStateTests(KeptState state)
{
    private const string ToNewer = """
        UPDATE GlobalProperties SET value = replace(replace(value, '"OrthancDeid":5', '"OrthancDeid":1005'),
          '"OrthancDeid" : 5', '"OrthancDeid" : 1005');
        UPDATE GlobalProperties SET value = replace(value, '"OrthancDeidMapping":1', '"OrthancDeidMapping":1001');
        UPDATE GlobalProperties SET value = replace(value, '"OrthancDeidNotes":1', '"OrthancDeidNotes":1001');
        """;

    private const string ToOlder = """
        UPDATE GlobalProperties SET value = replace(replace(value, '"OrthancDeid":1005', '"OrthancDeid":5'),
          '"OrthancDeid" : 1005', '"OrthancDeid" : 5');
        UPDATE GlobalProperties SET value = replace(value, '"OrthancDeidMapping":1001', '"OrthancDeidMapping":1');
        UPDATE GlobalProperties SET value = replace(value, '"OrthancDeidNotes":1001', '"OrthancDeidNotes":1');
        """;

    // The journals of jobs, notes and mappings, and the host's identifiers of the jobs, without the numbers of entries.
    private const string NewerEntries =
        "SELECT property, value FROM GlobalProperties WHERE property >= 0x4F440000 AND value LIKE '%:100_,%' ORDER BY property";

    private string _folder = null!;
    private KeptFacts _facts = null!;

    private OrthancVersion Version { get; } = OrthancVersion.Find(state.Orthanc);

    [SetUp]
    public void Unpack()
    {
        OrthancHost.SkipUnlessHere(Version);
        _folder = Directory.CreateTempSubdirectory("orthanc-deid-").FullName;
        state.Unpack(_folder);
        _facts = KeptFacts.Read(_folder);
    }

    [TearDown]
    public void Delete()
    {
        // Null if this version is not installed, in which case the tests are skipped.
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Test]
    public async Task The_jobs_go_on_and_what_was_kept_is_as_it_was()
    {
        var audit = await File.ReadAllLinesAsync(KeptState.AuditFile(_folder));
        using (var host = await KeptState.Start(Version, _folder))
        {
            await AssertEndsWell(host);
            await AssertSamePseudonyms(host);
            host.Stop();
        }

        var lines = await File.ReadAllLinesAsync(KeptState.AuditFile(_folder));
        Assert.That(lines[..audit.Length], Is.EqualTo(audit), "the audit goes on where it was");
        Assert.That(lines, Has.Length.GreaterThan(audit.Length));
    }

    /// <summary>A site went back to an older version. What that version cannot read waits for the newer one.</summary>
    [Test]
    public async Task What_a_newer_version_has_kept_waits_for_it()
    {
        await StoppedIndex.Change(_folder, ToNewer);
        var newer = await StoppedIndex.Read(_folder, NewerEntries);
        Assert.That(newer, Is.Not.Empty);
        using (var host = await KeptState.Start(Version, _folder))
        {
            Assert.That(
                () => host.Log, Does.Contain("holds a job of a newer version of the plugin: its form has version 1005")
                    .After(OrthancHost.LogDelay * 6, OrthancHost.LogPause));
            if (state.Moment == "transfer")
            {
                // Orthanc had not saved any of the others yet.
                Assert.That(host.Log, Does.Contain("Orthanc has saved a job of a newer version of the plugin"));
            }

            Assert.That((await host.Get("/deid/mappings")).Json().GetArrayLength(), Is.Zero);
            Assert.That(host.Log, Does.Contain("holds a sealed mapping of a newer version of the plugin"));

            // Other jobs work, and their entries do not replace those that wait.
            var before = await host.CountInstances();
            var end = await host.WaitForEnd(await host.Submit(
                $"{_facts.Pseudonymized}/anonymize", """{"Asynchronous": true, "Mapping": true}"""));
            Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
            Assert.That((await host.Get("/deid/mappings")).Json().GetArrayLength(), Is.EqualTo(1));
            Assert.That(await host.CountInstances(), Is.EqualTo(before + _facts.Made.Count));
            Assert.That((await host.Get("/jobs")).Json().GetArrayLength(), Is.EqualTo(1), "no other job runs");
            var made = end.Content().GetProperty("Path").GetString()!;
            Assert.That((await host.Send(HttpMethod.Delete, made, null)).Status, Is.EqualTo(200));
            host.Stop();
        }

        Assert.That(await StoppedIndex.Read(_folder, NewerEntries), Is.EqualTo(newer), "it is left as it was");
        await StoppedIndex.Change(_folder, ToOlder);
        using var again = await KeptState.Start(Version, _folder);
        await AssertEndsWell(again);
        again.Stop();
    }

    private async Task AssertEndsWell(OrthancHost host)
    {
        foreach (var job in _facts.Waiting)
        {
            await End(host, job, "Success");
        }

        var end = await End(host, _facts.Job, _facts.End);
        Assert.That(await NumberedStudy.Count(host, _facts.Lost), Is.EqualTo(_facts.Numbers), "nothing is lost or doubled");
        Assert.That(await host.Missing(_facts.Annotated), Is.Empty);
        using var files = KeptState.Files(_folder);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await host.Get(_facts.Source)).Status, Is.EqualTo(_facts.KeepsSource ? 200 : 404));
            Assert.That(files.Open((await host.Get(_facts.Mapping)).Body), Is.EqualTo(_facts.Opened));
            if (!_facts.KeepsSource)
            {
                Assert.That(end.Content().GetProperty("PatientID").GetString(), Is.EqualTo(_facts.Pseudonym));
            }
        }
    }

    private async Task AssertSamePseudonyms(OrthancHost host)
    {
        var before = await host.CountInstances();
        var answer = await host.Post($"{_facts.Pseudonymized}/anonymize", _facts.Request);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Json().GetProperty("PatientID").GetString(), Is.EqualTo(_facts.Pseudonym));
            Assert.That(await host.InstancesOf(answer.Json().GetProperty("Path").GetString()!), Is.EquivalentTo(_facts.Made));
            Assert.That(await host.CountInstances(), Is.EqualTo(before), "the same request makes the same instances");
        }

        // The count of names continues.
        await host.Post($"{_facts.Pseudonymized}/anonymize", "{}");
        var names = (await host.Get("/patients?expand")).Json().EnumerateArray()
            .Select(static patient => patient.GetProperty("MainDicomTags").GetProperty("PatientName").GetString())
            .Where(static name => name!.StartsWith("Anonymized", StringComparison.Ordinal));
        Assert.That(names, Is.Not.Empty.And.Unique);
    }

    private static async Task<JsonElement> End(OrthancHost host, string job, string expected)
    {
        // A job that Orthanc has lost is resumed a moment after the start.
        Assert.That(
            async () => (await host.Get($"/jobs/{job}")).Status,
            Is.EqualTo(200).After((int)OrthancHost.Patience.TotalMilliseconds, 50));
        if ((await host.Job(job)).State() == "Paused")
        {
            await host.Post($"/jobs/{job}/resume", string.Empty);
        }

        var end = await host.WaitForEnd(job);
        Assert.That(end.State(), Is.EqualTo(expected), end.ToString);
        return end;
    }
}
