// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Requests;

/// <summary>A member whose name is close to that of an existing one is refused on every route, before any work.</summary>
internal sealed class MisspeltMemberTests(OrthancVersion version) : VersionFixture(version)
{
    private static readonly string[] Routes =
    [
        "/instances/[instance 1.1.1.1]/anonymize", "/instances/[instance 1.1.1.1]/modify",
        "/series/[series 1.1.1]/anonymize", "/studies/[study 1.1]/modify", "/patients/[patient 1]/anonymize",
        "/tools/bulk-anonymize", "/tools/bulk-modify", "/studies/[study 1.1]/split", "/studies/[study 1.1]/merge",
    ];

    private OrthancHost _host = null!;
    private SampleStudies _studies = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await RunningHosts.WithPlugin(Version);
        _studies = await SampleStudies.In(_host, "97");
    }

    [TestCaseSource(nameof(Routes))]
    public async Task It_is_refused_and_the_right_one_is_named(string route)
    {
        var before = await _host.CountInstances();
        foreach (var (name, meant) in (KeyValuePair<string, string>[])[
            new("keepSource", "KeepSource"), new("Dry-Run", "DryRun"), new("Resource", "Resources"), new("Mappings", "Mapping")])
        {
            // Complete except for this member, so that nothing else is refused.
            var body = new JsonObject
            {
                ["Resources"] = new JsonArray(_studies.Study("1.2")),
                ["Series"] = new JsonArray(_studies.Series("1.1.1")),
                [name] = false,
            };
            var answer = await _host.Post(_studies.Resolve(route), body.ToJsonString());
            Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
            Assert.That(answer.Error("OrthancStatus"), Is.EqualTo("15"));
            Assert.That(answer.Error("Details"), Does.Contain($"did you mean \"{meant}\"?"));
        }

        Assert.That(await _host.CountInstances(), Is.EqualTo(before));
    }

    [Test]
    public async Task What_Orthanc_knows_and_what_is_like_nothing_is_ignored()
    {
        var answer = await _host.Ask(_studies.Instance("1.1.1.1"), "anonymize", """
            {"KeepSource": 7, "Level": 7, "Resources": 7, "Series": 7, "Instances": 7, "Permissive": 7, "Asynchronous": 7,
             "Comment": "for the trial", "UserData": {"Option": 7}}
            """);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
    }

    /// <summary>As the built-in 1.13.0 reads it, which is asked as well.</summary>
    [TestCase("Patient,Study", 400)]
    [TestCase("Series, Study", 400)]
    [TestCase("2", 400)]
    [TestCase(" Study", 400)]
    [TestCase("studies", 200)]
    [TestCase("Image", 200)]
    public async Task A_level_is_one_name(string level, int status)
    {
        var builtIn = await RunningHosts.BuiltIn(Reference);
        foreach (var host in (OrthancHost[])[_host, builtIn])
        {
            var studies = await SampleStudies.In(host, "96");
            var body = new JsonObject { ["Resources"] = new JsonArray(studies.Study("1.2")), ["Level"] = level };
            var answer = await host.Post("/tools/bulk-modify", body.ToJsonString());
            Assert.That(answer.Status, Is.EqualTo(status), answer.ToString);
            Assert.That(answer.Error("OrthancStatus"), Is.EqualTo(status == 400 ? "3" : null));
        }
    }
}
