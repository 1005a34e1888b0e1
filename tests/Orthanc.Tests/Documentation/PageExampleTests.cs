// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Pseudonyms;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>The pages are true: each request in them does what they say, on every host, and each section is a valid one.</summary>
internal sealed class PageExampleTests(OrthancVersion version) : HostFixture(version)
{
    // As the page on pseudonyms says of its example.
    private const string Secret = "An example is no secret: make your own";

    private static readonly byte[] Source = new CtStudy().Files().First();

    private readonly KeyFile _key = new(Secret);

    protected override JsonObject Configuration => _key.Configuration;

    [OneTimeTearDown]
    public void DeleteKey() => _key.Dispose();

    [TestCaseSource(typeof(ReadmeExample), nameof(ReadmeExample.All))]
    public async Task An_example_does_what_it_says(ReadmeExample example)
    {
        var answer = await Host.Ask(await Host.Store(Source), example.Operation, example.Body);
        Assert.That(example.Faults(Source, answer), Is.Empty);
    }

    [TestCaseSource(typeof(ReadmeExample), nameof(ReadmeExample.Jobs))]
    public async Task An_example_of_a_job_does_what_it_says(ReadmeJobExample example)
    {
        var instance = await Host.Store(Source);
        var study = (await Host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString()!;
        var answer = (await example.Ask(Host, study)).Json();
        Assert.That(example.Faults(answer), Is.Empty);
        if (answer.GetProperty("Path").GetString() == $"/jobs/{answer.GetProperty("ID").GetString()}")
        {
            var job = await Host.WaitForEnd(answer.GetProperty("ID").GetString()!);
            Assert.That(job.State(), Is.EqualTo("Success"), job.ToString);
        }
    }

    [Test]
    public void The_secret_of_the_examples_is_the_one_that_the_page_tells() =>
        Assert.That(File.ReadAllText(ProjectFiles.Page("pseudonyms.md")), Does.Contain($"`{Secret}`"));

    /// <summary>What a page has in a fence of requests is an example of one kind or the other: none is overlooked.</summary>
    [Test]
    public void Every_example_is_found()
    {
        var fences = ReadmeExample.Pages.Sum(static page => DocumentPage.Read(page).FencesOf("http").Count());
        Assert.That(ReadmeExample.Jobs().Count(), Is.GreaterThan(1));
        Assert.That(ReadmeExample.All().Count(), Is.EqualTo(fences - ReadmeExample.Jobs().Count()).And.GreaterThan(20));
    }

    /// <summary>A section of the configuration in any page is one that Orthanc starts with, but for files that it names.</summary>
    [TestCaseSource(nameof(Sections))]
    public async Task A_section_is_valid_but_for_files_that_are_not_here(string section)
    {
        section = section.Replace("/etc/orthanc/pseudonyms.key", _key.Path, StringComparison.Ordinal);
        var answer = await Host.Post("/deid/check", section);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var faults = answer.Json().GetProperty("Faults").EnumerateArray().Select(static fault => fault.GetProperty("Reason").GetString()!);
        Assert.That(faults.Where(static fault => !fault.Contains("/etc/orthanc/", StringComparison.Ordinal)
            && !fault.StartsWith("there is no folder /", StringComparison.Ordinal)), Is.Empty, section);
    }

    // AdministrationTests and TrialGuideTests start an Orthanc with those of their pages.
    private static IEnumerable<TestCaseData> Sections() =>
        from page in ReadmeExample.Pages.Select(DocumentPage.Read)
        from fence in page.FencesOf("json")
        let json = fence.AsJson()
        where json.ValueKind == JsonValueKind.Object && json.TryGetProperty("Deid", out _)
        select new TestCaseData(json.GetProperty("Deid").GetRawText()).SetArgDisplayNames($"{page.Name}, line {fence.Line}");
}
