// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>
/// Requests whose meaning depends on settings of the host: the plugin answers like the built-in of the reference version
/// with the same settings, except for the differences of docs/differences.md.
/// </summary>
internal sealed class SettingsTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Anonymize = "anonymize";
    private const string Modify = "modify";

    private OrthancHost _builtIn = null!;
    private OrthancHost _plugin = null!;
    private string _instance = string.Empty;
    private byte[] _file = [];

    private static IEnumerable<TestCaseData> Requests()
    {
        yield return new(Anonymize, "{}");
        yield return new(Anonymize, """{"KeepPrivateTags": true}""");
        yield return new(Anonymize, """{"Keep": ["OurText", "PublicText"]}""");
        yield return new(
            Anonymize, """{"Replace": {"PublicUid": "1.2.5", "OurNumber": "3"}, "Remove": ["PublicText"]}""");
        yield return new(Anonymize, """{"DicomVersion": "2008", "Keep": ["0009,1002"], "Remove": ["OurText"]}""");
        yield return new(Modify, """{"Remove": ["OurText"]}""");
        yield return new(Modify, """{"Replace": {"OurText": "new"}}""");
        yield return new(Modify, """{"Replace": {"OurNumber": "65535\\1"}}""");
        yield return new(Modify, """{"Replace": {"OurNumber": "65536"}}""");
        yield return new(Modify, """{"Replace": {"0009,1001": "7"}}""");
        yield return new(Modify, """{"Replace": {"0009,1001": "7"}, "PrivateCreator": ""}""");
        yield return new(Modify, """{"Replace": {"OurNumber": "7"}, "PrivateCreator": ""}""");
        yield return new(Modify, """{"Replace": {"TheirDecimal": "2.5"}, "PrivateCreator": "THEIRS"}""");
        yield return new(Modify, """{"Replace": {"PublicText": "\u00e9", "PublicUid": "1.2"}}""");
        yield return new(Modify, """{"Replace": {"PatientComments": "\u00e9"}}""");
        yield return new(Modify, """{"Replace": {"0054,0016[0].PublicText": "x", "0054,0016[0].OurText": "y"}}""");
        yield return new(Modify, """{"Replace": {"0054,0016": [{"PublicUid": "1.2", "PublicText": "z"}]}}""");
        yield return new(Modify, """{"RemovePrivateTags": true, "Keep": ["OurText"]}""");
        yield return new(Modify, """{"Replace": {"0010,ff12": "in no table"}}""");
    }

    [OneTimeSetUp]
    public async Task Start_hosts()
    {
        var settings = new JsonObject
        {
            ["Dictionary"] = new JsonObject
            {
                ["0009,1001"] = new JsonArray("US", "OurNumber", 1, 2, "OURS"),
                ["0009,1002"] = new JsonArray("LO", "OurText", 1, 1, "OURS"),
                ["0011,1001"] = new JsonArray("DS", "TheirDecimal", 1, 1, "THEIRS"),
                ["0012,9998"] = new JsonArray("LO", "PublicText", 1, 1),
                ["0012,9999"] = new JsonArray("UI", "PublicUid", 1, 1),
            },
            ["DefaultPrivateCreator"] = "OURS",
            ["DefaultEncoding"] = "Utf8",
            ["UserMetadata"] = new JsonObject { ["Owner"] = 1024 },
        };
        _builtIn = await OrthancHost.Start(
            Reference, [], (JsonObject)settings.DeepClone());
        _plugin = await OrthancHost.Start(Version, [ProjectFiles.Plugin], settings);
        _file = SampleFile.Make(dataset =>
        {
            dataset
                .With(0x0009_0010, DicomVR.LO, "OURS")
                .With(0x0009_1001, DicomVR.US, 1).With(0x0009_1002, DicomVR.LO, "text")
                .With(0x0011_0010, DicomVR.LO, "THEIRS").With(0x0011_1001, DicomVR.DS, "1.5")
                .With(0x0012_9998, DicomVR.LO, "public").With(0x0012_9999, DicomVR.UI, "1.2.3")
                .WithItem(TableSample.Around, item => item
                    .With(0x0009_0010, DicomVR.LO, "OURS").With(0x0009_1002, DicomVR.LO, "nested")
                    .With(0x0012_9998, DicomVR.LO, "nested"));
            dataset.Remove(DicomTag.SpecificCharacterSet);
        });
        _instance = await _builtIn.Store(_file);
        await _plugin.Store(_file);
    }

    [OneTimeTearDown]
    public void Stop_hosts()
    {
        _builtIn.Dispose();
        _plugin.Dispose();
    }

    [TestCaseSource(nameof(Requests))]
    public async Task They_mean_the_same(string operation, string body)
    {
        var builtIn = await _builtIn.Ask(_instance, operation, body);
        var plugin = await _plugin.Ask(_instance, operation, body);
        Assert.That(Code(plugin), Is.EqualTo(Code(builtIn)), plugin.ToString);
        if (builtIn.Status == 200)
        {
            var comparison = DataSetComparison.Of(
                ListedFile.Read(_file), ListedFile.Read(builtIn.Body), ListedFile.Read(plugin.Body),
                new ComparedRequest(operation, InDigits(body)), (OrthancVersion.Reference, Version.Number));
            Assert.That(comparison.Faults, Is.Empty);
        }
    }

    [Test]
    public async Task What_users_note_in_metadata_of_their_own_stays_with_the_source()
    {
        foreach (var host in (OrthancHost[])[_builtIn, _plugin])
        {
            var study = (await host.Get($"/instances/{_instance}/study")).Json().GetProperty("ID").GetString()!;
            foreach (var resource in (string[])[$"/instances/{_instance}", $"/studies/{study}"])
            {
                var answer = await host.Send(HttpMethod.Put, $"{resource}/metadata/Owner", "DOE^JANE"u8.ToArray());
                Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            }

            var job = await host.Post($"/studies/{study}/anonymize", "{}");
            Assert.That(job.Status, Is.EqualTo(200), job.ToString);
            var anonymized = job.Json().GetProperty("Path").GetString()!;
            var instances = (await host.Get($"{anonymized}/instances")).Json().EnumerateArray()
                .Select(instance => $"/instances/{instance.GetProperty("ID").GetString()}");
            foreach (var resource in instances.Prepend(anonymized))
            {
                Assert.That((await host.Get($"{resource}/metadata")).Text, Does.Not.Contain("Owner"), resource);
            }
        }
    }

    /// <summary>Elements newer than the plugin's table of PS3.6 get the VR that the host knows.</summary>
    [TestCase("0010,0012", "NameToUse")]
    [TestCase("0010,0016", "ThirdPersonPronounComment")]
    public async Task A_newer_element_is_of_the_VR_that_the_host_gives_it(string tag, string keyword)
    {
        var own = await RunningHosts.BuiltIn(Version);
        await own.Store(_file);
        foreach (var name in (string[])[tag, keyword])
        {
            var body = $$$"""{"Replace": {"{{{name}}}": "x"}}""";
            var builtIn = await own.Ask(_instance, Modify, body);
            var plugin = await _plugin.Ask(_instance, Modify, body);
            Assert.That(plugin.Status == 200, Is.EqualTo(builtIn.Status == 200), plugin.ToString);
            if (builtIn.Status == 200)
            {
                Assert.That($"{ListedFile.Read(plugin.Body)[tag]}",
                    Is.EqualTo($"{ListedFile.Read(builtIn.Body)[tag]}").And.Not.Empty, name);
            }
        }
    }

    /// <summary>Replaces the keywords of the settings, which the comparison does not know, with tags.</summary>
    private static string InDigits(string body) => body
        .Replace("OurNumber", "0009,1001", StringComparison.Ordinal)
        .Replace("OurText", "0009,1002", StringComparison.Ordinal)
        .Replace("TheirDecimal", "0011,1001", StringComparison.Ordinal)
        .Replace("PublicText", "0012,9998", StringComparison.Ordinal)
        .Replace("PublicUid", "0012,9999", StringComparison.Ordinal);

    private static string Code(Answer answer) =>
        answer.Status == 200 ? "200" : $"{answer.Status}/{answer.Error("OrthancStatus")}";
}
