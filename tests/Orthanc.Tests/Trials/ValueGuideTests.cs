// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Pseudonyms;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Trials;

/// <summary>docs/trials.md is true about derived values, ages, private elements and references.</summary>
internal sealed partial class ValueGuideTests(OrthancVersion version) : HostFixture(version)
{
    private static readonly string Page = ProjectFiles.Page("trials.md");
    private static readonly byte[] Source = new CtStudy().Files().First();

    private readonly KeyFile _key = new("An example is no secret: make your own");

    protected override JsonObject Configuration => _key.Configuration;

    private static IEnumerable<ReadmeExample> Examples() => ReadmeExample.AllOf(Page).Where(example => OfThese().IsMatch(example.Body));

    private static IEnumerable<ReadmeJobExample> JobExamples() =>
        ReadmeExample.JobsOf(Page).Where(example => OfThese().IsMatch(example.Body));

    [OneTimeTearDown]
    public void DeleteKey() => _key.Dispose();

    [TestCaseSource(nameof(Examples))]
    public async Task An_example_does_what_it_says(ReadmeExample example)
    {
        var answer = await Host.Ask(await Host.Store(Source), example.Operation, example.Body);
        Assert.That(example.Faults(Source, answer), Is.Empty);
    }

    [TestCaseSource(nameof(JobExamples))]
    public async Task An_example_of_a_job_does_what_it_says(ReadmeJobExample example)
    {
        var instance = await Host.Store(Source);
        var study = (await Host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString()!;
        Assert.That(example.Faults((await example.Ask(Host, study)).Json()), Is.Empty);
    }

    [Test]
    public void Every_example_is_found()
    {
        Assert.That(Examples().Count(), Is.EqualTo(8));
        Assert.That(JobExamples().Count(), Is.EqualTo(1));
    }

    [GeneratedRegex("\"(Derive|AgeLimit|SafePrivate|UpdateReferences)\"|\\[EXAMPLE")]
    private static partial Regex OfThese();
}
