// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Trials;

/// <summary>docs/trials.md is true: each of its examples does what it says, and so do its data manager's steps.</summary>
internal sealed class TrialGuideTests(OrthancVersion version) : HostFixture(version)
{
    private static readonly string Page = ProjectFiles.Page("trials.md");
    private static readonly byte[] Source = new CtStudy().Files().First();

    private readonly TrialGuide _guide = new();

    protected override JsonObject Configuration => _guide.Configuration;

    private static IEnumerable<ReadmeExample> Examples() => ReadmeExample.AllOf(Page);

    private static IEnumerable<ReadmeJobExample> JobExamples() => ReadmeExample.JobsOf(Page);

    [OneTimeTearDown]
    public void Delete() => _guide.Dispose();

    [TestCaseSource(nameof(Examples))]
    public async Task An_example_does_what_it_says(ReadmeExample example)
    {
        var answer = await Host.Ask(await Host.Store(Source), example.Operation, example.Body);
        Assert.That(example.Faults(Source, answer), Is.Empty);
    }

    [TestCaseSource(nameof(JobExamples))]
    public async Task An_example_of_a_job_does_what_it_says(ReadmeJobExample example)
    {
        var answer = (await example.Ask(Host, await Study())).Json();
        Assert.That(example.Faults(answer), Is.Empty);
        if (answer.GetProperty("Path").GetString() == $"/jobs/{answer.GetProperty("ID").GetString()}")
        {
            Assert.That((await Host.WaitForEnd(answer.GetProperty("ID").GetString()!)).State(), Is.EqualTo("Success"));
        }
    }

    /// <summary>From the arrival of a study to the list of who was who, and again with other settings.</summary>
    [Test]
    public async Task A_data_manager_finds_her_way()
    {
        var study = await Study();
        await Host.Store(Source);
        var job = await Host.WaitForEnd(await Host.Submit(
            $"/studies/{study}/anonymize", """{"Profile": "trial-7", "Asynchronous": true, "Mapping": "CSV", "Overwrite": true}"""));
        Assert.That(job.State(), Is.EqualTo("Success"), job.ToString);
        var made = job.Content().GetProperty("Path").GetString()!;
        var mapping = job.Content().GetProperty("SealedMappings").Strings().Single();
        _guide.FetchMapping(Host, mapping);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Host.Get($"{made}/patient")).Text, Does.Contain("TRIAL7-001").And.Not.Contain("4711"));
            Assert.That(_guide.Read("mapping.csv"), Does.Match("\r\nPID-4711-0815,TRIAL7-001,A20240312-77,[0-9A-Z]{16},.*,-[0-9]+\r\n"));
            Assert.That((await Host.Get(mapping)).Status, Is.EqualTo(404), "it was fetched and deleted");
        }

        // An amendment of the protocol: the manufacturer of the scanner must not be known.
        const string Amended = """{"Profile": "trial-7", "Remove": ["Manufacturer"]}""";
        var conflict = await Host.Post($"/studies/{study}/anonymize", Amended);
        Assert.That(conflict.Status, Is.EqualTo(409), conflict.ToString);
        var again = await Host.Post($"/studies/{study}/anonymize", Amended[..^1] + """, "Overwrite": true}""");
        Assert.That(again.Status, Is.EqualTo(200), again.ToString);
        Assert.That(again.Json().GetProperty("Path").GetString(), Is.EqualTo(made));
        Assert.That(Host.Log, Does.Not.Contain("PID-4711").And.Not.Contain("TRIAL7-001"));
        await Host.Send(HttpMethod.Delete, made, null);
    }

    private async Task<string> Study()
    {
        var instance = await Host.Store(Source);
        return (await Host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString()!;
    }
}
