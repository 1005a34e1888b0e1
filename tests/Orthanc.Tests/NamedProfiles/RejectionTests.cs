// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.NamedProfiles;

/// <summary>A host with a profile that rejects reports.</summary>
internal sealed class RejectionTests(OrthancVersion version) : HostFixture(version)
{
    private const string Root = "1.2.826.0.1.3680043.9.78";

    private string _study = null!;
    private string _image = null!;
    private string _report = null!;

    protected override JsonObject Configuration => new()
    {
        ["Deid"] = JsonNode.Parse("""{"Profiles": {"images": {"Reject": {"Modality": ["SR"]}}}}"""),
    };

    [SetUp]
    public async Task Store()
    {
        _image = await Host.Store(File("CT", 1));
        _report = await Host.Store(File("SR", 2));
        _study = (await Host.Get($"/instances/{_image}/study")).Json().GetProperty("ID").GetString()!;
    }

    [TearDown]
    public async Task Clear()
    {
        foreach (var patient in (await Host.Get("/patients")).Json().Strings())
        {
            await Host.Send(HttpMethod.Delete, $"/patients/{patient}", null);
        }
    }

    [Test]
    public async Task A_rejected_instance_is_answered_by_403()
    {
        var answer = await Host.Ask(_report, "anonymize", """{"Profile": "images"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(403), answer.ToString);
            Assert.That(answer.Error("HttpStatus"), Is.EqualTo("403"));
            Assert.That(answer.Error("Details"), Does.Contain("its Modality is SR"));
            Assert.That((await Host.Ask(_image, "anonymize", """{"Profile": "images"}""")).Status, Is.EqualTo(200));
            Assert.That((await Host.Ask(_report, "anonymize", """{"Profile": "images", "Reject": {}}""")).Status, Is.EqualTo(200));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_job_names_what_it_rejected_and_keeps_its_source(bool keepsSource)
    {
        var body = $$"""{"Profile": "images", "KeepSource": {{(keepsSource ? "true" : "false")}}}""";
        var answer = await Host.Post($"/studies/{_study}/anonymize", body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using (Assert.EnterMultipleScope())
        {
            AssertNamesReport(answer.Json());
            Assert.That(answer.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.Zero);
            Assert.That(answer.Json().GetProperty("InstancesCount").GetInt32(), Is.EqualTo(2));
            Assert.That(await Host.InstancesOf($"/studies/{answer.Json().GetProperty("ID").GetString()}"), Has.Count.EqualTo(1));
            Assert.That((await Host.Get($"/instances/{_image}/file")).Status, Is.EqualTo(keepsSource ? 200 : 404));
            Assert.That((await Host.Get($"/instances/{_report}/file")).Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task The_job_says_so_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-").FullName;
        try
        {
            string id;
            using (var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], folder: folder))
            {
                await host.Store(File("CT", 1));
                await host.Store(File("SR", 2));
                id = await host.Submit(
                    $"/studies/{_study}/anonymize", """{"Reject": {"Modality": ["SR"]}, "Asynchronous": true}""");
                Assert.That((await host.WaitForEnd(id)).State(), Is.EqualTo("Success"));
                host.Stop();
            }

            using (var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], folder: folder))
            {
                var job = await host.Job(id);
                Assert.That(job.State(), Is.EqualTo("Success"));
                AssertNamesReport(job.Content());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("")]
    [TestCase(""", "Permissive": true""")]
    [TestCase(""", "KeepSource": false""")]
    public async Task A_job_that_rejects_all_is_refused_and_leaves_no_trace(string more)
    {
        var first = await Host.Post($"/studies/{_study}/anonymize", """{"Profile": "images"}""");
        var before = await Host.CountInstances();
        var none = await Host.Post(
            $"/studies/{_study}/anonymize", $$"""{"Reject": {"Modality": ["CT", "SR"]}{{more}}}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(none.Status, Is.EqualTo(403), none.ToString);
            Assert.That(none.Error("OrthancStatus"), Is.EqualTo("45"));
            Assert.That(
                none.Error("Details"), Does.Contain("its Modality is CT (1)").And.Contain("its Modality is SR (1)"));
            Assert.That(await Host.CountInstances(), Is.EqualTo(before), "the sources stay");
        }

        var next = await Host.Post($"/studies/{_study}/anonymize", "{}");
        Assert.That(await Host.NameNumber(next), Is.EqualTo(await Host.NameNumber(first) + 1), "it uses up no name");
    }

    [Test]
    public async Task A_job_that_rejects_all_fails_with_the_reasons_when_nobody_waits()
    {
        var id = await Host.Submit(
            $"/studies/{_study}/anonymize", """{"Reject": {"Modality": ["CT", "SR"]}, "Asynchronous": true}""");
        var job = await Host.WaitForEnd(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.State(), Is.EqualTo("Failure"), job.ToString);
            Assert.That(job.GetProperty("ErrorCode").GetInt32(), Is.EqualTo(45));
            Assert.That(job.GetProperty("ErrorDetails").GetString(), Does.Contain("its Modality is SR (1)"));
            Assert.That(job.Content().GetProperty("RejectedInstancesCount").GetInt32(), Is.EqualTo(2));
            Assert.That(job.Content().TryGetProperty("ID", out _), Is.False);
        }
    }

    /// <summary>It ends like a job whose instances have all failed.</summary>
    [Test]
    public async Task A_permissive_job_that_stores_nothing_for_more_reasons_than_one_succeeds()
    {
        var answer = await Host.Post(
            $"/studies/{_study}/anonymize",
            """{"Replace": {"SmallestImagePixelValue": "-2"}, "Permissive": true, "Reject": {"Modality": ["SR"]}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.EqualTo(1));
            Assert.That(answer.Json().GetProperty("RejectedInstancesCount").GetInt32(), Is.EqualTo(1));
        }
    }

    private void AssertNamesReport(JsonElement content)
    {
        var rejected = content.GetProperty("RejectedInstances").EnumerateArray().Single();
        Assert.That(rejected.GetProperty("ID").GetString(), Is.EqualTo(_report));
        Assert.That(rejected.GetProperty("Reason").GetString(), Is.EqualTo("its Modality is SR"));
        Assert.That(content.GetProperty("RejectedInstancesCount").GetInt32(), Is.EqualTo(1));
    }

    private static byte[] File(string modality, int number) => SampleFile.Make(dataset => dataset
        .With(0x0008_0018, DicomVR.UI, $"{Root}.1.{number}")
        .With(0x0008_0060, DicomVR.CS, modality)
        .With(0x0010_0020, DicomVR.LO, Root)
        .With(0x0020_000D, DicomVR.UI, Root)
        .With(0x0020_000E, DicomVR.UI, $"{Root}.{number}")
        .With(0x0028_0103, DicomVR.US, (ushort)0));
}
