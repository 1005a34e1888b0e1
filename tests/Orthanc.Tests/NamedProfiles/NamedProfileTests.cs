// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.NamedProfiles;

/// <summary>A host whose configuration has two profiles, and hosts that do not start because of their profiles.</summary>
internal sealed class NamedProfileTests(OrthancVersion version) : HostFixture(version)
{
    private static readonly DicomTag StudyDate = new(0x0008_0020);
    private static readonly DicomTag StudyDescription = new(0x0008_1030);

    private SampleStudies _studies = null!;

    protected override JsonObject Configuration => Deid("""
        {
            "Profiles": {
                "trial-7": {"Keep": ["StudyDate"], "Replace": {"StudyDescription": "Trial 7"}},
                "site": {"Replace": {"StudyDescription": "Site"}}
            },
            "DefaultProfile": "site"
        }
        """);

    [OneTimeSetUp]
    public async Task Store() => _studies = await SampleStudies.In(Host, "96");

    [TestCase("{}", "Site", false)]
    [TestCase("""{"Profile": "trial-7"}""", "Trial 7", true)]
    [TestCase("""{"Profile": "trial-7", "Replace": {}}""", null, true)]
    [TestCase("""{"Profile": null}""", null, false)]
    public async Task A_profile_applies_on_every_route(string request, string? description, bool keepsDate)
    {
        var answer = await Host.Ask(_studies.Instance("1.1.1.1"), "anonymize", request);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        AssertIs(answer.Body, description, keepsDate);
        foreach (var route in (string[])[
            $"/series/{_studies.Series("1.1.1")}/anonymize", $"/studies/{_studies.Study("1.1")}/anonymize",
            $"/patients/{_studies.Patient("1")}/anonymize", "/tools/bulk-anonymize"])
        {
            var body = JsonNode.Parse(request)!.AsObject();
            if (route.Contains("bulk", StringComparison.Ordinal))
            {
                body["Resources"] = new JsonArray(_studies.Study("1.2"));
            }

            var before = (await Host.Get("/instances")).Json().Strings().ToHashSet();
            answer = await Host.Post(route, body.ToJsonString());
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            foreach (var made in (await Host.Get("/instances")).Json().Strings().Where(one => !before.Contains(one)))
            {
                AssertIs((await Host.Get($"/instances/{made}/file")).Body, description, keepsDate);
                await Host.Send(HttpMethod.Delete, $"/instances/{made}", null);
            }
        }
    }

    [Test]
    public async Task Modify_knows_no_profiles()
    {
        var answer = await Host.Ask(_studies.Instance("1.1.1.1"), "modify", """{"Profile": "unknown"}""");
        Assert.That(answer.Status, Is.EqualTo(200));
        using var file = DicomFile.Parse(answer.Body);
        Assert.That(file.Dataset.GetText(StudyDescription), Is.EqualTo("Study 1"));
    }

    [Test]
    public async Task An_unknown_profile_is_refused()
    {
        foreach (var route in (string[])[$"/instances/{_studies.Instance("1.1.1.1")}", $"/studies/{_studies.Study("1.1")}"])
        {
            var answer = await Host.Post($"{route}/anonymize", """{"Profile": "trial-8"}""");
            Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
            Assert.That(answer.Error("Details"), Does.Contain("trial-8"));
        }
    }

    [Test]
    public async Task The_profiles_are_listed()
    {
        var answer = await Host.Get("/deid/profiles");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.Json().GetProperty("DefaultProfile").GetString(), Is.EqualTo("site"));
        Assert.That(
            answer.Json().GetProperty("Profiles").GetProperty("trial-7").GetProperty("Keep").Strings(),
            Is.EqualTo(["StudyDate"]));
        Assert.That((await Host.Post("/deid/profiles", "{}")).Status, Is.EqualTo(405));
        var plain = await RunningHosts.WithPlugin(Version);
        Assert.That((await plain.Get("/deid/profiles")).Json().GetProperty("Profiles").EnumerateObject(), Is.Empty);
    }

    [TestCase("""{"Profiles": {"trial-7": {"Kep": []}}}""", "Deid.Profiles.trial-7", "Kep")]
    [TestCase("""{"Profiles": {"trial-7": {"Pseudonyms": true}}}""", "Deid.Profiles.trial-7", "PseudonymKeyFile")]
    [TestCase("""{"Profiles": []}""", "Deid.Profiles", "object")]
    [TestCase("""{"DefaultProfile": "trial-7"}""", "Deid.DefaultProfile", "trial-7")]
    [TestCase("""{"DefaultProfile": 7}""", "Deid.DefaultProfile", "string")]
    public void A_bad_profile_stops_the_start(string section, string member, string said)
    {
        OrthancHost.SkipUnlessHere(Version);
        Assert.That(
            async () => (await OrthancHost.Start(Version, [ProjectFiles.Plugin], Deid(section))).Dispose(),
            Throws.InvalidOperationException.With.Message.Contains($"\"{member}\"").And.Message.Contains(said));
    }

    private static JsonObject Deid(string section) => new() { ["Deid"] = JsonNode.Parse(section) };

    private static void AssertIs(byte[] bytes, string? description, bool keepsDate)
    {
        using var file = DicomFile.Parse(bytes);
        Assert.That(file.Dataset.GetText(StudyDescription), Is.EqualTo(description));
        Assert.That(file.Dataset.GetText(StudyDate), keepsDate ? Is.EqualTo("20200131") : Is.Null.Or.Empty);
    }
}
