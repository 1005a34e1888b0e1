// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>The README is true: each of its examples does what it says, on every host.</summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.All))]
internal sealed class ReadmeTests(OrthancVersion version)
{
    private static readonly byte[] Source = new CtStudy().Files().First();

    [TestCaseSource(typeof(ReadmeExample), nameof(ReadmeExample.All))]
    public async Task An_example_does_what_it_says(ReadmeExample example)
    {
        var host = await RunningHosts.WithPlugin(version);
        var answer = await host.Ask(await host.Store(Source), example.Operation, example.Body);
        Assert.That(example.Faults(Source, answer), Is.Empty);
    }

    [Test]
    public void Every_example_is_found()
    {
        var fences = File.ReadAllText(ProjectFiles.Readme).Split("\n```http\n").Length - 1;
        Assert.That(ReadmeExample.All().Count(), Is.EqualTo(fences).And.GreaterThan(5));
    }
}
