// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Pseudonyms;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>The README is true: each of its examples does what it says, on every host.</summary>
internal sealed class ReadmeTests(OrthancVersion version) : HostFixture(version)
{
    // As the README says of its example.
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
    public void The_secret_of_the_examples_is_the_one_that_the_readme_tells() =>
        Assert.That(File.ReadAllText(ProjectFiles.Readme), Does.Contain($"`{Secret}`"));

    [Test]
    public void Every_example_is_found()
    {
        var fences = File.ReadAllText(ProjectFiles.Readme).Split("\n```http\n").Length - 1;
        Assert.That(ReadmeExample.Jobs().Count(), Is.GreaterThan(1));
        Assert.That(ReadmeExample.All().Count(), Is.EqualTo(fences - ReadmeExample.Jobs().Count()).And.GreaterThan(5));
    }
}
