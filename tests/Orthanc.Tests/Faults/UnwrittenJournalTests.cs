// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Faults;

/// <summary>
/// The database refuses one entry of the journal. The job is then neither left half done, nor reported as failed when all
/// its work is done.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class UnwrittenJournalTests(OrthancVersion version) : FolderFixture(version)
{
    [Test]
    public async Task A_job_that_cannot_note_that_it_deletes_its_sources_takes_back_what_it_stored()
    {
        var study = await StoreAndRefuse("AreSourcesGoing");
        using var host = await Start();
        var job = await host.WaitForEnd(await host.Submit(
            $"/studies/{study}/anonymize", """{"Asynchronous": true, "KeepSource": false}"""));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.State(), Is.EqualTo("Failure"));
            Assert.That((await host.Get("/studies")).Json().Strings(), Is.EqualTo((string[])[study]));
            Assert.That(await host.CountInstances(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_job_that_cannot_note_that_it_is_over_has_succeeded()
    {
        var study = await StoreAndRefuse("IsOver");
        using var host = await Start();
        var job = await host.WaitForEnd(await host.Submit(
            $"/studies/{study}/anonymize", """{"Asynchronous": true, "KeepSource": false}"""));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.State(), Is.EqualTo("Success"));
            Assert.That((await host.Get("/studies")).Json().Strings(), Has.Count.EqualTo(1).And.Not.Contains(study));
            Assert.That(() => host.Log, Does.Contain("The journal still holds a job that has ended").After(5000, 20));
        }
    }

    /// <summary>Stores an instance and makes the database refuse entries in which the given member is true.</summary>
    /// <returns>The identifier of the study.</returns>
    private async Task<string> StoreAndRefuse(string member)
    {
        string study;
        using (var host = await Start())
        {
            study = (await host.Post("/instances", SampleFile.Make())).Json().GetProperty("ParentStudy").GetString()!;
            host.Stop();
        }

        // The journal keeps its jobs in the global properties from 0x4F440000 on.
        await StoppedIndex.Change(
            Folder,
            $$"""
            CREATE TRIGGER Refusing BEFORE INSERT ON GlobalProperties
            WHEN NEW.property >= 0x4F440000 AND NEW.property < 0x4F450000
              AND instr(NEW.value, '"{{member}}":true') > 0
            BEGIN
              SELECT RAISE(ABORT, 'refused');
            END
            """);
        return study;
    }

    private Task<OrthancHost> Start() => OrthancHost.Start(Version, [ProjectFiles.Plugin], new JsonObject(), Folder);
}
