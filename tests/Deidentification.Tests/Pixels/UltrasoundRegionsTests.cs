// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Masks;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Which ultrasound regions can be relied on (PS3.3 C.8.5.5).</summary>
public sealed class UltrasoundRegionsTests
{
    private static readonly DicomTag Sequence = new(0x0018, 0x6011);

    [Test]
    public void The_corners_are_the_first_and_the_last_pixel()
    {
        using var image = MaskDecisionTests.Image();
        Add(image, 1, 2, 19, 9);
        Assert.That(Usable(image), Is.EqualTo(new[] { new PixelBox(1, 2, 20, 10) }));
    }

    [TestCase(0, 1)]
    [TestCase(1, 0)]
    public void A_region_without_format_or_type_of_data_may_hold_anything(int format, int type)
    {
        using var image = MaskDecisionTests.Image();
        Add(image, 0, 0, 19, 9, format, type);
        Add(image, 5, 5, 7, 7);
        Assert.That(Usable(image), Is.EqualTo(new[] { new PixelBox(5, 5, 8, 8) }));
    }

    [TestCase(0u, 0u, 20u, 9u)]
    [TestCase(0u, 0u, 19u, 10u)]
    [TestCase(0u, 0u, 0xFFFF_FFFFu, 9u)]
    [TestCase(9u, 0u, 8u, 9u)]
    public void One_region_beyond_the_image_makes_all_of_them_unreliable(uint left, uint top, uint right, uint bottom)
    {
        using var image = MaskDecisionTests.Image();
        Add(image, 1, 1, 2, 2);
        Add(image, left, top, right, bottom);
        Assert.That(Usable(image), Is.Empty);
    }

    [Test]
    public void A_corner_that_is_missing_makes_them_unreliable()
    {
        using var image = MaskDecisionTests.Image();
        Add(image, 1, 1, 2, 2);
        image.Dataset.At(Sequence).Remove(new DicomTag(0x0018, 0x601E));
        Assert.That(Usable(image), Is.Empty);
    }

    [Test]
    public void Without_the_sequence_there_are_none()
    {
        using var image = MaskDecisionTests.Image();
        Assert.That(Usable(image), Is.Empty);
    }

    private static IReadOnlyList<PixelBox> Usable(DicomFile file) =>
        UltrasoundRegions.Usable(file.Dataset, ImageFormat.Of(file.Dataset)!);

    private static void Add(DicomFile file, uint left, uint top, uint right, uint bottom, int format = 1, int type = 1)
    {
        var item = file.Dataset.Item(Sequence);
        item.Set(new DicomTag(0x0018, 0x6012), DicomVR.US, BitConverter.GetBytes((ushort)format));
        item.Set(new DicomTag(0x0018, 0x6014), DicomVR.US, BitConverter.GetBytes((ushort)type));
        item.Set(new DicomTag(0x0018, 0x6018), DicomVR.UL, BitConverter.GetBytes(left));
        item.Set(new DicomTag(0x0018, 0x601A), DicomVR.UL, BitConverter.GetBytes(top));
        item.Set(new DicomTag(0x0018, 0x601C), DicomVR.UL, BitConverter.GetBytes(right));
        item.Set(new DicomTag(0x0018, 0x601E), DicomVR.UL, BitConverter.GetBytes(bottom));
    }
}
