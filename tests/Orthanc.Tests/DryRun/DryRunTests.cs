// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.DryRun;

/// <summary>A dry run reports what would happen to each element and stores nothing.</summary>
internal sealed class DryRunTests(OrthancVersion version) : HostFixture(version)
{
    private SampleStudies _studies = null!;

    [OneTimeSetUp]
    public async Task Store() => _studies = await SampleStudies.In(Host, "97");

    [Test]
    public async Task An_instance_route_tells_of_each_element()
    {
        var instance = _studies.Instance("1.1.1.1");
        var answer = await Host.Ask(instance, "anonymize", """{"DryRun": true, "Keep": ["StudyDate"]}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.Json().GetProperty("Instance").GetString(), Is.EqualTo(instance));
        using (Assert.EnterMultipleScope())
        {
            AssertTold(answer, "0008,0020", "StudyDate", "Kept", "Request");
            AssertTold(answer, "0008,1030", "StudyDescription", "Removed", "Profile");
            AssertTold(answer, "0010,0010", "PatientName", "Replaced", "Identity");
            AssertTold(answer, "0008,1140[0].0008,1155", "ReferencedSOPInstanceUID", "Replaced", "Profile");
            AssertTold(answer, "0008,0060", "Modality", "Kept", null);
            Assert.That(answer.Text, Does.Not.Contain("DOE").And.Not.Contain("P-97").And.Not.Contain("Anonymized"));
        }
    }

    [TestCase("/patients/[patient 1]/anonymize", "{}", 8, "0008,1030", "Removed")]
    [TestCase("/studies/[study 1.1]/anonymize", "{}", 4, "0008,1030", "Removed")]
    [TestCase("/series/[series 1.1.1]/modify", """{"Replace": {"SeriesDescription": "x"}}""", 2, "0008,103e", "Replaced")]
    [TestCase("/tools/bulk-anonymize", """{"Resources": ["[study 1.1]", "[series 1.2.1]"]}""", 6, "0008,1030", "Removed")]
    [TestCase("/tools/bulk-modify", """{"Resources": ["[study 2.1]"], "Remove": ["PatientSex"]}""", 4, "0010,0040", "Removed")]
    [TestCase("/studies/[study 1.1]/split", """{"Series": ["[series 1.1.1]"]}""", 2, "0020,000d", "Replaced")]
    [TestCase("/studies/[study 1.1]/merge", """{"Resources": ["[series 1.2.1]"]}""", 2, "0020,000d", "Replaced")]
    public async Task A_job_route_sums_up_and_stores_nothing(string route, string request, int count, string element, string action)
    {
        var before = (await Host.Get("/statistics")).Text;
        var jobs = (await Host.Get("/jobs")).Text;
        var body = JsonNode.Parse(_studies.Resolve(request))!.AsObject();
        body["DryRun"] = true;
        var answer = await Host.Post(_studies.Resolve(route), body.ToJsonString());
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var told = answer.Json().GetProperty("Elements").EnumerateArray()
            .Single(one => one.GetProperty("Element").GetString() == element);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Json().GetProperty("InstancesCount").GetInt32(), Is.EqualTo(count));
            Assert.That(answer.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.Zero);
            Assert.That(told.GetProperty("Action").GetString(), Is.EqualTo(action));
            Assert.That(told.GetProperty("Count").GetInt32(), Is.EqualTo(count));
            Assert.That((await Host.Get("/statistics")).Text, Is.EqualTo(before));
            Assert.That((await Host.Get("/jobs")).Text, Is.EqualTo(jobs));
        }
    }

    [Test]
    public async Task It_says_what_would_fail_and_what_is_rejected()
    {
        var study = await FailingStudy.In(Host);
        var answer = await Host.Post($"{study.Study}/anonymize", $$"""
            {{{FailingStudy.Replace}}, "Reject": {"Modality": ["SR"]}, "DryRun": true}
            """);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.Json().GetProperty("FailedInstances").Strings(), Is.EqualTo([study.Bad]));
        Assert.That(answer.Json().GetProperty("Error").GetProperty("Details").GetString(), Does.Contain("0028,0106"));
        answer = await Host.Post($"{study.Study}/anonymize", """{"Reject": {"Modality": ["CT"]}, "DryRun": true}""");
        Assert.That(answer.Json().GetProperty("RejectedInstancesCount").GetInt32(), Is.EqualTo(3));
        Assert.That(answer.Json().GetProperty("Elements").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task No_number_of_a_name_is_used_up()
    {
        var first = await Host.Post($"/studies/{_studies.Study("2.2")}/anonymize", "{}");
        await Host.Post($"/studies/{_studies.Study("2.2")}/anonymize", """{"DryRun": true}""");
        await Host.Ask(_studies.Instance("2.2.1.1"), "anonymize", """{"DryRun": true}""");
        var next = await Host.Post($"/studies/{_studies.Study("2.2")}/anonymize", "{}");
        Assert.That(await Host.NameNumber(next), Is.EqualTo(await Host.NameNumber(first) + 1));
    }

    [TestCase("""{"DryRun": 1}""", 15)]
    [TestCase("""{"DryRun": true, "Asynchronous": true}""", 8)]
    [TestCase("""{"DryRun": true, "Replace": {"PatientID": "x"}}""", 8)]
    public async Task What_cannot_be_had_is_refused(string request, int status)
    {
        var answer = await Host.Post($"/studies/{_studies.Study("1.1")}/anonymize", request);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("OrthancStatus"), Is.EqualTo($"{status}"));
    }

    private static void AssertTold(Answer answer, string element, string name, string action, string? reason)
    {
        var told = answer.Json().GetProperty("Elements").EnumerateArray()
            .Single(one => one.GetProperty("Element").GetString() == element);
        Assert.That(told.GetProperty("Name").GetString(), Is.EqualTo(name));
        Assert.That(told.GetProperty("Action").GetString(), Is.EqualTo(action), element);
        Assert.That(told.TryGetProperty("Reason", out var why) ? why.GetString() : null, Is.EqualTo(reason), element);
    }
}
