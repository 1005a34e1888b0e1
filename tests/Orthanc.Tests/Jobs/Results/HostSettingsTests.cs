// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Results;

/// <summary>Jobs under settings of the host that change how their results are stored, indexed and kept.</summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class HostSettingsTests(OrthancVersion version) : VersionFixture(version)
{
    private const string InPlace = """
        "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true
        """;

    private static IEnumerable<TestCaseData> Settings()
    {
        yield return Case("CheckRevisions", "true");
        yield return Case("OverwriteInstances", "true");
        yield return Case("OverwriteInstances", "false");
        yield return Case("StorageCompression", "true");
        yield return Case("StoreMD5ForAttachments", "false");
        yield return Case("ExtraMainDicomTags", """{"Patient": ["PatientComments"], "Instance": ["Rows"]}""");
        yield return Case("PatientLevel", "false");
        yield return Case("JobsHistorySize", "0");
        yield return Case("ConcurrentJobs", "1");
        yield return Case("SaveJobs", "false");
        yield return Case("LimitMainDicomTagsReconstructLevel", "\"Study\"");

        static TestCaseData Case(string name, string value) => new TestCaseData(name, value).SetArgDisplayNames(name, value);
    }

    [TestCaseSource(nameof(Settings))]
    public async Task A_study_is_anonymized_twice_and_its_source_goes(string name, string value)
    {
        using var host = await Start(name, value);
        var studies = await SampleStudies.In(host, "30");
        var study = $"/studies/{studies.Study("1.1")}";
        var first = await host.Post($"{study}/anonymize", "{}");
        var second = await host.Post($"{study}/anonymize", """{"KeepSource": false}""");
        foreach (var answer in (Answer[])[first, second])
        {
            Assert.That(answer.Status, Is.EqualTo(200), () => $"{answer}\n{host.Log}");
            var path = answer.Json().GetProperty("Path").GetString()!;
            var instances = await host.InstancesOf(path);
            Assert.That(instances, Has.Count.EqualTo(4));
            foreach (var instance in instances)
            {
                var file = ListedFile.Read((await host.Get($"/instances/{instance}/file")).Body);
                Assert.That(file["0010,0010"]!.Text, Does.StartWith("Anonymized"));
            }
        }

        Assert.That((await host.Get(study)).Status, Is.EqualTo(404));
        Assert.That(await host.CountInstances(), Is.EqualTo(16 - 4 + 8));
    }

    [TestCase("true", 200)]
    [TestCase("false", 400)]
    public async Task A_study_is_modified_in_place_only_if_instances_are_overwritten(string value, int status)
    {
        using var host = await Start("OverwriteInstances", value);
        var studies = await SampleStudies.In(host, "31");
        var study = $"/studies/{studies.Study("1.1")}";
        var body = "{" + InPlace + """, "Replace": {"StudyDescription": "in place"}}""";
        for (var round = 0; round < 2; round++)
        {
            var answer = await host.Post($"{study}/modify", body);
            Assert.That(answer.Status, Is.EqualTo(status), answer.ToString);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await host.CountInstances(), Is.EqualTo(16));
            Assert.That(
                await host.MainTag(study, "StudyDescription"), Is.EqualTo(status == 200 ? "in place" : "Study 1"));
        }
    }

    /// <summary>The words that Orthanc accepts since 1.12.10 mean the same with and without the plugin.</summary>
    [TestCase("Always", 200)]
    [TestCase("IfChanged", 200)]
    [TestCase("Never", 400)]
    public async Task The_words_for_overwriting_are_understood(string value, int status)
    {
        Skip.Unless(
            Version.IsAtLeast("1.12.10"),
            $"Orthanc {Version} knows true and false only; tests/hosts/fetch-orthanc.sh fetches those that know more");

        foreach (var plugins in (string[][])[[], [ProjectFiles.Plugin]])
        {
            using var host = await OrthancHost.Start(
                Version, plugins, new JsonObject { ["OverwriteInstances"] = value });
            var studies = await SampleStudies.In(host, "34");
            var study = $"/studies/{studies.Study("1.1")}";
            var answer = await host.Post(
                $"{study}/modify", "{" + InPlace + """, "Replace": {"StudyDescription": "in place"}}""");
            Assert.That(answer.Status, Is.EqualTo(status), answer.ToString);
            Assert.That(
                await host.MainTag(study, "StudyDescription"), Is.EqualTo(status == 200 ? "in place" : "Study 1"));
            Assert.That(await host.CountInstances(), Is.EqualTo(16));
        }
    }

    [TestCase("true")]
    [TestCase("false")]
    public async Task Metadata_is_written_again_whether_revisions_are_checked_or_not(string value)
    {
        using var host = await Start("CheckRevisions", value, ("OverwriteInstances", "true"));
        var studies = await SampleStudies.In(host, "32");
        var series = $"/series/{studies.Series("1.1.1")}";
        var body = """{"Keep": ["SeriesInstanceUID"], "Replace": {"StudyInstanceUID": "1.2.3.4"}, "Force": true}""";
        for (var round = 0; round < 2; round++)
        {
            // The second job finds the series and study of the first one, with their metadata.
            var answer = await host.Post($"{series}/modify", body);
            Assert.That(answer.Status, Is.EqualTo(200), () => $"{answer}\n{host.Log}");
        }
    }

    [Test]
    public async Task What_the_host_transcodes_as_it_stores_it_is_read_back()
    {
        const string JpegLossless = "1.2.840.10008.1.2.4.70";
        using var host = await Start("IngestTranscoding", $"\"{JpegLossless}\"");
        var studies = await SampleStudies.In(host, "33");
        var answer = await host.Post($"/studies/{studies.Study("1.1")}/anonymize", """{"KeepSource": false}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var path = answer.Json().GetProperty("Path").GetString()!;
        foreach (var instance in await host.InstancesOf(path))
        {
            var file = ListedFile.Read((await host.Get($"/instances/{instance}/file")).Body);
            Assert.That(file.TransferSyntax.UID, Is.EqualTo(JpegLossless));
        }

        Assert.That(await host.CountInstances(), Is.EqualTo(16));
    }

    private Task<OrthancHost> Start(string name, string value, params (string Name, string Value)[] more)
    {
        var configuration = new JsonObject { [name] = JsonNode.Parse(value) };
        foreach (var (other, its) in more)
        {
            configuration[other] = JsonNode.Parse(its);
        }

        return OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
    }
}
