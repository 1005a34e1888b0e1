// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Trials;

/// <summary>
/// With UpdateReferences, the references between the instances of a job lead to the new instances, even if Orthanc is killed
/// meanwhile.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Newest))]
internal sealed class UpdatedReferenceTests(OrthancVersion version) : FolderFixture(version)
{
    private const int Count = 40;
    private const string Next = "0008,1140[0].0008,1155";
    private const string Evidence = "0040,a375[0].0020,000d";
    private const string EvidenceSeries = "0040,a375[0].0008,1115[0].0020,000e";
    private const string EvidenceInstance = "0040,a375[0].0008,1115[0].0008,1199[0].0008,1155";

    [TestCase("modify", """{"UpdateReferences": true}""")]
    [TestCase("modify", """{"UpdateReferences": true, "KeepSource": false}""")]
    [TestCase("bulk", """{"UpdateReferences": true, "Level": "Study", "Resources": ["ID"]}""")]
    [TestCase("modify", """{"UpdateReferences": true, "Replace": {"StudyInstanceUID": "1.2.3.4"}, "Force": true}""")]
    public async Task References_of_a_whole_study_follow(string route, string body)
    {
        using var host = await Start();
        var study = await Store(host, "1");
        var answer = await host.Post(
            route == "bulk" ? "/tools/bulk-modify" : $"/studies/{study}/modify", body.Replace("\"ID\"", $"\"{study}\"", StringComparison.Ordinal));
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = await Study(host, other: study);
        await RequireRing(host, made, Count);
        host.Stop();
    }

    /// <summary>The part split off and the rest refer to each other: the part's references stay as they are.</summary>
    [Test]
    public async Task What_is_split_off_refers_to_itself_and_to_what_stays()
    {
        using var host = await Start();
        var study = await Store(host, "1");
        var odd = (await host.Get($"/studies/{study}/series")).Json().EnumerateArray()
            .Single(series => series.ToString().Contains($"{SampleFile.SeriesUid}.1.1", StringComparison.Ordinal)).GetProperty("ID").GetString()!;
        var answer = await host.Post($"/studies/{study}/split", $$"""{"Series": ["{{odd}}"], "UpdateReferences": true, "KeepSource": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var files = await Files(host, answer.Json().GetProperty("TargetStudy").GetString()!);
        Assert.That(files, Has.Count.EqualTo(Count / 2));
        foreach (var file in files)
        {
            using (Assert.EnterMultipleScope())
            {
                // The next instance of each is even and is not split off.
                Assert.That(file[Next]!.Text, Does.StartWith(SampleFile.InstanceUid));
                Assert.That(file[Evidence]!.Text, Is.EqualTo(file["0020,000d"]!.Text));
                Assert.That(file[EvidenceSeries]!.Text, Is.EqualTo(file["0020,000e"]!.Text));
                Assert.That(file[EvidenceInstance]!.Text, Is.EqualTo(file["0008,0018"]!.Text));
            }
        }

        host.Stop();
    }

    [Test]
    public async Task What_is_merged_refers_to_the_study_that_it_became_part_of()
    {
        using var host = await Start();
        var target = await Store(host, "2", count: 1);
        var study = await Store(host, "1");
        var answer = await host.Post($"/studies/{target}/merge", $$"""{"Resources": ["{{study}}"], "UpdateReferences": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        await RequireRing(host, target, Count, besides: 1);
        host.Stop();
    }

    [TestCase("pause")]
    [TestCase("kill")]
    public async Task A_job_that_is_taken_up_leads_references_to_what_it_made_before(string action)
    {
        string study, job;
        using (var host = await Start())
        {
            study = await Store(host, "1");
            job = await host.Submit($"/studies/{study}/modify", """{"UpdateReferences": true, "KeepSource": false, "Asynchronous": true}""");
            await host.WaitForJob(job, state => state.GetProperty("Progress").GetInt32() > 0);
            if (action == "pause")
            {
                // The job may have ended before the pause.
                await host.Post($"/jobs/{job}/pause", string.Empty);
                var reached = await host.WaitForJob(job, state => state.State() is "Paused" or "Success");
                if (reached.State() == "Paused")
                {
                    await host.Post($"/jobs/{job}/resume", string.Empty);
                }

                await host.WaitForEnd(job);
            }

            host.Kill();
        }

        using (var host = await Start())
        {
            for (var tries = 0; tries < 600 && await host.CountInstances() != Count; tries++)
            {
                await Task.Delay(50);
            }

            for (var tries = 0; tries < 600 && (await Studies(host)).Contains(study); tries++)
            {
                await Task.Delay(50);
            }

            await RequireRing(host, (await Studies(host)).Single(), Count);
            host.Stop();
        }
    }

    [TestCase("\"yes\"")]
    [TestCase("null")]
    public async Task A_value_that_is_no_Boolean_is_refused(string value)
    {
        using var host = await Start();
        var study = await Store(host, "1", count: 2);
        foreach (var (route, body) in new[]
        {
            ($"/studies/{study}/modify", "{}"),
            ("/tools/bulk-modify", $$"""{"Resources": ["{{study}}"]}"""),
            ($"/studies/{study}/split", $$"""{"Series": ["{{(await host.Get($"/studies/{study}/series")).Json()[0].GetProperty("ID").GetString()}}"]}"""),
        })
        {
            var answer = await host.Post(route, $$"""{"UpdateReferences": {{value}}, {{body[1..]}}""".Replace(", }", "}", StringComparison.Ordinal));
            Assert.That((answer.Status, answer.Error("OrthancStatus")), Is.EqualTo((400, "15")), answer.ToString);
            Assert.That(answer.Error("Details"), Does.Contain("UpdateReferences"));
        }

        host.Stop();
    }

    /// <summary>Each instance refers to the next (the last to the first), and to itself in its series and study.</summary>
    private static async Task RequireRing(OrthancHost host, string study, int count, int besides = 0)
    {
        var files = (await Files(host, study)).Where(file => !file["0008,0018"]!.Text!.StartsWith(SampleFile.InstanceUid, StringComparison.Ordinal)).ToList();
        Assert.That(files, Has.Count.EqualTo(count));
        Assert.That((await host.InstancesOf($"/studies/{study}")).Count, Is.EqualTo(count + besides));
        var numbers = files.ToDictionary(file => file["0008,0018"]!.Text!, file => int.Parse(file["0020,0013"]!.Text!));
        foreach (var file in files)
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(numbers.GetValueOrDefault(file[Next]!.Text!), Is.EqualTo((int.Parse(file["0020,0013"]!.Text!) % count) + 1));
                Assert.That(file[Evidence]!.Text, Is.EqualTo(file["0020,000d"]!.Text));
                Assert.That(file[EvidenceSeries]!.Text, Is.EqualTo(file["0020,000e"]!.Text));
                Assert.That(file[EvidenceInstance]!.Text, Is.EqualTo(file["0008,0018"]!.Text));
            }
        }
    }

    private static async Task<List<ListedFile>> Files(OrthancHost host, string study)
    {
        var files = new List<ListedFile>();
        foreach (var instance in await host.InstancesOf($"/studies/{study}"))
        {
            files.Add(ListedFile.Read((await host.Get($"/instances/{instance}/file")).Body));
        }

        return files;
    }

    private static async Task<string> Study(OrthancHost host, string other) =>
        (await Studies(host)).Single(study => study != other);

    private static async Task<List<string>> Studies(OrthancHost host) =>
        [.. (await host.Get("/studies")).Json().EnumerateArray().Select(study => study.GetString()!)];

    private static async Task<string> Store(OrthancHost host, string prefix, int count = Count)
    {
        var study = string.Empty;
        for (var number = 1; number <= count; number++)
        {
            var answer = await host.Post("/instances", File(prefix, number, count));
            study = answer.Json().GetProperty("ParentStudy").GetString()!;
        }

        return study;
    }

    private static byte[] File(string prefix, int number, int count)
    {
        var (study, series) = ($"{SampleFile.StudyUid}.{prefix}", $"{SampleFile.SeriesUid}.{prefix}.{number % 2}");
        string Instance(int one) => $"{SampleFile.InstanceUid}.{prefix}.{one}";
        return SampleFile.Make(dataset => dataset
            .With(0x0008_0018, DicomVR.UI, Instance(number))
            .WithItem(0x0008_1140, item => item.With(0x0008_1155, DicomVR.UI, Instance((number % count) + 1)))
            .With(0x0020_000D, DicomVR.UI, study)
            .With(0x0020_000E, DicomVR.UI, series)
            .With(0x0020_0013, DicomVR.IS, $"{number}")
            .WithItem(0x0040_A375, item => item.With(0x0020_000D, DicomVR.UI, study)
                .WithItem(0x0008_1115, of => of.With(0x0020_000E, DicomVR.UI, series)
                    .WithItem(0x0008_1199, image => image.With(0x0008_1155, DicomVR.UI, Instance(number)))))
            .With(0x7FE0_0010, DicomVR.OW, new byte[100_000]));
    }

    private Task<OrthancHost> Start() => ManyInstances.Start(Version, Folder);
}
