// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>The metrics of the plugin's work for Prometheus.</summary>
internal sealed class MetricsTests(OrthancVersion version) : VersionFixture(version)
{
    [Test]
    public async Task Work_is_counted_by_its_kind()
    {
        // With a cache in memory, Orthanc would not miss the file on the disk.
        using var host = await OrthancHost.Start(
            Version, [ProjectFiles.Plugin], new JsonObject { ["MaximumStorageCacheSize"] = 0 });
        var studies = await SampleStudies.In(host, "40");
        var instance = studies.Instance("1.1.1.1");
        var file = await host.Ask(instance, "anonymize", "{}");
        Assert.That((await host.Ask(instance, "modify", """{"Replace": {"Rows": "x"}}""")).Status, Is.EqualTo(400));
        Assert.That((await host.Post($"/series/{studies.Series("1.1.1")}/modify", "{}")).Status, Is.EqualTo(200));
        Assert.That((await host.Post($"/studies/{studies.Study("2.1")}/anonymize", "{}")).Status, Is.EqualTo(200));
        var split = studies.Resolve("""{"Series": ["[series 1.2.1]"], "KeepSource": true}""");
        Assert.That((await host.Post($"/studies/{studies.Study("1.2")}/split", split)).Status, Is.EqualTo(200));
        studies.LoseFile("2.2.1.2");
        foreach (var (route, body) in ((string, string)[])[
            ("/series/[series 2.2.1]/modify", ""),
            ("/studies/[study 2.2]/split", """, "Series": ["[series 2.2.1]"]"""),
            ("/studies/[study 2.1]/merge", """, "Resources": ["[study 2.2]"]""")])
        {
            var answer = await host.Post(
                studies.Resolve(route), studies.Resolve("""{"Permissive": true, "KeepSource": true""" + body + "}"));
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        }

        var metrics = (await host.Get("/tools/metrics-prometheus")).Text.Split('\n')
            .Where(line => line.StartsWith("orthanc_deid_", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .ToDictionary(line => line[0], line => double.Parse(line[1], CultureInfo.InvariantCulture));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(metrics["orthanc_deid_anonymize_instances"], Is.EqualTo(5));
            Assert.That(metrics["orthanc_deid_anonymize_bytes"], Is.GreaterThan(4 * file.Body.Length));
            Assert.That(metrics["orthanc_deid_anonymize_failures"], Is.Zero);
            Assert.That(metrics["orthanc_deid_anonymize_seconds"], Is.GreaterThan(0));
            Assert.That(metrics["orthanc_deid_modify_instances"], Is.EqualTo(2 + 1));
            Assert.That(metrics["orthanc_deid_modify_failures"], Is.EqualTo(1 + 1));
            Assert.That(metrics["orthanc_deid_split_instances"], Is.EqualTo(2 + 1));
            Assert.That(metrics["orthanc_deid_split_failures"], Is.EqualTo(1));
            Assert.That(metrics["orthanc_deid_merge_instances"], Is.EqualTo(4), "one was made by modify");
            Assert.That(metrics["orthanc_deid_merge_failures"], Is.EqualTo(1));
            Assert.That(metrics["orthanc_deid_merge_bytes"], Is.GreaterThan(0));
        }
    }
}
