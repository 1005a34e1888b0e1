// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Results;

/// <summary>
/// After a job on one series, the index shows what it wrote about the study, without a file from outside that series.
/// </summary>
internal sealed class MainTagsTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Body = """{"Replace": {"StudyDescription": "new"}, "KeepSource": false}""";

    [Test]
    public async Task A_file_that_is_lost_elsewhere_in_the_study_fails_no_job()
    {
        // With a cache in memory, Orthanc would not miss the file on the disk.
        using var host = await OrthancHost.Start(
            Version, [ProjectFiles.Plugin], new JsonObject { ["MaximumStorageCacheSize"] = 0 });
        var studies = await SampleStudies.In(host, "82");
        var study = $"/studies/{studies.Study("1.1")}";
        host.LoseFile(studies.File("1121"));

        var answer = await host.Post($"/series/{studies.Series("1.1.1")}/modify", Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(200), () => $"{answer}\n{host.Log}");
            Assert.That(await host.MainTag(study, "StudyDescription"), Is.EqualTo("new"));
            Assert.That(await host.CountInstances(), Is.EqualTo(16));
        }
    }
}
