// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Masks;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Devices;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>What is masked in an image, and what the data set may claim afterwards.</summary>
public sealed class MaskDecisionTests
{
    private const string Series = "94df9100-3b476f5b-f4e8c381-d78c327f-a387bc7e";
    private const string OtherSeries = "cd589a09-6e705e06-57997219-7812eb49-709873a9";
    private const string Top = """{"RegionType": "2D", "Origin": [0, 0], "End": [100, 4]}""";

    private static HostSettings Site { get; } = TestHost.Settings with
    {
        TextSearchFault = static () => null,
        PixelRules = new Dictionary<string, DeviceRules>
        {
            ["acme"] = DeviceRules.Parse("""{ Manufacturer.contains("ACME") } (0,0,10,3) keep(0,4,20,20)"""),
            ["large"] = DeviceRules.Parse("""{ true. } (0,500,10,10)"""),
        },
    };

    /// <summary>Finds the same text in each frame.</summary>
    private sealed class Found(params FrameText[] texts) : IFrameTexts
    {
        public IReadOnlyList<FrameText> Find(int frame) => texts;

        public void Dispose()
        {
        }
    }

    [Test]
    public void A_region_is_masked_as_far_as_it_is_inside() => Assert.That(
        Boxes(Decide(Masks(Top), Image())), Is.EqualTo(new[] { new PixelBox(0, 0, 20, 4) }));

    [Test]
    public void Of_all_frames_only_those_that_are_named_are_masked()
    {
        var decision = Decide(
            Masks("""{"RegionType": "2D", "Origin": [0, 0], "End": [5, 5], "Frames": ["2-3"]}"""), Image(frames: 4));
        Assert.Multiple(() =>
        {
            Assert.That(
                Enumerable.Range(0, 4).Select(frame => decision.Masks[frame].IsEmpty), Is.EqualTo(new[] { true, false, false, true }));
            Assert.That(decision.Areas.Select(one => (one.First, one.Last)), Is.EqualTo(new[] { (1, 2) }));
        });
    }

    [Test]
    public void Outside_of_what_is_kept_all_is_masked_and_inside_of_it_what_else_is_named()
    {
        var decision = Decide(
            Masks($$"""{"RegionType": "2D", "Origin": [2, 2], "End": [18, 8], "Keep": true}, {{Top}}"""), Image());
        var masked = Masked(decision);
        Assert.Multiple(() =>
        {
            for (var row = 0; row < 10; row++)
            {
                for (var column = 0; column < 20; column++)
                {
                    var isKept = column is >= 2 and < 18 && row is >= 4 and < 8;
                    Assert.That(masked[row, column], Is.EqualTo(!isKept), $"{column}, {row}");
                }
            }
        });
    }

    [Test]
    public void A_region_for_another_series_does_nothing() => Assert.That(
        Decide(Masks(Targeted(OtherSeries)), Image()).Masks.IsEmpty, Is.True);

    [Test]
    public void Measures_are_masked_only_if_a_region_names_them() => Assert.Multiple(() =>
    {
        using var dose = Image();
        dose.Dataset.With(DicomTag.SOPClassUID, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.481.2");
        Assert.That(Decide(Masks(Top), dose).Masks.IsEmpty, Is.True);
        Assert.That(Decide(Masks(Targeted(Series)), dose).Masks.IsEmpty, Is.False);
        Assert.That(Decide("""{"Options": ["CleanPixelData"]}""", dose), Is.EqualTo(MaskDecision.Nothing).Or.Property("IsClean").False);
    });

    [Test]
    public void What_has_no_pixels_is_not_the_business_of_masks()
    {
        using var report = Sample.Create();
        Assert.That(Decide("""{"Options": ["CleanPixelData"]}""", report), Is.SameAs(MaskDecision.Nothing));
    }

    [TestCase("""{"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [20, 0], "End": [30, 10]}]}}""", "MaskPixelData.Regions[0] is outside of the image, which has 20 columns and 10 rows")]
    [TestCase("""{"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [3, 3], "Frames": [2]}]}}""", "MaskPixelData.Regions[0].Frames names frame 2, and the image has 1")]
    [TestCase("""{"MaskPixelData": {"Regions": [{"RegionType": "3D", "Origin": [0, 0, 0], "End": [3, 3, 3]}]}}""", "does not say where its frames are")]
    [TestCase("""{"MaskPixelData": {"UltrasoundRegions": "KeepInside"}}""", "no ultrasound regions that can be relied on")]
    [TestCase("""{"MaskPixelData": {"Rules": "acme"}}""", "no rule of Deid.PixelRules matches")]
    [TestCase("""{"MaskPixelData": {"Rules": "large"}}""", "a rectangle of Deid.PixelRules is outside of the image")]
    public void What_does_not_fit_the_image_refuses_it(string json, string reason)
    {
        using var image = Image();
        Assert.That(
            Assert.Throws<PixelDataException>(() => Decide(json, image))!.Reason, Does.Contain(reason));
    }

    [TestCase(0x0008_0008u, "ORIGINAL\\PRIMARY\\LABEL\\NONE")]
    [TestCase(0x0048_0010u, "YES")]
    public void The_label_of_a_slide_is_refused(uint tag, string value)
    {
        using var label = Image();
        label.Dataset.With(new DicomTag(tag), DicomVR.CS, value);
        Assert.Throws<PixelDataException>(() => Decide("""{"Options": ["CleanPixelData"]}""", label));
    }

    [Test]
    public void A_document_is_refused()
    {
        using var document = Sample.Create();
        document.Dataset.Set(DicomTag.EncapsulatedDocument, DicomVR.OB, "%PDF"u8.ToArray());
        Assert.Throws<PixelDataException>(() => Decide("""{"Options": ["CleanPixelData"]}""", document));
    }

    [Test]
    public void A_rule_of_the_device_masks_and_keeps()
    {
        using var image = Image();
        image.Dataset.With(new DicomTag(0x0008, 0x0070), DicomVR.LO, "ACME");
        var masked = Masked(Decide("""{"MaskPixelData": {"Rules": "acme"}}""", image));
        Assert.Multiple(() =>
        {
            Assert.That(masked[0, 0], Is.True);
            Assert.That(masked[3, 19], Is.True, "outside of what is kept");
            Assert.That(masked[4, 0], Is.False);
        });
    }

    [TestCase("Pass", false)]
    [TestCase("Text", true)]
    public void Without_a_rule_the_request_decides(string unmatched, bool isSearched)
    {
        using var image = Image();
        var decision = Decide(
            $$$"""{"MaskPixelData": {"Rules": "acme", "Unmatched": "{{{unmatched}}}"}}""", image, new FrameText(new PixelBox(1, 1, 4, 3), 0.9));
        Assert.Multiple(() =>
        {
            Assert.That(decision.Masks.IsEmpty, Is.Not.EqualTo(isSearched));
            Assert.That(decision.IsClean, Is.EqualTo(isSearched));
        });
    }

    [Test]
    public void Text_is_masked_where_it_is_found_and_then_the_image_is_clean()
    {
        using var image = Image();
        var decision = Decide("""{"Options": ["CleanPixelData"]}""", image, new FrameText(new PixelBox(1, 1, 4, 3), 0.9, "Other"));
        Assert.Multiple(() =>
        {
            Assert.That(decision.IsClean, Is.True);
            Assert.That(
                decision.Areas[0].Areas,
                Is.EqualTo(new[] { new MaskedArea(new PixelBox(1, 1, 4, 3), MaskReason.Text) { Score = 0.9, Kind = "Other" } }));
        });
    }

    [TestCase("""{"Text": {"Find": "Identity"}}""", false)]
    [TestCase("""{"Text": {"Frames": [1]}}""", false)]
    [TestCase("""{"Text": {"Spare": ["DOE"]}}""", false)]
    [TestCase("""{"Text": {"Spare": ["L", "R"]}}""", true)]
    [TestCase("""{"Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [3, 3]}]}""", false)]
    [TestCase("""{"Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [3, 3]}], "Attest": ["CleanPixelData"]}""", true)]
    [TestCase("""{"Text": {}, "Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [3, 3], "MaskType": "MeanFilter", "FilterWidth": 3}]}""", false)]
    public void An_image_is_called_clean_only_if_all_text_was_looked_for_or_the_client_says_so(string member, bool isClean)
    {
        using var image = Image();
        Assert.That(Decide($$$"""{"MaskPixelData": {{{member}}}}""", image).IsClean, Is.EqualTo(isClean));
    }

    [Test]
    public void More_frames_than_there_can_be_are_refused_before_they_take_memory()
    {
        using var image = Image();
        image.Dataset.With(new DicomTag(0x0028, 0x0008), DicomVR.IS, "2000000000");
        Assert.Throws<PixelDataException>(() => Decide(Masks("""{"RegionType": "2D", "Origin": [0, 0], "End": [3, 3], "Frames": [1]}"""), image));
    }

    [Test]
    public void Frames_with_the_same_box_and_another_mask_are_told_apart()
    {
        var decision = Decide(
            Masks("""
                {"RegionType": "2D", "Origin": [0, 0], "End": [5, 5], "Frames": [1], "MaskType": "MeanFilter", "FilterWidth": 2},
                {"RegionType": "2D", "Origin": [0, 0], "End": [5, 5], "Frames": [2]},
                {"RegionType": "2D", "Origin": [0, 0], "End": [5, 5], "Frames": [3], "FillValue": 7}
                """), Image(frames: 3));
        Assert.That(
            Enumerable.Range(0, 3).Select(frame => decision.Masks[frame].Boxes.Single()).Select(box => (box.Kind, box.Value)),
            Is.EqualTo(new (MaskKind, double?)[] { (MaskKind.Mean, null), (MaskKind.Fill, null), (MaskKind.Fill, 7) }));
    }

    [Test]
    public void A_frame_that_text_is_looked_for_in_has_to_be_there()
    {
        using var image = Image(frames: 2);
        var fault = Assert.Throws<PixelDataException>(() => Decide("""{"MaskPixelData": {"Text": {"Frames": [3]}}}""", image))!;
        Assert.That(fault.Message, Does.Contain("MaskPixelData.Text.Frames names frame 3"));
    }

    [Test]
    public void A_label_is_refused_however_its_text_is_asked_for()
    {
        using var image = Image();
        image.Dataset.With(new DicomTag(0x0008, 0x0008), DicomVR.CS, @"DERIVED\PRIMARY\LABEL");
        Assert.Throws<PixelDataException>(
            () => Decide("""{"MaskPixelData": {"Rules": "acme", "Unmatched": "Text"}}""", image));
    }

    [Test]
    public void Pixels_beside_an_overlay_in_their_bits_are_not_said_to_be_clean()
    {
        using var image = Image();
        Assert.That(Decide("""{"MaskPixelData": {"Text": {}}}""", image).IsClean, Is.True);
        image.Dataset.Set(new DicomTag(0x6002, 0x0102), DicomVR.US, new byte[] { 12, 0 });
        Assert.That(Decide("""{"MaskPixelData": {"Text": {}}}""", image).IsClean, Is.False);
    }

    [Test]
    public void Pixels_that_are_elsewhere_are_refused()
    {
        using var image = Image();
        image.Dataset.Remove(DicomTag.PixelData);
        Assert.That(Decide(Masks(Top), image), Is.SameAs(MaskDecision.Nothing));
        image.Dataset.With(new DicomTag(0x0028, 0x7FE0), DicomVR.UR, "http://example.org/1");
        Assert.Throws<PixelDataException>(() => Decide(Masks(Top), image));
    }

    /// <summary>An image of 20 columns and 10 rows, with 8 bits per pixel.</summary>
    internal static DicomFile Image(int frames = 1)
    {
        var file = Sample.Create();
        var dataset = file.Dataset;
        dataset.Set(new DicomTag(0x0028, 0x0002), DicomVR.US, new byte[] { 1, 0 });
        dataset.With(new DicomTag(0x0028, 0x0004), DicomVR.CS, "MONOCHROME2");
        dataset.With(new DicomTag(0x0028, 0x0008), DicomVR.IS, $"{frames}");
        dataset.Set(Tags.Rows, DicomVR.US, new byte[] { 10, 0 });
        dataset.Set(new DicomTag(0x0028, 0x0011), DicomVR.US, new byte[] { 20, 0 });
        dataset.Set(new DicomTag(0x0028, 0x0100), DicomVR.US, new byte[] { 8, 0 });
        dataset.Set(new DicomTag(0x0028, 0x0101), DicomVR.US, new byte[] { 8, 0 });
        dataset.Set(new DicomTag(0x0028, 0x0102), DicomVR.US, new byte[] { 7, 0 });
        dataset.Set(DicomTag.PixelRepresentation, DicomVR.US, new byte[] { 0, 0 });
        dataset.Set(DicomTag.PixelData, DicomVR.OW, new byte[200 * frames]);
        return file;
    }

    internal static bool[,] Masked(MaskDecision decision)
    {
        var masked = new bool[10, 20];
        foreach (var box in Boxes(decision))
        {
            for (var row = box.Top; row < box.Bottom; row++)
            {
                for (var column = box.Left; column < box.Right; column++)
                {
                    masked[row, column] = true;
                }
            }
        }

        return masked;
    }

    private static string Masks(string regions) => $$$"""{"MaskPixelData": {"Regions": [{{{regions}}}]}}""";

    private static string Targeted(string series) =>
        $$"""{"RegionType": "2D", "Origin": [0, 0], "End": [5, 5], "TargetSeries": ["{{series}}"]}""";

    private static IEnumerable<PixelBox> Boxes(MaskDecision decision) => decision.Masks[0].Boxes.Select(masked => masked.Box);

    private static MaskDecision Decide(string json, DicomFile file, params FrameText[] texts) => MaskDecider.Decide(
        TestHost.Request(json, Operation.Anonymize, Site).Masks!, file.Dataset, Series, "5d2c0d3f-0a3b45f5-d4d40d8a-9b86cf28-1bd4b5c0",
        _ => new Found(texts));
}
