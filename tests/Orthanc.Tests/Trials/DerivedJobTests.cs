// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Pseudonyms;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Trials;

/// <summary>Derived values, ages and private elements in jobs, presets and dry runs.</summary>
internal sealed class DerivedJobTests(OrthancVersion version) : HostFixture(version)
{
    private readonly KeyFile _key = new("a secret of the trial's office, longer than 32 bytes");
    private readonly KeyFile _safe = new("tag,vr,private creator\n0029-xx01,LO,ACME LAB\n");

    protected override JsonObject Configuration => new()
    {
        ["Dictionary"] = new JsonObject { ["0029,1002"] = new JsonArray("DS", "AcmeDose", 1, 1, "ACME LAB") },
        ["Deid"] = new JsonObject
        {
            ["PseudonymKeyFile"] = _key.Path,
            ["SafePrivateFile"] = _safe.Path,
            ["SafePrivate"] = new JsonArray("AcmeDose"),
            ["Profiles"] = JsonNode.Parse("""
                {"trial": {"Options": ["RetainSafePrivate"], "AgeLimit": 89,
                 "Derive": {"PatientID": "T7-{PatientID|hmac:8}", "StudyDescription": "{Modality} {PatientAge|cap:89}"}}}
                """),
        },
    };

    [OneTimeTearDown]
    public void DeleteFiles()
    {
        _key.Dispose();
        _safe.Dispose();
    }

    [Test]
    public async Task Each_patient_of_a_bulk_request_gets_an_id_of_its_own_by_a_preset()
    {
        var (one, two) = (await Store("91"), await Store("92"));
        var answer = await Host.Post("/tools/bulk-anonymize", $$"""{"Resources": ["{{one}}", "{{two}}"], "Profile": "trial"}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = await Made(answer);
        Assert.That(made.Select(file => file["0010,0020"]!.Text), Is.Unique.And.All.Match("^T7-[0-9A-Z]{8}$"));
        foreach (var file in made)
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(file["0008,1030"]!.Text, Is.EqualTo("CT 090Y"));
                Assert.That(file["0010,1010"]!.Text, Is.EqualTo("090Y"));
                Assert.That(file["0010,0030"]!.Text, Is.Empty.Or.Null);
                Assert.That(file["0029,1101"]!.Text, Is.EqualTo("seen by"));
                Assert.That(file["0029,1102"]!.Text, Is.EqualTo("1.5"));
                Assert.That(file["0029,1103"], Is.Null);
            }
        }
    }

    [Test]
    public async Task A_dry_run_tells_what_is_derived()
    {
        var instance = await Store("93");
        var study = (await Host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString();
        foreach (var path in new[] { $"/instances/{instance}", $"/studies/{study}" })
        {
            var answer = await Host.Post($"{path}/anonymize", """{"Profile": "trial", "DryRun": true}""");
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            foreach (var (element, action) in new[] { ("0008,1030", "Added"), ("0010,0020", "Replaced"), ("0010,1010", "Replaced") })
            {
                var told = answer.Json().GetProperty("Elements").EnumerateArray()
                    .Single(one => one.GetProperty("Element").GetString() == element);
                Assert.That(
                    (told.GetProperty("Action").GetString(), told.GetProperty("Reason").GetString()), Is.EqualTo((action, "Request")), element);
            }
        }
    }

    [Test]
    public async Task A_site_puts_its_name_before_the_id_of_each_patient()
    {
        var (one, two) = (await Store("94"), await Store("95"));
        var answer = await Host.Post("/tools/bulk-modify", $$$"""
            {"Resources": ["{{{one}}}", "{{{two}}}"], "Level": "Patient", "Force": true,
             "Derive": {"PatientID": "{PatientID|prefix:CITY-}", "AcmeDose": "{AcmeDose}0"}}
            """);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = await Made(answer);
        Assert.That(made.Select(file => file["0010,0020"]!.Text), Is.EquivalentTo(new[] { "CITY-P94", "CITY-P95" }));
        Assert.That(made.Select(file => file["0029,1102"]!.Text), Is.All.EqualTo("1.50"));
    }

    [TestCase("studies", """{"Derive": {"PatientID": "{PatientID|prefix:CITY-}"}, "Force": true}""", "PatientID of a study cannot be derived")]
    [TestCase("studies", """{"Derive": {"StudyDescription": "{Modality|sha1}"}}""", "there is no function")]
    [TestCase("studies", """{"Derive": {"StudyDescription": "{NoTag}"}}""", "NoTag")]
    public async Task What_cannot_be_done_is_refused_before_any_work(string level, string body, string reason)
    {
        var instance = await Store("96");
        var study = (await Host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString();
        var before = await Host.CountInstances();
        var answer = await Host.Post($"/{level}/{study}/modify", body);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain(reason));
        Assert.That(await Host.CountInstances(), Is.EqualTo(before));
    }

    [TestCase("split", """{"Series": ["SERIES"], "Derive": {"StudyDescription": "x"}}""", "Derive")]
    [TestCase("split", """{"Series": ["SERIES"], "AgeLimit": 89}""", "AgeLimit")]
    [TestCase("merge", """{"Resources": ["SERIES"], "Derive": {"StudyDescription": "x"}}""", "Derive")]
    public async Task Split_and_merge_do_not_ignore_what_they_cannot_do(string route, string body, string named)
    {
        var instance = await Store("97");
        var shown = (await Host.Get($"/instances/{instance}/study")).Json();
        var answer = await Host.Post(
            $"/studies/{shown.GetProperty("ID").GetString()}/{route}",
            body.Replace("SERIES", shown.GetProperty("Series")[0].GetString(), StringComparison.Ordinal));
        Assert.That((answer.Status, answer.Error("OrthancStatus")), Is.EqualTo((400, "8")), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain($"\"{named}\""));
    }

    private async Task<List<ListedFile>> Made(Answer answer)
    {
        var files = new List<ListedFile>();
        foreach (var resource in answer.Json().GetProperty("Resources").EnumerateArray().Where(one => one.GetProperty("Type").GetString() == "Instance"))
        {
            files.Add(ListedFile.Read((await Host.Get($"/instances/{resource.GetProperty("ID").GetString()}/file")).Body));
        }

        Assert.That(files, Has.Count.EqualTo(2));
        return files;
    }

    private Task<string> Store(string patient) => Host.Store(SampleFile.Make(dataset => dataset
        .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{patient}")
        .With(0x0010_0020, DicomVR.LO, $"P{patient}")
        .With(0x0010_1010, DicomVR.AS, "093Y")
        .With(0x0020_000D, DicomVR.UI, $"{SampleFile.StudyUid}.{patient}")
        .With(0x0020_000E, DicomVR.UI, $"{SampleFile.SeriesUid}.{patient}")
        .With(0x0029_0011, DicomVR.LO, "ACME LAB")
        .With(0x0029_1101, DicomVR.LO, "seen by JANE DOE")
        .With(0x0029_1102, DicomVR.DS, "1.5")
        .With(0x0029_1103, DicomVR.LO, "of DOE")));
}
