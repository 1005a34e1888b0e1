// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary><c>Transcode</c> and <c>LossyQuality</c>, compared with the built-in of the reference version.</summary>
internal sealed class TranscodingTests(OrthancVersion version) : VersionFixture(version)
{
    private const string JpegBaseline = "1.2.840.10008.1.2.4.50";
    private const string JpegLossless = "1.2.840.10008.1.2.4.70";

    private static readonly string[] Syntaxes =
    [
        "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2", JpegBaseline,
        "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57", JpegLossless, "1.2.840.10008.1.2.4.80",
        "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5",
    ];

    // The compressed pixels, the compression ratio, and the text and codes that describe the compression.
    private static readonly string[] CodecTags =
        ["7fe0,0010:", "0008,0008:", "0028,2112:", "0028,2114:", "0008,2111:", "0008,9215"];

    // The bytes of the file are needed again after they were inflated.
    [Test]
    public async Task A_deflated_file_is_transcoded()
    {
        var host = await RunningHosts.WithPlugin(Version);
        var source = SampleFile.Make(syntax: TransferSyntax.DeflatedExplicitLittleEndian);
        var body = $$"""{"Transcode": "{{TransferSyntax.ExplicitLittleEndian.UID}}"}""";
        var answer = await host.Ask(await host.Store(source), "anonymize", body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using var file = DicomFile.Parse(answer.Body);
        Assert.That(file.TransferSyntax, Is.EqualTo(TransferSyntax.ExplicitLittleEndian));
    }

    [Test]
    public async Task The_answer_is_that_of_the_built_in(
        [ValueSource(nameof(Syntaxes))] string syntax, [ValueSource(typeof(CodecImage), nameof(CodecImage.Kinds))] string image)
    {
        var source = CodecImage.Make(image);
        var reference = Reference;
        var hosts = (BuiltIn: await RunningHosts.BuiltIn(reference), Plugin: await RunningHosts.WithPlugin(Version));
        var ids = (BuiltIn: await hosts.BuiltIn.Store(source), Plugin: await hosts.Plugin.Store(source));
        foreach (var operation in (string[])["modify", "anonymize"])
        {
            var body = $$"""{"Transcode": "{{syntax}}"}""";
            var builtIn = await hosts.BuiltIn.Ask(ids.BuiltIn, operation, body);
            var plugin = await hosts.Plugin.Ask(ids.Plugin, operation, body);
            Assert.That(plugin.Status, Is.EqualTo(builtIn.Status), () => $"{builtIn}\n{plugin}");
            if (plugin.Status != 200)
            {
                Assert.That(plugin.Error("OrthancStatus"), Is.EqualTo(builtIn.Error("OrthancStatus")));
                Assert.That(plugin.Error("Details"), Does.Contain(ids.Plugin).And.Contain(syntax));
                continue;
            }

            var comparison = DataSetComparison.Of(
                ListedFile.Read(source), ListedFile.Read(builtIn.Body), ListedFile.Read(plugin.Body),
                new ComparedRequest(operation, body), (OrthancVersion.Reference, Version.Number));
            Assert.That(comparison.Faults.Where(fault => !IsOfTheCodec(fault)), Is.Empty);
            Assert.That(comparison.Plugin.TransferSyntax.UID, Is.EqualTo(syntax));
            Assert.That(await Dcmdump.Faults(plugin.Body), Is.Empty);
        }
    }

    /// <summary>Whether a fault is a difference of codecs between two versions, or about the source image.</summary>
    private bool IsOfTheCodec(string fault) =>
        // An anonymized image would refer to itself, because its source has the same new UID.
        (fault.StartsWith("0008,2112:", StringComparison.Ordinal) && fault.EndsWith("plugin none", StringComparison.Ordinal))
        || (Version.Number != OrthancVersion.Reference
            && CodecTags.Any(tag => fault.StartsWith(tag, StringComparison.Ordinal)));

    [TestCase("""{"Keep": ["SOPInstanceUID"], "Force": true}""", JpegLossless, SampleFile.InstanceUid)]
    [TestCase("""{"Replace": {"SOPInstanceUID": "1.2.3.9"}, "Force": true}""", JpegLossless, "1.2.3.9")]
    [TestCase("""{"Replace": {"SOPInstanceUID": "1.2.3.9"}, "Force": true}""", JpegBaseline, "1.2.3.9")]
    [TestCase("""{"Keep": ["SOPInstanceUID"], "Force": true}""", JpegBaseline, null)]
    public async Task A_lossy_image_is_another_object(string body, string syntax, string? expected)
    {
        var source = CodecImage.Make("8 bit");
        var request = body.Insert(1, $"\"Transcode\": \"{syntax}\", ");
        foreach (var host in (OrthancHost[])[
            await RunningHosts.BuiltIn(Reference),
            await RunningHosts.WithPlugin(Version)])
        {
            var answer = await host.Ask(await host.Store(source), "modify", request);
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            var file = ListedFile.Read(answer.Body);
            Assert.That(file["0002,0003"]?.Text, Is.EqualTo(file["0008,0018"]?.Text));
            Assert.That(
                file["0008,0018"]?.Text, expected is null ? Is.Not.EqualTo(SampleFile.InstanceUid) : Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task A_lossy_anonymized_image_names_no_source_that_exists_nowhere()
    {
        var source = CodecImage.Make("8 bit");
        var request = $$"""{"Transcode": "{{JpegBaseline}}"}""";
        var host = await RunningHosts.BuiltIn(Reference);
        var builtIn = await host.Ask(await host.Store(source), "anonymize", request);
        host = await RunningHosts.WithPlugin(Version);
        var plugin = await host.Ask(await host.Store(source), "anonymize", request);
        const string Named = "0008,2112[0].0008,1155";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ListedFile.Read(builtIn.Body)[Named]?.Text,
                Is.Not.Empty.And.Not.EqualTo(SampleFile.InstanceUid));
            Assert.That(ListedFile.Read(plugin.Body)[Named], Is.Null);
        }
    }

    [Test]
    public async Task The_quality_is_that_of_the_request()
    {
        var host = await RunningHosts.WithPlugin(Version);
        var instance = await host.Store(CodecImage.Make("8 bit"));
        var sizes = new List<int>();
        foreach (var quality in (int[])[5, 50, 100])
        {
            var answer = await host.Ask(
                instance, "modify", $$"""{"Transcode": "{{JpegBaseline}}", "LossyQuality": {{quality}}}""");
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            sizes.Add(answer.Body.Length);
        }

        // On an Orthanc without LossyQuality, the log says that Orthanc uses its own quality.
        var honours = Version.IsAtLeast("1.12.7");
        Assert.That(sizes[2] - sizes[0], honours ? Is.GreaterThan(sizes[0] / 2) : Is.InRange(-16, 16));
        Assert.That(host.Log.Contains("LossyQuality", StringComparison.Ordinal), Is.Not.EqualTo(honours));
    }

    [Test]
    public async Task Jobs_honour_the_quality_too()
    {
        var builtIn = await Sizes(await RunningHosts.BuiltIn(Reference));
        var plugin = await Sizes(await RunningHosts.WithPlugin(Version));
        Assert.That(builtIn.High - builtIn.Low, Is.InRange(-16, 16));
        Assert.That(
            plugin.High - plugin.Low,
            Version.IsAtLeast("1.12.7") ? Is.GreaterThan(plugin.Low / 2) : Is.InRange(-16, 16));

        static async Task<(int Low, int High)> Sizes(OrthancHost host)
        {
            var instance = await host.Store(CodecImage.Make("8 bit"));
            var sizes = new List<int>();
            foreach (var quality in (int[])[10, 95])
            {
                var answer = await host.Post("/tools/bulk-modify", $$"""
                    {"Resources": ["{{instance}}"], "Transcode": "{{JpegBaseline}}", "LossyQuality": {{quality}} }
                    """);
                Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
                var made = answer.Json().GetProperty("Resources").EnumerateArray()
                    .Single(one => one.GetProperty("Type").GetString() == "Instance").GetProperty("Path").GetString();
                sizes.Add((await host.Get($"{made}/file")).Body.Length);
            }

            return (sizes[0], sizes[1]);
        }
    }

    [Test]
    public async Task The_quality_without_a_wish_is_that_of_the_configuration()
    {
        var sizes = new List<int>();
        foreach (var quality in (int[])[10, 95])
        {
            using var host = await OrthancHost.Start(
                Version, [ProjectFiles.Plugin], new JsonObject { ["DicomLossyTranscodingQuality"] = quality });
            var answer = await host.Ask(
                await host.Store(CodecImage.Make("8 bit")), "modify", $$"""{"Transcode": "{{JpegBaseline}}"}""");
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            sizes.Add(answer.Body.Length);
        }

        Assert.That(sizes[1] - sizes[0], Is.GreaterThan(sizes[0] / 2));
    }

    [TestCase("0", "400/3")]
    [TestCase("101", "400/3")]
    [TestCase("-1", "400/3")]
    [TestCase("1.5", "400/15")]
    [TestCase("\"x\"", "400/15")]
    [TestCase("null", "400/15")]
    public async Task A_quality_out_of_range_is_refused(string quality, string code)
    {
        var host = await RunningHosts.WithPlugin(Version);
        var answer = await host.Ask(
            await host.Store(CodecImage.Make("8 bit")), "modify",
            $$"""{"Transcode": "{{JpegBaseline}}", "LossyQuality": {{quality}}}""");
        Assert.That($"{answer.Status}/{answer.Error("OrthancStatus")}", Is.EqualTo(code));
        Assert.That(answer.Error("Details"), Does.Contain("LossyQuality"));
    }

    [TestCase("0")]
    [TestCase("1000")]
    public async Task The_built_in_accepts_a_quality_out_of_range(string quality)
    {
        var host = await RunningHosts.BuiltIn(Reference);
        var answer = await host.Ask(
            await host.Store(CodecImage.Make("8 bit")), "modify",
            $$"""{"Transcode": "{{JpegBaseline}}", "LossyQuality": {{quality}}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
    }

    [Test]
    public async Task What_has_the_syntax_already_keeps_its_bytes()
    {
        var source = CodecImage.Make("8 bit");
        var host = await RunningHosts.WithPlugin(Version);
        var instance = await host.Store(source);
        const string Keep = """
            "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true
            """;
        var plain = await host.Ask(instance, "modify", $$"""{{{Keep}}}""");
        var same = await host.Ask(instance, "modify", $$"""{{{Keep}}, "Transcode": "1.2.840.10008.1.2.1"}""");
        Assert.That(same.Body, Is.EqualTo(plain.Body));
    }

    [Test]
    public async Task An_instance_of_a_job_that_cannot_be_transcoded_keeps_its_syntax_and_is_named()
    {
        var host = await RunningHosts.WithPlugin(Version);

        // A series of its own, because other tests store any kind of instance in that of the samples.
        const string Own = $"{SampleFile.SeriesUid}.1";
        string[] instances = [await host.Store(CodecImage.Make("8 bit", 1, Own)), await host.Store(CodecImage.Make("12 bit", 2, Own))];

        var series = (await host.Get($"/instances/{instances[0]}/series")).Json().GetProperty("ID").GetString();
        var answer = await host.Post($"/series/{series}/anonymize", $$"""{"Transcode": "{{JpegBaseline}}"}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var content = answer.Json();
        var syntaxes = new Dictionary<string, string>();
        var path = content.GetProperty("Path").GetString();
        foreach (var instance in (await host.Get($"{path}/instances")).Json().EnumerateArray())
        {
            var file = ListedFile.Read((await host.Get($"/instances/{instance.GetProperty("ID").GetString()}/file")).Body);
            syntaxes[file["0020,0013"]!.Text] = file.TransferSyntax.UID;
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(content.GetProperty("Transcode").GetString(), Is.EqualTo(JpegBaseline));
            Assert.That(
                content.GetProperty("NotTranscoded").EnumerateArray().Select(id => id.GetString()),
                Is.EqualTo((string[])[instances[1]]));
            Assert.That(syntaxes, Is.EquivalentTo(new Dictionary<string, string>
            {
                ["1"] = JpegBaseline,
                ["2"] = TransferSyntax.ExplicitLittleEndian.UID,
            }));
        }
    }
}
