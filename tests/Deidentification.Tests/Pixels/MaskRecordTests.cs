// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels.Masks;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>The data set after its pixels were masked (PS3.15 E.3.1).</summary>
public sealed class MaskRecordTests
{
    private const string Json = """{"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [5, 5]}]}, "Keep": ["0009,1002"]}""";

    private static readonly DicomTag Icon = new(0x0088, 0x0200);
    private static readonly DicomTag BurnedIn = new(0x0028, 0x0301);
    private static readonly DicomTag Methods = new(0x0012, 0x0064);
    private static readonly DicomTag Sequence = new(0x0008, 0x1115);

    [TestCase(0x0028_0106u, DicomVR.US, 2)]
    [TestCase(0x0028_0107u, DicomVR.US, 2)]
    [TestCase(0x0028_7FE0u, DicomVR.UR, 8)]
    [TestCase(0x6000_3000u, DicomVR.OW, 8)]
    [TestCase(0x6002_0010u, DicomVR.US, 2)]
    [TestCase(0x0009_1001u, DicomVR.OB, 4096)]
    [TestCase(0x0009_1001u, DicomVR.UN, 4096)]
    public void What_shows_or_describes_the_old_pixels_goes(uint tag, DicomVR vr, int length)
    {
        using var image = MaskDecisionTests.Image();
        image.Dataset.Set(new DicomTag(tag), vr, new byte[length]);
        var removed = Remove(image);
        Assert.Multiple(() =>
        {
            Assert.That(image.Dataset.Contains(new DicomTag(tag)), Is.False);
            Assert.That(removed, Is.EqualTo(new[] { (new DicomTag(tag), vr) }));
        });
    }

    [TestCase(0x0009_1001u, DicomVR.OB, 4094)]
    [TestCase(0x0009_1002u, DicomVR.OB, 4096)]
    [TestCase(0x0009_1001u, DicomVR.LO, 4096)]
    [TestCase(0x0028_0120u, DicomVR.US, 2)]
    public void What_does_not_stays(uint tag, DicomVR vr, int length)
    {
        using var image = MaskDecisionTests.Image();
        image.Dataset.Set(new DicomTag(tag), vr, new byte[length]);
        Remove(image);
        Assert.That(image.Dataset.Contains(new DicomTag(tag)), Is.True);
    }

    [Test]
    public void Icons_extremes_and_signatures_go_at_every_depth_and_pixels_of_items()
    {
        using var image = MaskDecisionTests.Image();
        image.Dataset.Item(Icon).Set(DicomTag.PixelData, DicomVR.OW, new byte[8]);
        image.Dataset.Item(new DicomTag(0xFFFA, 0xFFFA));
        var item = image.Dataset.Item(Sequence);
        item.Item(Icon).Set(DicomTag.PixelData, DicomVR.OW, new byte[8]);
        item.Set(DicomTag.PixelData, DicomVR.OW, new byte[8]);
        item.Item(new DicomTag(0xFFFA, 0xFFFA));
        var frame = image.Dataset.Item(new DicomTag(0x5200, 0x9230));
        frame.Set(new DicomTag(0x0028, 0x0106), DicomVR.US, new byte[2]);
        frame.Set(new DicomTag(0x0028, 0x0107), DicomVR.US, new byte[2]);
        frame.Item(new DicomTag(0x0028, 0x9132)).With(new DicomTag(0x0028, 0x1050), DicomVR.DS, "40");
        Remove(image);
        Assert.Multiple(() =>
        {
            Assert.That(image.Dataset.Contains(Icon), Is.False);
            Assert.That(image.Dataset.Contains(new DicomTag(0xFFFA, 0xFFFA)), Is.False);
            Assert.That(image.Dataset.Contains(DicomTag.PixelData), Is.True, "the image itself");
            Assert.That(image.Dataset.At(Sequence).Count, Is.Zero);
            Assert.That(frame.Contains(new DicomTag(0x0028, 0x0106)) || frame.Contains(new DicomTag(0x0028, 0x0107)), Is.False);
            Assert.That(frame.Contains(new DicomTag(0x0028, 0x9132)), Is.True);
        });
    }

    [Test]
    public void A_clean_image_says_so()
    {
        using var image = MaskDecisionTests.Image();
        Say(image, new MaskDecision { IsClean = true });
        Assert.Multiple(() =>
        {
            Assert.That(image.Dataset.Text(BurnedIn), Is.EqualTo("NO"));
            Assert.That(image.Dataset.At(Methods).Text(Tags.CodeValue), Is.EqualTo("113101"));
            Assert.That(image.Dataset.Contains(new DicomTag(0x0028, 0x0302)), Is.False);
        });
    }

    [Test]
    public void A_face_is_gone_only_if_the_client_says_so()
    {
        using var image = MaskDecisionTests.Image();
        Say(image, new MaskDecision { HasNoFace = true });
        Assert.Multiple(() =>
        {
            Assert.That(image.Dataset.Text(new DicomTag(0x0028, 0x0302)), Is.EqualTo("NO"));
            Assert.That(image.Dataset.At(Methods).Text(Tags.CodeValue), Is.EqualTo("113102"));
            Assert.That(image.Dataset.Contains(BurnedIn), Is.False);
        });
    }

    [Test]
    public void What_is_not_known_is_not_said()
    {
        using var image = MaskDecisionTests.Image();
        image.Dataset.With(BurnedIn, DicomVR.CS, "YES");
        Say(image, MaskDecision.Nothing);
        Assert.Multiple(() =>
        {
            Assert.That(image.Dataset.Text(BurnedIn), Is.EqualTo("YES"));
            Assert.That(image.Dataset.Contains(Methods), Is.False);
        });
    }

    [TestCase("""{"Options": ["CleanDescriptors"]}""")]
    [TestCase("{}")]
    public void An_anonymization_keeps_what_was_said_before_it(string json)
    {
        using var image = MaskDecisionTests.Image();
        Say(image, new MaskDecision { IsClean = true });
        using var made = TestHost.Anonymize(image, json);
        Assert.Multiple(() =>
        {
            Assert.That(made.Dataset.Text(BurnedIn), Is.EqualTo("NO"));
            var codes = made.Dataset.TryGet(Methods, out var element)
                ? Enumerable.Range(0, element.Sequence!.Count).Select(i => element.Sequence[i].Text(Tags.CodeValue)) : [];
            Assert.That(codes, Does.Contain("113101"));
        });
    }

    private static IReadOnlyList<(DicomTag Tag, DicomVR VR)> Remove(DicomFile file) =>
        MaskRecord.RemoveOldPixels(file.Dataset, TestHost.Request(Json, Operation.Modify));

    private static void Say(DicomFile file, MaskDecision decision) =>
        MaskRecord.Say(file.Dataset, TestHost.Request(Json, Operation.Anonymize), decision);
}
