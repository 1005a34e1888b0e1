// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>What Prometheus reads of the work of the plugin.</summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.All))]
internal sealed class MetricsTests(OrthancVersion version)
{
    [Test]
    public async Task Work_is_counted_by_its_kind()
    {
        using var host = await OrthancHost.Start(version, [ProjectFiles.Plugin]);
        var studies = await SampleStudies.In(host, "40");
        var instance = studies.Instance("1.1.1.1");
        var file = await host.Ask(instance, "anonymize", "{}");
        Assert.That((await host.Ask(instance, "modify", """{"Replace": {"Rows": "x"}}""")).Status, Is.EqualTo(400));
        Assert.That((await host.Post($"/series/{studies.Series("1.1.1")}/modify", "{}")).Status, Is.EqualTo(200));
        Assert.That((await host.Post($"/studies/{studies.Study("2.1")}/anonymize", "{}")).Status, Is.EqualTo(200));
        var split = studies.Resolve("""{"Series": ["[series 1.2.1]"], "KeepSource": true}""");
        Assert.That((await host.Post($"/studies/{studies.Study("1.2")}/split", split)).Status, Is.EqualTo(200));
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
            Assert.That(metrics["orthanc_deid_modify_instances"], Is.EqualTo(2));
            Assert.That(metrics["orthanc_deid_modify_failures"], Is.EqualTo(1));
            Assert.That(metrics["orthanc_deid_split_instances"], Is.EqualTo(2));
            Assert.That(metrics["orthanc_deid_merge_instances"], Is.Zero);
        }
    }
}
