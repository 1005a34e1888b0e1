// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Mapping;

/// <summary>A host that may answer with a mapping of old to new identifiers, and hosts that may not.</summary>
internal sealed class MappingTests(OrthancVersion version) : HostFixture(version)
{
    private const string Root = "1.2.826.0.1.3680043.9.98.1.1";

    private SampleStudies _studies = null!;

    protected override JsonObject Configuration => new() { ["Deid"] = new JsonObject { ["AllowMapping"] = true } };

    [OneTimeSetUp]
    public async Task Store() => _studies = await SampleStudies.In(Host, "98");

    [Test]
    public async Task The_answer_of_an_instance_route_has_it_in_a_header()
    {
        var answer = await Host.Ask(_studies.Instance("1.1.1.2"), "anonymize", """{"Mapping": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using var file = DicomFile.Parse(answer.Body);
        using var mapping = JsonDocument.Parse(answer.Mapping!);
        using (Assert.EnterMultipleScope())
        {
            AssertIs(mapping.RootElement, "PatientID", "P-98-1", file.Dataset.GetText(DicomTag.PatientID));
            AssertIs(mapping.RootElement, "StudyInstanceUID", Root, file.Dataset.GetText(DicomTag.StudyInstanceUID));
            AssertIs(mapping.RootElement, "SeriesInstanceUID", $"{Root}.1", file.Dataset.GetText(DicomTag.SeriesInstanceUID));
            AssertIs(mapping.RootElement, "SOPInstanceUID", $"{Root}.1.2", file.Dataset.GetText(DicomTag.SOPInstanceUID));
            Assert.That(file.Dataset.TryGet(new DicomTag(0x0008_1140), out var references));
            AssertIs(
                mapping.RootElement, "OtherUIDs", $"{Root}.1.1",
                references.Sequence![0].GetText(new DicomTag(0x0008_1155)));
        }

        Assert.That((await Host.Ask(_studies.Instance("1.1.1.2"), "anonymize", "{}")).Mapping, Is.Null);
    }

    /// <summary>
    /// Clients refuse answers with more than 8 KB or 16 KB of headers, and would lose the file with them. The header then
    /// has the path from which the mapping can be read.
    /// </summary>
    [Test]
    public async Task A_mapping_that_is_too_long_for_a_header_can_be_read_once()
    {
        const int References = 700;
        var instance = await Host.Store(SampleFile.Make(dataset =>
        {
            var sequence = dataset.SetSequence(new DicomTag(0x0008_1140));
            for (var i = 0; i < References; i++)
            {
                sequence.AddItem().With(0x0008_1155, DicomVR.UI, $"{Root}.700.{i}");
            }
        }));
        var answer = await Host.Ask(instance, "anonymize", """{"Mapping": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.Mapping, Does.Match("^/deid/mappings/[0-9a-f]{64}$"));
        using var file = DicomFile.Parse(answer.Body);
        Assert.That((await Host.Post(answer.Mapping!, "{}")).Status, Is.EqualTo(405));

        var mapping = await Host.Get(answer.Mapping!);
        Assert.That(mapping.Status, Is.EqualTo(200), mapping.ToString);
        Assert.That(mapping.ContentType, Is.EqualTo("application/json"));
        using (Assert.EnterMultipleScope())
        {
            AssertIs(mapping.Json(), "SOPInstanceUID", SampleFile.InstanceUid, file.Dataset.GetText(DicomTag.SOPInstanceUID));
            Assert.That(mapping.Json().GetProperty("OtherUIDs").GetArrayLength(), Is.EqualTo(References));
            Assert.That((await Host.Get(answer.Mapping!)).Status, Is.EqualTo(404), "it was read");
            Assert.That((await Host.Get("/deid/mappings/0")).Status, Is.EqualTo(404));
            Assert.That(Host.Log, Does.Not.Contain($"{Root}.700"));
        }
    }

    [TestCase("/studies/[study 1.1]/anonymize", "{}")]
    [TestCase("/tools/bulk-modify", """{"Resources": ["[study 1.1]"], "Level": "Study"}""")]
    public async Task The_answer_of_a_job_has_it_and_nothing_else_has(string route, string request)
    {
        var body = JsonNode.Parse(_studies.Resolve(request))!.AsObject();
        body["Mapping"] = true;
        var answer = await Host.Post(_studies.Resolve(route), body.ToJsonString());
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var mapping = answer.Json().GetProperty("Mapping");
        var job = (await Host.Get("/jobs?expand")).Text;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mapping.GetProperty("SeriesInstanceUID").GetArrayLength(), Is.EqualTo(2));
            Assert.That(mapping.GetProperty("SOPInstanceUID").GetArrayLength(), Is.EqualTo(4));
            Assert.That(job, Does.Not.Contain("\"Mapping\"").And.Not.Contain(Root));
            Assert.That(Host.Log, Does.Not.Contain(Root).And.Not.Contain("P-98-1"));
            foreach (var pair in mapping.GetProperty("SOPInstanceUID").EnumerateArray())
            {
                var made = await Host.Post("/tools/lookup", pair.GetProperty("New").GetString()!);
                Assert.That(made.Json().GetArrayLength(), Is.EqualTo(1), pair.ToString);
                var old = await Host.Post("/tools/lookup", pair.GetProperty("Old").GetString()!);
                Assert.That(old.Json().GetArrayLength(), Is.EqualTo(1), pair.ToString);
            }
        }
    }

    [Test]
    public async Task It_is_in_no_answer_that_does_not_wait()
    {
        foreach (var more in (string[])["\"Asynchronous\": true", "\"DryRun\": true"])
        {
            var answer = await Host.Post($"/studies/{_studies.Study("1.1")}/anonymize", $$"""{"Mapping": true, {{more}}}""");
            Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
            Assert.That(answer.Error("Details"), Does.Contain("Mapping"));
        }
    }

    [Test]
    public async Task A_site_that_does_not_allow_it_answers_403()
    {
        var host = await RunningHosts.WithPlugin(Version);
        var studies = await SampleStudies.In(host, "99");
        var before = await host.CountInstances();
        foreach (var route in (string[])[
            $"/instances/{studies.Instance("1.1.1.1")}/anonymize", $"/instances/{studies.Instance("1.1.1.1")}/modify",
            $"/studies/{studies.Study("1.1")}/anonymize"])
        {
            var answer = await host.Post(route, """{"Mapping": true}""");
            Assert.That(answer.Status, Is.EqualTo(403), answer.ToString);
            Assert.That(answer.Error("Details"), Does.Contain("AllowMapping"));
            Assert.That((await host.Post(route, """{"Mapping": 1}""")).Error("OrthancStatus"), Is.EqualTo("15"));
        }

        Assert.That(await host.CountInstances(), Is.EqualTo(before));
    }

    private static void AssertIs(JsonElement mapping, string identifier, string old, string? made)
    {
        var pair = mapping.GetProperty(identifier).EnumerateArray().Single();
        Assert.That(pair.GetProperty("Old").GetString(), Is.EqualTo(old));
        Assert.That(pair.GetProperty("New").GetString(), Is.EqualTo(made).And.Not.EqualTo(old));
    }
}
