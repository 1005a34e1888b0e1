// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Results;

/// <summary>
/// The host stores something other than the job's result. This is a fault, and nothing is left, unless a lossy codec of the
/// host has compressed the image.
/// </summary>
internal sealed class AlteredResultTests(OrthancVersion version) : VersionFixture(version)
{
    private const string JpegBaseline = "1.2.840.10008.1.2.4.50";

    [TestCase("""{"KeepSource": false}""", 500)]
    [TestCase("""{"KeepSource": false, "Permissive": true}""", 200)]
    public async Task What_another_plugin_alters_is_not_left_behind(string body, int status)
    {
        OrthancHost.SkipUnlessHere(Version);
        using var rival = RivalPlugin.Compile("/rival", "here", alters: true);
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin, rival.Path]);
        var studies = await SampleStudies.In(host, "35");
        var before = (await host.Get("/instances")).Json().Strings();
        var answer = await host.Post($"/studies/{studies.Study("1.1")}/anonymize", body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(status), answer.ToString);
            Assert.That((await host.Get("/instances")).Json().Strings(), Is.EquivalentTo(before));
        }
    }

    [Test]
    public async Task What_a_lossy_codec_of_the_host_makes_is_the_successor()
    {
        using var host = await OrthancHost.Start(
            Version, [ProjectFiles.Plugin], new JsonObject { ["IngestTranscoding"] = JpegBaseline });
        var stored = await host.Post("/instances", SampleFile.Make(dataset => dataset
            .With(0x0028_0010, DicomVR.US, 16)
            .With(0x0028_0011, DicomVR.US, 16)
            .With(0x0028_0100, DicomVR.US, 8)
            .With(0x0028_0101, DicomVR.US, 8)
            .With(0x0028_0102, DicomVR.US, 7)
            .With(0x7FE0_0010, DicomVR.OW, new byte[256])));
        var source = stored.Json().GetProperty("ID").GetString()!;

        // So that the host has to compress the result.
        var answer = await host.Post(
            $"/studies/{stored.Json().GetProperty("ParentStudy").GetString()}/anonymize",
            """{"KeepSource": false, "Transcode": "1.2.840.10008.1.2.1"}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = (await host.Get("/instances")).Json().Strings();
        Assert.That(made, Has.Count.EqualTo(1).And.Not.Contains(source));
        using var file = DicomFile.Parse((await host.Get($"/instances/{made[0]}/file")).Body);
        Assert.That(file.TransferSyntax.UID, Is.EqualTo(JpegBaseline));
    }
}
