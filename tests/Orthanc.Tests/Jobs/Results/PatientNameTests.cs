// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Results;

/// <summary>
/// No two patients get the same name, and a name is always available, whatever happened to jobs, to Orthanc and to the count
/// in its database.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Oldest))]
internal sealed class PatientNameTests(OrthancVersion version) : FolderFixture(version)
{
    private const string Asynchronous = """{"Asynchronous": true}""";

    [TestCase(false, TestName = "Orthanc_is_stopped_and_the_job_fails")]
    [TestCase(true, TestName = "Orthanc_is_killed_and_the_job_fails")]
    public async Task A_job_that_fails_after_a_restart_leaves_the_count_as_it_was(bool isKilled)
    {
        string other;
        string job;
        IReadOnlyList<string> sources;
        using (var host = await ManyInstances.Start(Version, Folder))
        {
            other = await StoreOther(host);
            Assert.That((await host.Post($"{other}/anonymize", "{}")).Status, Is.EqualTo(200));
            var study = await ManyInstances.Store(host);
            sources = await host.InstancesOf(study);
            (job, var paused, _) = await ManyInstances.Interrupt(host, $"{study}/anonymize", Asynchronous, "pause");
            Assert.That(paused.State(), Is.EqualTo("Paused"));
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
            await Delete(host, sources[^1]);
            foreach (var one in (await host.Get("/jobs")).Json().Strings())
            {
                await host.Post($"/jobs/{one}/resume", string.Empty);
                await host.WaitForEnd(one);
            }

            var next = await host.Post($"{other}/anonymize", "{}");
            Assert.That(next.Status, Is.EqualTo(200), next.ToString);
            host.Stop();
        }

        using (var host = await ManyInstances.Start(Version, Folder))
        {
            var next = await host.Post($"{other}/anonymize", "{}");
            Assert.That(next.Status, Is.EqualTo(200), next.ToString);
            await AssertNamesDiffer(host);
        }
    }

    [Test]
    public async Task A_count_that_is_none_is_mended()
    {
        string study;
        using (var host = await ManyInstances.Start(Version, Folder, settings: ("LimitFindResults", 1)))
        {
            study = await StoreOther(host);
            for (var i = 0; i < 3; i++)
            {
                Assert.That((await host.Post($"{study}/anonymize", "{}")).Status, Is.EqualTo(200));
            }

            host.Stop();
        }

        Spoil("3", "x");
        using (var host = await ManyInstances.Start(Version, Folder, settings: ("LimitFindResults", 1)))
        {
            var next = await host.Post($"{study}/anonymize", "{}");
            Assert.That(next.Status, Is.EqualTo(200), next.ToString);
            Assert.That(await host.NameNumber(next), Is.EqualTo(4));
            Assert.That(() => host.Log, Does.Contain("counting continues after 3").After(5000, 20));
            await AssertNamesDiffer(host);
        }
    }

    /// <summary>A source is deleted after its result was stored. The result may be all there is, so it stays.</summary>
    [Test]
    public async Task The_name_of_an_instance_that_a_failed_job_left_is_not_given_again()
    {
        using var host = await ManyInstances.Start(Version, Folder);
        var other = await StoreOther(host);
        var study = await ManyInstances.Store(host);
        var series = (await host.Get(study)).Json().GetProperty("Series").Strings()[0];
        var sources = (await host.Get($"/series/{series}")).Json().GetProperty("Instances").Strings();
        var (job, paused, before) = await ManyInstances.Interrupt(host, $"{study}/anonymize", Asynchronous, "pause");
        Assert.That(paused.State(), Is.EqualTo("Paused"));
        await Delete(host, sources[0]);
        await Delete(host, sources[^1]);
        await host.Post($"/jobs/{job}/resume", string.Empty);
        Assert.That((await host.WaitForEnd(job)).State(), Is.EqualTo("Failure"));
        Assert.That(await host.CountInstances(), Is.EqualTo(before - 1), "one new instance is left");

        var next = await host.Post($"{other}/anonymize", "{}");
        Assert.That(next.Status, Is.EqualTo(200), next.ToString);
        await AssertNamesDiffer(host);
    }

    /// <summary>
    /// The journal has recorded that the sources are being deleted, and the name. What Orthanc had saved before has neither.
    /// </summary>
    [Test]
    public async Task A_job_that_goes_on_from_the_journal_keeps_its_name()
    {
        string job;
        using (var host = await ManyInstances.Start(Version, Folder))
        {
            var study = await ManyInstances.Store(host);
            (job, var paused, _) = await ManyInstances.Interrupt(
                host, $"{study}/anonymize", """{"Asynchronous": true, "KeepSource": false}""", "pause");
            Assert.That(paused.State(), Is.EqualTo("Paused"));
            host.Stop();
        }

        // The journal consists of the global properties from 0x4F440000 on; those below 1024 are Orthanc's own.
        await StoppedIndex.Change(
            Folder,
            """
            CREATE TEMP TABLE Found (what CHECK (what = 2));
            INSERT INTO Found SELECT count(*) FROM GlobalProperties
            WHERE (property < 1024 OR property = 0x4F440000) AND instr(value, 'PatientNumber') > 0;
            UPDATE GlobalProperties SET value = replace(value, 'PatientNumber', 'FormerNumber') WHERE property < 1024;
            UPDATE GlobalProperties SET value = replace(value, '"AreSourcesGoing":false', '"AreSourcesGoing":true')
            WHERE property = 0x4F440000;
            """);
        using (var host = await ManyInstances.Start(Version, Folder))
        {
            await host.Post($"/jobs/{job}/resume", string.Empty);
            Assert.That((await host.WaitForEnd(job)).State(), Is.EqualTo("Success"));
            var next = await host.Post($"{await StoreOther(host)}/anonymize", "{}");
            Assert.That(next.Status, Is.EqualTo(200), next.ToString);
            Assert.That(await host.NameNumber(next), Is.EqualTo(2), "the job has taken no other one");
        }
    }

    private static async Task<string> StoreOther(OrthancHost host)
    {
        var stored = await host.Post("/instances", SampleFile.Make(dataset => dataset
            .With(0x0010_0020, DicomVR.LO, "other")
            .With(0x0008_0018, DicomVR.UI, "1.2.826.0.1.3680043.9.78.1.1")
            .With(0x0020_000D, DicomVR.UI, "1.2.826.0.1.3680043.9.78.1")
            .With(0x0020_000E, DicomVR.UI, "1.2.826.0.1.3680043.9.78.1.2")));
        return $"/studies/{stored.Json().GetProperty("ParentStudy").GetString()}";
    }

    private static async Task Delete(OrthancHost host, string instance)
    {
        var deleted = await host.Send(HttpMethod.Delete, $"/instances/{instance}", null);
        Assert.That(deleted.Status, Is.EqualTo(200), deleted.ToString);
    }

    private static async Task AssertNamesDiffer(OrthancHost host)
    {
        var names = new List<string?>();
        foreach (var patient in (await host.Get("/patients")).Json().Strings())
        {
            names.Add(await host.MainTag($"/patients/{patient}", "PatientName"));
        }

        Assert.That(names.Where(name => name!.StartsWith("Anonymized", StringComparison.Ordinal)), Is.Not.Empty.And.Unique);
    }

    /// <summary>
    /// Overwrites the count in the database of a stopped host. In SQLite's file format, a row of the table of global
    /// properties consists of its number as a varint (25701: 81 C8 65), three bytes that mean "null, text of that length",
    /// and the text.
    /// </summary>
    private void Spoil(string before, string after)
    {
        byte[] row = [0x81, 0xC8, 0x65, 3, 0, (byte)(13 + (2 * before.Length)), .. Encoding.ASCII.GetBytes(before)];
        var found = 0;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Folder, "storage"), "index*"))
        {
            var file = File.ReadAllBytes(path);
            for (var at = file.AsSpan().IndexOf(row); at >= 0; at = file.AsSpan().IndexOf(row))
            {
                Encoding.ASCII.GetBytes(after).CopyTo(file, at + row.Length - before.Length);
                found++;
            }

            File.WriteAllBytes(path, file);
        }

        Assert.That(found, Is.Positive, "the count is in the database");
    }
}
