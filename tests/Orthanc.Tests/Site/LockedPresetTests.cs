// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Site;

/// <summary>A site that has locked its profile and closed the routes that modify.</summary>
internal sealed class LockedPresetTests(OrthancVersion version) : HostFixture(version)
{
    private string _instance = string.Empty;
    private string _study = string.Empty;

    protected override JsonObject Configuration => new()
    {
        ["Deid"] = JsonNode.Parse("""
            {
                "Profiles": {
                    "site": {"Options": ["CleanDescriptors"], "Remove": ["PatientComments"], "Reject": {"Modality": ["SR"]}},
                    "other": {"Locked": true, "Options": ["CleanDescriptors"]},
                    "open": {}
                },
                "DefaultProfile": "site",
                "Locked": true,
                "Modify": "Refuse"
            }
            """),
    };

    [OneTimeSetUp]
    public async Task Store()
    {
        var stored = await Host.Post("/instances", SampleFile.Make(dataset => dataset
            .With(0x0008_1030, DicomVR.LO, "Abdomen Hr. M\u00FCller").With(0x0008_103E, DicomVR.LO, "Axial MUELLER")
            .With(0x0010_0010, DicomVR.PN, "M\u00FCller^Hans").With(0x0028_0103, DicomVR.US, (ushort)0)));
        Assert.That(stored.Status, Is.EqualTo(200), stored.ToString);
        _instance = stored.Json().GetProperty("ID").GetString()!;
        _study = stored.Json().GetProperty("ParentStudy").GetString()!;
    }

    [TestCase("""{"Profile": null}""", "Profile")]
    [TestCase("""{"Profile": "open"}""", "Profile")]
    [TestCase("""{"Reject": {}}""", "Reject")]
    [TestCase("""{"Keep": ["PatientSex"]}""", "Keep")]
    [TestCase("""{"KeepPrivateTags": true}""", "KeepPrivateTags")]
    [TestCase("""{"Replace": {"PatientName": "Mr Quince"}}""", "Replace")]
    [TestCase("""{"DicomVersion": "2017c"}""", "DicomVersion")]
    [TestCase("""{"Options": []}""", "Options")]
    [TestCase("""{"Options": ["CleanDescriptors", "RetainUIDs"]}""", "Options")]
    [TestCase("""{"Verify": false}""", "Verify")]
    [TestCase("""{"KeepLabels": true}""", "KeepLabels")]
    public async Task What_would_loosen_it_is_forbidden_on_every_route(string request, string member)
    {
        var before = await Host.CountInstances();
        foreach (var route in (string[])[$"/instances/{_instance}", $"/studies/{_study}", "/tools/bulk-"])
        {
            var body = JsonNode.Parse(request)!.AsObject();
            body["Resources"] = new JsonArray(_study);
            var answer = await Host.Post(
                route.EndsWith('-') ? $"{route}anonymize" : $"{route}/anonymize", body.ToJsonString());
            using (Assert.EnterMultipleScope())
            {
                Assert.That(answer.Status, Is.EqualTo(403), answer.ToString);
                Assert.That(answer.Error("OrthancStatus"), Is.EqualTo("45"));
                Assert.That(answer.Error("Details"), Does.Contain($"\"{member}\"").And.Contain("locked"));
            }
        }

        Assert.That(await Host.CountInstances(), Is.EqualTo(before));
        Assert.That(Host.Log, Does.Not.Contain("Quince"));
    }

    [TestCase("{}")]
    [TestCase("""{"Profile": "site"}""")]
    [TestCase("""{"Profile": "other"}""")]
    [TestCase("""{"Remove": ["SeriesDescription"], "DicomVersion": "2024e"}""")]
    [TestCase("""{"Replace": {"PatientID": ""}, "Force": true}""")]
    [TestCase("""{"Reject": {"Modality": ["SR", "PR"]}}""")]
    [TestCase("""{"KeepSource": true, "Permissive": true, "Priority": 1, "UserData": {"by": "me"}}""")]
    public async Task What_tightens_it_or_does_not_touch_it_is_done(string request)
    {
        var answer = await Host.Ask(_instance, "anonymize", request);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.Ignored, Is.Null);
        var file = ListedFile.Read(answer.Body);
        Assert.That(file["0008,1030"]?.Text, Is.EqualTo("Abdomen Hr."));
        Assert.That(file["0010,4000"], Is.Null, "what the profile removes goes whatever the request removes");
    }

    [Test]
    public async Task What_Orthanc_Explorer_sends_is_answered_as_the_profile_says()
    {
        const string Explorer = """{"Keep": ["SeriesDescription", "StudyDescription"]}""";
        var answer = await Host.Ask(_instance, "anonymize", Explorer);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.Ignored, Is.EqualTo("Keep"));
        Assert.That(ListedFile.Read(answer.Body)["0008,103e"]?.Text, Is.EqualTo("Axial"));
        var job = await Host.Post($"/studies/{_study}/anonymize", Explorer);
        Assert.That(job.Status, Is.EqualTo(200), job.ToString);
        Assert.That(job.Json().GetProperty("Ignored").Strings(), Is.EqualTo(["Keep"]));
    }

    [Test]
    public async Task A_job_says_by_which_profile_it_worked_also_after_its_end()
    {
        var id = await Host.Submit($"/studies/{_study}/anonymize", """{"Asynchronous": true, "DicomVersion": "2024e"}""");
        var content = (await Host.WaitForEnd(id)).Content();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(content.GetProperty("Profile").GetString(), Is.EqualTo("site"));
            Assert.That(content.GetProperty("DicomVersion").GetString(), Is.EqualTo("2024e"));
            Assert.That(content.GetProperty("Options").Strings(), Is.EqualTo(["CleanDescriptors"]));
            Assert.That(content.TryGetProperty("Ignored", out _), Is.False);
        }
    }

    [Test]
    public async Task Nobody_modifies_splits_or_merges()
    {
        foreach (var route in (string[])[
            $"/instances/{_instance}/modify", $"/studies/{_study}/modify", "/tools/bulk-modify", $"/studies/{_study}/split",
            $"/studies/{_study}/merge"])
        {
            var answer = await Host.Post(route, "{}");
            Assert.That(answer.Status, Is.EqualTo(403), $"{route}: {answer}");
            Assert.That(answer.Error("Details"), Does.Contain("Deid.Modify"));
        }

        Assert.That((await Host.Send(HttpMethod.Get, $"/instances/{_instance}/modify", null)).Status, Is.EqualTo(405));
    }
}
