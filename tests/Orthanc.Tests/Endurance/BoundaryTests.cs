// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Endurance;

/// <summary>
/// Uses every service of the host that the plugin needs and every callback that it registers, in one run that ends in order.
/// <c>tests/hosts/memcheck.sh</c> watches this run. It does little work, because it takes fifty times as long there.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class BoundaryTests(OrthancVersion version) : FolderFixture(version)
{
    private const string JpegLossless = "1.2.840.10008.1.2.4.70";

    [Test]
    public async Task Every_service_and_every_callback_is_used()
    {
        string job;
        using (var host = await Start())
        {
            var studies = await SampleStudies.In(host, "70");
            await host.Send(HttpMethod.Put, "/tools/log-level", "trace"u8.ToArray());
            await AskInstances(host, studies);
            await AskResources(host, studies);
            await ControlJobs(host, studies);
            var metrics = (await host.Get("/tools/metrics-prometheus")).Text;
            Assert.That(metrics, Does.Contain("orthanc_deid_anonymize_instances"));
            job = await host.Submit($"/studies/{studies.Study("1.2")}/modify", """{"Asynchronous": true}""");
            host.Stop();
        }

        // The job was saved as it was. It is restored and continues.
        using (var host = await Start())
        {
            var end = await host.WaitForEnd(job);
            Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
            var made = $"/studies/{end.Content().GetProperty("ID").GetString()}";
            Assert.That(await host.InstancesOf(made), Has.Count.EqualTo(4));
            host.Stop();
        }
    }

    private static async Task AskInstances(OrthancHost host, SampleStudies studies)
    {
        var instance = studies.Instance("1.1.1.1");
        var png = EncodedImage.Uri("image/png", EncodedImage.PngOfGray);
        var jpeg = EncodedImage.Uri("image/jpeg", EncodedImage.JpegOfColour);
        foreach (var (operation, body, status) in ((string, string, int)[])[
            ("anonymize", "{}", 200),
            ("anonymize", """{"Mapping": true}""", 200),
            ("anonymize", $$"""{"Transcode": "{{JpegLossless}}"}""", 200),
            ("modify", $$$"""{"Replace": {"PixelData": "{{{png}}}"}}""", 200),
            ("modify", $$$"""{"Replace": {"PixelData": "{{{jpeg}}}"}}""", 200),
            ("modify", """{"Replace": {"PixelData": "data:image/png;base64,iVBORw0KGgo="}}""", 400),
            ("modify", """{"Remove": ["NoTagOfAnyDictionary"]}""", 400),
            ("modify", """{"Replace": {"Rows": "x"}}""", 400),
            ("modify", "[]", 400)])
        {
            var answer = await host.Ask(instance, operation, body);
            Assert.That(answer.Status, Is.EqualTo(status), () => $"{body}: {answer}");
        }

        Assert.That((await host.Ask("unknown", "anonymize", "{}")).Status, Is.EqualTo(404));
        Assert.That((await host.Get($"/instances/{instance}/anonymize")).Status, Is.EqualTo(405));
        Assert.That((await host.Get("/deid/profiles")).Status, Is.EqualTo(200));

        // A transfer syntax that no codec of the host can write.
        var refused = await host.Ask(instance, "modify", """{"Transcode": "1.2.840.10008.1.2.5"}""");
        Assert.That(refused.Status, Is.EqualTo(500), refused.ToString);
    }

    private static async Task AskResources(OrthancHost host, SampleStudies studies)
    {
        foreach (var (route, body) in ((string, string)[])[
            ("/series/[series 1.1.1]/anonymize", "{}"),
            ("/studies/[study 1.1]/modify", $$"""{"Transcode": "{{JpegLossless}}", "KeepSource": true}"""),
            ("/patients/[patient 2]/anonymize", """{"KeepLabels": true}"""),
            ("/tools/bulk-anonymize", """{"Resources": ["[series 1.2.1]"]}"""),
            ("/tools/bulk-modify", """{"Resources": ["[study 2.1]"], "KeepSource": false}"""),
            ("/studies/[study 1.1]/split", """{"Series": ["[series 1.1.1]"]}"""),
            ("/studies/[study 1.1]/merge", """{"Resources": ["[series 2.2.1]"]}""")])
        {
            var answer = await host.Post(studies.Resolve(route), studies.Resolve(body));
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        }

        studies.LoseFile("2.2.2.1");
        var failed = await host.Post($"/studies/{studies.Study("2.2")}/anonymize", "{}");
        Assert.That(failed.Status, Is.Not.EqualTo(200));
    }

    // A paused job is resumed and a cancelled one resubmitted, even if it had already ended.
    private static async Task ControlJobs(OrthancHost host, SampleStudies studies)
    {
        foreach (var (action, again) in ((string, string)[])[("pause", "resume"), ("cancel", "resubmit")])
        {
            var job = await host.Submit($"/studies/{studies.Study("1.2")}/anonymize", """{"Asynchronous": true}""");
            await host.Post($"/jobs/{job}/{action}", string.Empty);
            await host.WaitForJob(job, state => state.State() is "Paused" or "Success" or "Failure");
            await host.Post($"/jobs/{job}/{again}", string.Empty);
            await host.WaitForJob(job, state => state.State() == "Success");
        }
    }

    private Task<OrthancHost> Start() => OrthancHost.Start(
        Version, [ProjectFiles.Plugin], new JsonObject
        {
            ["MaximumStorageCacheSize"] = 0,
            ["Deid"] = new JsonObject { ["AllowMapping"] = true, ["Threads"] = 1 },
        },
        Folder);
}
