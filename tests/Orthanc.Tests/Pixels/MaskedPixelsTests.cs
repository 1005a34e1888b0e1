// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;
using static OrthancDeid.Orthanc.Tests.Pixels.PixelSamples;

namespace OrthancDeid.Orthanc.Tests.Pixels;

/// <summary>Pixels are masked on the ordinary routes, in every syntax that Orthanc writes, and nothing else.</summary>
internal sealed class MaskedPixelsTests(OrthancVersion version) : HostFixture(version)
{
    private const string Baseline = "1.2.840.10008.1.2.4.50";
    private const string Masks = $$$"""{"MaskPixelData": {"Regions": [{{{Region}}}]}}""";

    private static readonly DicomTag BurnedIn = new(0x0028, 0x0301);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-");

    protected override JsonObject Configuration
    {
        get
        {
            var script = Path.Combine(_folder.FullName, "acme.script");
            File.WriteAllText(script, """ACME { Manufacturer.contains("ACME") } (0,0,32,16)""");
            return new JsonObject
            {
                ["Deid"] = new JsonObject
                {
                    ["PixelRules"] = new JsonObject { ["site"] = script },
                    ["Profiles"] = new JsonObject { ["masked"] = JsonNode.Parse(Masks) },
                },
            };
        }
    }

    [OneTimeTearDown]
    public void Delete_folder() => _folder.Delete(recursive: true);

    [Test]
    public async Task Of_an_instance_only_the_region_changes_and_its_syntax_stays(
        [Values(
            "1.2.840.10008.1.2", Native, "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.4.57",
            "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80")]
        string syntax,
        [Values("anonymize", "modify")] string operation)
    {
        var source = await Encoded(Version, Image(), syntax);
        var answer = await Host.Ask(await Host.Store(source), operation, Masks);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(ListedFile.Read(answer.Body).TransferSyntax.UID, Is.EqualTo(syntax));
        await AssertMasked(Version, source, answer.Body);
    }

    [Test]
    public async Task A_JPEG_image_stays_JPEG_and_the_same_outside()
    {
        var source = await Encoded(Version, Image(bits: 8), Baseline);
        var answer = await Host.Ask(await Host.Store(source), "anonymize", Masks);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(ListedFile.Read(answer.Body).TransferSyntax.UID, Is.EqualTo(Baseline));
        await AssertMasked(Version, source, answer.Body);
    }

    [Test]
    public async Task A_comment_in_a_frame_goes_whether_pixels_are_masked_or_only_attested(
        [Values("1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80")] string syntax,
        [Values($$"""{"Regions": [{{Region}}]}""", """{"Attest": ["CleanPixelData"]}""")] string masks)
    {
        var plain = await Encoded(Version, Image(), syntax);

        // In the last frame, so that no offset changes.
        var at = plain.AsSpan().LastIndexOf([(byte)0xFF, (byte)0xD8, (byte)0xFF]);
        byte[] source = [.. plain[..(at + 2)], 0xFF, 0xFE, 0, 10, .. "COMMENTS"u8, .. plain[(at + 2)..]];
        var length = BinaryPrimitives.ReadInt32LittleEndian(source.AsSpan(at - 4)) + source.Length - plain.Length;
        BinaryPrimitives.WriteInt32LittleEndian(source.AsSpan(at - 4), length);
        var answer = await Host.Ask(await Host.Store(source), "anonymize", $$"""{"MaskPixelData": {{masks}}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(ListedFile.Read(answer.Body).TransferSyntax.UID, Is.EqualTo(syntax));
        Assert.That(source.AsSpan().IndexOf("COMMENTS"u8), Is.Positive);
        Assert.That(answer.Body.AsSpan().IndexOf("COMMENTS"u8), Is.Negative);
    }

    [Test]
    public async Task A_run_length_encoded_image_stays_so()
    {
        var source = RunLengthEncoded(Image());
        var answer = await Host.Ask(await Host.Store(source), "anonymize", Masks);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(ListedFile.Read(answer.Body).TransferSyntax.UID, Is.EqualTo("1.2.840.10008.1.2.5"));
        await AssertMasked(Version, source, answer.Body);
    }

    [Test]
    public async Task A_job_masks_all_its_instances_and_each_gets_a_new_identifier()
    {
        byte[][] sources = [Image(), await Encoded(Version, Image(), "1.2.840.10008.1.2.4.70")];
        var ids = new List<string> { await Host.Store(sources[0]), await Host.Store(sources[1]) };
        var body = new JsonObject { ["Resources"] = new JsonArray([.. ids]), ["Level"] = "Instance", ["MaskPixelData"] = JsonNode.Parse(Masks)!["MaskPixelData"]!.DeepClone() };
        var answer = await Host.Post("/tools/bulk-modify", body.ToJsonString());
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = answer.Json().GetProperty("Resources").EnumerateArray()
            .Where(one => one.GetProperty("Type").GetString() == "Instance").Select(one => one.GetProperty("ID").GetString()!).ToList();
        Assert.That(made, Has.Count.EqualTo(2));
        Assert.That(made.Intersect(ids), Is.Empty);
        foreach (var id in made)
        {
            var file = (await Host.Get($"/instances/{id}/file")).Body;
            var source = sources.Single(one => ListedFile.Read(one)["0020,0013"]!.Text == ListedFile.Read(file)["0020,0013"]!.Text);
            await AssertMasked(Version, source, file);
        }
    }

    [Test]
    public async Task What_cannot_be_decoded_fails_the_job_and_stores_nothing()
    {
        var good = await Host.Store(Image());
        var bad = await Host.Store(Undecodable());
        var before = (await Host.Get("/statistics")).Text;
        var body = $$"""{"Resources": ["{{good}}", "{{bad}}"], "KeepSource": false, {{Masks.Trim()[1..]}}""";
        var answer = await Host.Post("/tools/bulk-anonymize", body);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("1.2.840.10008.1.2.4.90").And.Contain("cannot decode"));
        Assert.That((await Host.Get("/statistics")).Text, Is.EqualTo(before));

        answer = await Host.Post("/tools/bulk-anonymize", body.Insert(1, "\"Permissive\": true, "));
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.EqualTo(1));
        Assert.That((await Host.Get($"/instances/{bad}")).Status, Is.EqualTo(200), "the source stays");
        Assert.That((await Host.Get($"/instances/{good}")).Status, Is.EqualTo(404));
    }

    [TestCase("""{"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [64, 0], "End": [70, 9]}]}}""", "is outside of the image")]
    [TestCase("""{"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [9, 9], "Frames": [9]}]}}""", "names frame 9")]
    [TestCase("""{"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [9, 9], "FillValue": 70000}]}}""", "cannot be masked")]
    [TestCase("""{"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [0, 0]}]}}""", "MaskPixelData.Regions[0].End")]
    [TestCase("""{"MaskPixelData": "all"}""", "MaskPixelData")]
    [TestCase("""{"MaskPixelDatas": {}}""", "did you mean \"MaskPixelData\"?")]
    [TestCase("""{"Options": ["CleanPixelData"]}""", "Install ONNX Runtime")]
    public async Task What_cannot_be_done_is_refused_and_the_reason_is_told(string request, string told)
    {
        var answer = await Host.Ask(await Host.Store(Image()), "anonymize", request);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain(told));
    }

    [TestCase("split", """{"Series": ["*"], "MaskPixelData": {}}""")]
    [TestCase("merge", """{"Resources": ["*"], "MaskPixelData": {}}""")]
    public async Task Split_and_merge_do_not_mask_and_say_so(string route, string request)
    {
        var instance = await Host.Store(Image());
        var study = (await Host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString();
        var answer = await Host.Post($"/studies/{study}/{route}", request);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("MaskPixelData"));
    }

    [Test]
    public async Task A_region_for_a_series_that_is_not_there_is_refused()
    {
        var instance = await Host.Store(Image());
        var answer = await Host.Post("/tools/bulk-anonymize", $$$"""
            {"Resources": ["{{{instance}}}"], "MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [9, 9],
             "TargetSeries": ["94df9100-3b476f5b-f4e8c381-d78c327f-a387bc7e"]}]}}
            """);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("MaskPixelData.Regions[0].TargetSeries"));
    }

    [Test]
    public async Task A_region_for_another_instance_is_refused([Values] bool isDryRun)
    {
        var instance = await Host.Store(Image());
        var answer = await Host.Ask(instance, "anonymize", $$$"""
            {"DryRun": {{{(isDryRun ? "true" : "false")}}}, "MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [0, 0],
             "End": [9, 9], "TargetInstances": ["94df9100-3b476f5b-f4e8c381-d78c327f-a387bc7e"]}]}}
            """);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("MaskPixelData.Regions[0].TargetInstances"));
    }

    [Test]
    public async Task A_region_for_its_series_masks_an_instance()
    {
        var source = Image();
        var instance = await Host.Store(source);
        var series = (await Host.Get($"/instances/{instance}/series")).Json().GetProperty("ID").GetString();
        var answer = await Host.Ask(instance, "modify", $$$"""
            {"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [32, 16], "TargetSeries": ["{{{series}}}"]}]}}
            """);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        await AssertMasked(Version, source, answer.Body);
    }

    [Test]
    public async Task A_preset_and_a_rule_of_the_site_mask_too()
    {
        var source = Image(manufacturer: "ACME");
        var instance = await Host.Store(source);
        foreach (var request in (string[])["""{"Profile": "masked"}""", """{"MaskPixelData": {"Rules": "site"}}"""])
        {
            var answer = await Host.Ask(instance, "anonymize", request);
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            await AssertMasked(Version, source, answer.Body);
        }
    }

    [Test]
    public async Task A_dry_run_tells_what_would_be_masked_and_why()
    {
        var instance = await Host.Store(Image(manufacturer: "ACME"));
        var answer = await Host.Ask(instance, "anonymize", """{"DryRun": true, "MaskPixelData": {"Rules": "site"}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var json = answer.Json();
        var told = json.GetProperty("Pixels").EnumerateArray().Single();
        var pixels = json.GetProperty("Elements").EnumerateArray().Single(one => one.GetProperty("Element").GetString() == "7fe0,0010");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.GetProperty("Box").EnumerateArray().Select(one => one.GetInt32()), Is.EqualTo(new[] { 0, 0, 32, 16 }));
            Assert.That(told.GetProperty("By").GetString(), Is.EqualTo("Rule"));
            Assert.That(told.GetProperty("Frames").GetString(), Is.EqualTo("1-2"));
            Assert.That(json.GetProperty("PixelsEncoding").GetString(), Is.EqualTo("Native"));
            Assert.That(pixels.GetProperty("Action").GetString(), Is.EqualTo("Replaced"));
        }

        answer = await Host.Post("/tools/bulk-anonymize", $$"""{"Resources": ["{{instance}}"], "DryRun": true, {{Masks[1..]}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.Json().GetProperty("Pixels")[0].GetProperty("Count").GetInt32(), Is.EqualTo(1));
        Assert.That(answer.Json().GetProperty("PixelsEncoding").GetProperty("Native").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_data_set_tells_the_truth_afterwards()
    {
        var source = Image(add: dataset => dataset
            .With(0x0028_0106, DicomVR.US, 1)
            .With(0x0028_0301, DicomVR.CS, "YES")
            .With(0x6000_3000, DicomVR.OW, new byte[512])
            .WithItem(0x0088_0200, icon => icon.With(0x7FE0_0010, DicomVR.OW, new byte[64])));
        var instance = await Host.Store(source);
        var masked = ListedFile.Read((await Host.Ask(instance, "modify", Masks)).Body);
        var attested = ListedFile.Read((await Host.Ask(
            instance, "anonymize", $$$"""{"MaskPixelData": {"Regions": [{{{Region}}}], "Attest": ["CleanPixelData"]}}""")).Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(masked["0008,0018"]!.Text, Is.Not.EqualTo(ListedFile.Read(source)["0008,0018"]!.Text));
            Assert.That(masked[BurnedIn]!.Text, Is.EqualTo("YES"), "nobody looked for text");
            Assert.That(masked["0028,0106"], Is.Null);
            Assert.That(masked["6000,3000"], Is.Null);
            Assert.That(masked["0088,0200"], Is.Null);
            Assert.That(masked["0008,2111"]!.Text, Is.EqualTo("Areas of the image were masked"));
            Assert.That(masked["0012,0064"], Is.Null);
            Assert.That(attested[BurnedIn]!.Text, Is.EqualTo("NO"));
            Assert.That(attested["0012,0064[0].0008,0100"]!.Text, Is.EqualTo("113101"));
            Assert.That(attested["0008,2111"]!.Text, Is.EqualTo("Areas of the image were masked"));
        }
    }

    [Test]
    public async Task No_error_of_the_object_is_new()
    {
        Dciodvfy.SkipUnlessHere();
        foreach (var source in (byte[][])[Image(), await Encoded(Version, Image(bits: 8), Baseline), await Encoded(Version, Image(), "1.2.840.10008.1.2.4.70")])
        {
            var answer = await Host.Ask(
                await Host.Store(source), "modify", $$$"""{"MaskPixelData": {"Regions": [{{{Region}}}], "Attest": ["CleanPixelData"]}}""");
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            Assert.That(Dciodvfy.Errors(answer.Body).Except(Dciodvfy.Errors(source)), Is.Empty);
        }
    }
}
