// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;
using OrthancDeid.Orthanc.Tests.Site;
using static OrthancDeid.Orthanc.Tests.Pixels.PixelSamples;

namespace OrthancDeid.Orthanc.Tests.Pixels;

/// <summary>A preview of an image, with the boxes that a request would mask, from a real Orthanc.</summary>
internal sealed class MaskPreviewTests(OrthancVersion version) : HostFixture(version)
{
    private const string Password = "an example";
    private const string Preview = "anonymize/preview";
    private const string Baseline = "1.2.840.10008.1.2.4.50";
    private const string Masks = $$$"""{"MaskPixelData": {"Regions": [{{{Region}}}]}}""";
    private const string OnlySecond =
        """{"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [40, 50], "End": [60, 64], "Frames": [2]}]}}""";

    private static readonly (byte, byte, byte) Line = (255, 64, 64);

    private readonly AuditedFolder _audit = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-");

    protected override JsonObject Configuration
    {
        get
        {
            var script = Path.Combine(_folder.FullName, "acme.script");
            File.WriteAllText(script, """ACME { Manufacturer.contains("ACME") } (0,0,32,16)""");
            return new JsonObject
            {
                ["AuthenticationEnabled"] = true,
                ["RegisteredUsers"] = new JsonObject { ["alice"] = Password, ["bob"] = Password },
                ["Deid"] = new JsonObject
                {
                    ["AllowMapping"] = true,
                    ["AuditFile"] = _audit.File,
                    ["PixelRules"] = new JsonObject { ["site"] = script },
                    ["Profiles"] = new JsonObject
                    {
                        ["masked"] = JsonNode.Parse(Masks),
                        ["strict"] = JsonNode.Parse($$$"""{"Locked": true, "MaskPixelData": {"Regions": [{{{Region}}}]}}"""),
                    },
                    ["Routes"] = JsonNode.Parse("""{"Anonymize": ["alice"]}"""),
                },
            };
        }
    }

    [OneTimeTearDown]
    public void Delete()
    {
        _audit.Dispose();
        _folder.Delete(recursive: true);
    }

    [TestCase(Native, "", 0)]
    [TestCase(Native, "/0", 0)]
    [TestCase(Native, "/1", 1)]
    [TestCase(Baseline, "", 0)]
    [TestCase(Baseline, "/1", 1)]
    [TestCase("1.2.840.10008.1.2.4.70", "/1", 1)]
    public async Task A_frame_is_shown_as_it_is_with_a_line_around_what_would_be_masked(string syntax, string path, int frame)
    {
        var image = Image(bits: 8);
        var source = syntax == Native ? image : await Encoded(Version, image, syntax);
        var instance = await Host.Store(source);
        var before = (await Host.Get("/statistics")).Text;
        var answer = await Host.Ask(instance, Preview + path, Masks);
        AssertShows(answer, await Frame(source, frame), new Box(0, 0, 32, 16));
        Assert.That((await Host.Get("/statistics")).Text, Is.EqualTo(before), "nothing is stored");
    }

    [Test]
    public async Task Only_the_boxes_of_the_frame_are_drawn()
    {
        var source = Image(bits: 8);
        var instance = await Host.Store(source);
        AssertShows(await Host.Ask(instance, Preview, OnlySecond), await Frame(source, 0), box: null);
        AssertShows(await Host.Ask(instance, $"{Preview}/1", OnlySecond), await Frame(source, 1), new Box(40, 50, 60, 64));
    }

    [TestCase("""{"Profile": "masked"}""")]
    [TestCase("""{"MaskPixelData": {"Rules": "site"}}""")]
    [TestCase("""{"DryRun": false, "Profile": "strict"}""")]
    public async Task A_preset_and_a_rule_of_the_site_are_shown_too(string request)
    {
        var source = Image(bits: 8, manufacturer: "ACME");
        AssertShows(await Host.Ask(await Host.Store(source), Preview, request), await Frame(source, 0), new Box(0, 0, 32, 16));
    }

    [Test]
    public async Task Ultrasound_regions_are_shown_too()
    {
        // The region starts at row 16, so the box above it is masked and has a line around it.
        var source = Image(bits: 8, add: dataset => dataset.WithItem(0x0018_6011, region => region
            .With(0x0018_6012, DicomVR.US, 1).With(0x0018_6014, DicomVR.US, 1)
            .With(0x0018_6018, DicomVR.UL, [0, 0, 0, 0]).With(0x0018_601A, DicomVR.UL, [16, 0, 0, 0])
            .With(0x0018_601C, DicomVR.UL, [Size - 1, 0, 0, 0]).With(0x0018_601E, DicomVR.UL, [Size - 1, 0, 0, 0])));
        var answer = await Host.Ask(await Host.Store(source), Preview, """{"MaskPixelData": {"UltrasoundRegions": "KeepInside"}}""");
        AssertShows(answer, await Frame(source, 0), new Box(0, 0, Size, 16));
    }

    [Test]
    public async Task An_image_is_shown_in_its_first_window_and_not_inverted_for_people()
    {
        // The first window reaches from 100 to 200.
        var source = Image(bits: 8, add: dataset => dataset
            .With(0x0028_0004, DicomVR.CS, "MONOCHROME1")
            .With(0x0028_1050, DicomVR.DS, "150\\20").With(0x0028_1051, DicomVR.DS, "100\\2"));
        var answer = await Host.Ask(await Host.Store(source), Preview, OnlySecond);
        var shown = (await Frame(source, 0)).Select(value => (byte)(255 - Math.Clamp((value - 100) * 255.999 / 100, 0, 255))).ToArray();
        AssertShows(answer, shown, box: null, tolerance: 1);
    }

    [TestCase("{}", "", "add \"MaskPixelData\", or \"Options\": [\"CleanPixelData\"]")]
    [TestCase(Masks, "/2", "There is no frame 2: the last one of the image is 1, counted from 0")]
    [TestCase(Masks, "/99999999999", "There is no frame 99999999999")]
    [TestCase("""{"MaskPixelData": "all"}""", "", "MaskPixelData")]
    [TestCase("""{"MaskPixelDatas": {}}""", "", "did you mean \"MaskPixelData\"?")]
    [TestCase("""{"Mapping": true, "Profile": "masked"}""", "", "a preview is a picture")]
    [TestCase("""{"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [64, 0], "End": [70, 9]}]}}""", "", "is outside of the image")]
    [TestCase("""{"MaskPixelData": {"Rules": "site"}}""", "", "no rule of Deid.PixelRules matches")]
    [TestCase("""{"Options": ["CleanPixelData"]}""", "", "Install ONNX Runtime")]
    public async Task What_cannot_be_shown_is_refused_and_the_reason_is_told(string request, string path, string told)
    {
        var answer = await Host.Ask(await Host.Store(Image(bits: 8)), Preview + path, request);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain(told));
    }

    [Test]
    public async Task What_has_no_pixels_or_cannot_be_decoded_is_refused()
    {
        var answer = await Host.Ask(await Host.Store(Undecodable()), Preview, Masks);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("1.2.840.10008.1.2.4.90").And.Contain("cannot decode"));
        var empty = Image(bits: 8, add: dataset => dataset.Remove(DicomTag.PixelData));
        answer = await Host.Ask(await Host.Store(empty), Preview, Masks);
        Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("has no pixels"));
        Assert.That((await Host.Ask("nobody", Preview, Masks)).Status, Is.EqualTo(404));
    }

    [TestCase("""{"Profile": "strict", "Keep": ["PatientName"]}""")]
    [TestCase("""{"Profile": "strict", "MaskPixelData": {}}""")]
    public async Task A_locked_preset_is_not_loosened(string body)
    {
        var answer = await Host.Ask(await Host.Store(Image(bits: 8)), Preview, body);
        Assert.That(answer.Status, Is.EqualTo(403), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("locked"));
    }

    [Test]
    public async Task It_is_only_for_those_who_may_anonymize_and_the_audit_tells_of_it()
    {
        var instance = await Host.Store(Image(bits: 8));
        foreach (var path in (string[])[Preview, $"{Preview}/0", "/anonymize//preview/"])
        {
            var refused = await Host.PostAs("bob", Password, $"/instances/{instance}/{path}", Masks);
            Assert.That(refused.Status, Is.EqualTo(403), refused.ToString);
            Assert.That(refused.Error("Details"), Does.Contain("Deid.Routes.Anonymize"));
            var shown = await Host.PostAs("alice", Password, $"/instances/{instance}/{path}", Masks);
            Assert.That(shown.Status, Is.EqualTo(200), shown.ToString);
            var entries = (await _audit.Entries()).TakeLast(2).ToList();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(entries.Select(entry => entry.GetProperty("User").GetString()), Is.EqualTo(new[] { "bob", "alice" }));
                Assert.That(entries.Select(entry => entry.GetProperty("Outcome").GetString()), Is.EqualTo(new[] { "Refused", "Answered" }));
                Assert.That(entries[1].GetProperty("Route").GetString(), Does.Contain($"{instance}/{Preview}"));
                Assert.That(entries[1].GetProperty("DryRun").GetBoolean(), Is.True);
                Assert.That(entries[1].ToString(), Does.Contain(instance));
            }
        }
    }

    /// <param name="answer">The answer.</param>
    /// <param name="pixels">The expected pixels outside the box.</param>
    /// <param name="box">The box; null for none.</param>
    /// <param name="tolerance">The permitted difference of a pixel.</param>
    private static void AssertShows(Answer answer, byte[] pixels, Box? box, int tolerance = 0)
    {
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.ContentType, Is.EqualTo("image/png"));
        var picture = new Picture(answer.Body);
        Assert.That((picture.Width, picture.Height), Is.EqualTo((Size, Size)));
        var (onLine, inside, outside) = (0, 0, 0);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (column, row) = (i % Size, i / Size);
            var shown = picture[column, row];
            if (box?.Contains(column, row) != true)
            {
                outside += Math.Abs(shown.Red - pixels[i]) <= tolerance && shown.Red == shown.Green && shown.Green == shown.Blue ? 0 : 1;
            }
            else if (column == box.Left || row == box.Top || column == box.Right - 1 || row == box.Bottom - 1)
            {
                onLine += shown == Line ? 0 : 1;
            }
            else
            {
                // A tint, through which the image is visible.
                inside += shown.Red == ((pixels[i] * 3) + 255) / 4 && shown.Green == ((pixels[i] * 3) + 64) / 4 ? 0 : 1;
            }
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(onLine, Is.Zero, "pixels of the line that have another colour");
            Assert.That(inside, Is.Zero, "pixels in the box that are not the image's, with a tint");
            Assert.That(outside, Is.Zero, "pixels beside that are not the image's");
        }
    }

    /// <summary>The pixels of a frame, as an Orthanc without the plugin decodes them.</summary>
    private async Task<byte[]> Frame(byte[] image, int frame)
    {
        var native = ListedFile.Read(image).TransferSyntax.UID == Native ? image : await Encoded(Version, image, Native);
        return ListedFile.Read(native)["7fe0,0010"]!.Value[(frame * Size * Size)..((frame + 1) * Size * Size)];
    }

    private sealed record Box(int Left, int Top, int Right, int Bottom)
    {
        public bool Contains(int column, int row) => column >= Left && column < Right && row >= Top && row < Bottom;
    }
}
