// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Errors;

/// <summary>How an error names the instance at fault: a job names it once, and the instance's own route does not.</summary>
internal sealed class FaultSentenceTests(OrthancVersion version) : HostFixture(version)
{
    // A CT image does not state where its ultrasound regions are.
    private const string Body = """{"MaskPixelData": {"UltrasoundRegions": "KeepInside"}}""";

    private const string Fault = "The pixel data cannot be masked: it has no ultrasound regions that can be relied on";

    [Test]
    public async Task An_instance_is_named_by_a_job_once()
    {
        var instance = await Host.Store(new CtStudy().Files().First());
        var series = (await Host.Get($"/instances/{instance}/series")).Json().GetProperty("ID").GetString()!;
        var answer = await Host.Post($"/series/{series}/anonymize", Body);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Is.EqualTo($"Instance {instance}: {Fault}"));
        var route = await Host.Ask(instance, "anonymize", Body);
        Assert.That(route.Error("Details"), Is.EqualTo(Fault));
    }

    /// <summary>The check that every test applies to its answers detects what it is meant to.</summary>
    [TestCase("at least 32 bytes are needed, not 31 (Parameter 'secret')")]
    [TestCase("Instance 1-2: Instance 1-2: The pixel data cannot be masked")]
    [TestCase("Member \"Derive\", \"StudyDate\": Member \"Derive\", \"StudyDate\": there is no function")]
    [TestCase("Text in images cannot be looked for: no such file.. Install it")]
    [TestCase("System.InvalidOperationException was thrown")]
    public void What_is_not_for_people_is_seen(string sentence) => Assert.That(PlainWords.FaultsIn(sentence), Is.Not.Empty);

    [TestCase("Instance 1-2 was made of instance 3-4: instance 1-2, which has the same UIDs, would take its place")]
    [TestCase("Did you mean \"Options\"? There are three ...")]
    public void What_is_for_people_passes(string sentence) => Assert.That(PlainWords.FaultsIn(sentence), Is.Empty);
}
