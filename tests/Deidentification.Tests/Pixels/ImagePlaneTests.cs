// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Masks;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Boxes in patient coordinates, in the planes of images (PS3.3 C.7.6.2.1.1).</summary>
public sealed class ImagePlaneTests
{
    private static readonly DicomTag Position = new(0x0020, 0x0032);
    private static readonly DicomTag Orientation = new(0x0020, 0x0037);
    private static readonly DicomTag Spacing = new(0x0028, 0x0030);
    private static readonly DicomTag Thickness = new(0x0018, 0x0050);
    private static readonly DicomTag PositionSequence = new(0x0020, 0x9113);
    private static readonly DicomTag OrientationSequence = new(0x0020, 0x9116);
    private static readonly DicomTag MeasuresSequence = new(0x0028, 0x9110);
    private static readonly DicomTag SharedGroups = new(0x5200, 0x9229);
    private static readonly DicomTag FrameGroups = new(0x5200, 0x9230);

    [Test]
    public void The_first_spacing_is_that_of_rows()
    {
        using var image = Axial("2\\0.5");

        // 1 to 3 mm are columns 2 to 6 of half a millimetre, and 2 to 8 mm rows 1 to 4.
        Assert.That(Section(image, [1, 2, -1], [3, 8, 1]), Is.EqualTo(new PixelBox(2, 1, 7, 5)));
    }

    [Test]
    public void A_sagittal_image_has_its_columns_along_y_and_its_rows_down()
    {
        using var image = Axial("1\\1");
        image.Dataset.With(Orientation, DicomVR.DS, "0\\1\\0\\0\\0\\-1").With(Position, DicomVR.DS, "0\\-5\\20");
        Assert.That(Section(image, [-1, -3, 15], [1, 2, 18]), Is.EqualTo(new PixelBox(2, 2, 8, 6)));
    }

    [TestCase(-9.0, -1.5, true)]
    [TestCase(1.5, 9.0, true)]
    [TestCase(-9.0, -0.9, false)]
    public void A_slice_beside_the_box_is_left_alone(double from, double to, bool isBeside)
    {
        using var image = Axial("1\\1", thickness: "2");
        Assert.That(Section(image, [0, 0, from], [3, 3, to]).IsEmpty, Is.EqualTo(isBeside));
    }

    [Test]
    public void An_oblique_slice_is_masked_where_it_meets_the_box_and_not_where_the_box_is_projected()
    {
        using var image = Axial("1\\1");
        var half = Math.Sqrt(0.5).ToString("F6", System.Globalization.CultureInfo.InvariantCulture);
        image.Dataset.With(Orientation, DicomVR.DS, $"1\\0\\0\\0\\{half}\\{half}");

        // The plane is y = z. The box meets it from y = 4 to y = 5, which is from 5.7 to 7.1 along the columns.
        Assert.That(Section(image, [2, 4, 0], [3, 9, 5]), Is.EqualTo(new PixelBox(2, 6, 4, 8)));
    }

    [Test]
    public void An_enhanced_image_says_it_for_each_frame()
    {
        using var image = MaskDecisionTests.Image(frames: 2);
        var shared = image.Dataset.Item(SharedGroups);
        shared.Item(OrientationSequence).With(Orientation, DicomVR.DS, "1\\0\\0\\0\\1\\0");
        shared.Item(MeasuresSequence).With(Spacing, DicomVR.DS, "1\\1").With(Thickness, DicomVR.DS, "1");
        image.Dataset.Item(FrameGroups).Item(PositionSequence).With(Position, DicomVR.DS, "0\\0\\0");
        image.Dataset.Item(FrameGroups).Item(PositionSequence).With(Position, DicomVR.DS, "1\\0\\10");
        Assert.Multiple(() =>
        {
            Assert.That(Section(image, [2, 2, 9], [3, 3, 11], frame: 0).IsEmpty, Is.True);
            Assert.That(Section(image, [2, 2, 9], [3, 3, 11], frame: 1), Is.EqualTo(new PixelBox(1, 2, 3, 4)));
        });
    }

    [Test]
    public void Where_other_frames_than_the_first_are_is_not_guessed()
    {
        using var image = Axial("1\\1", frames: 2);
        Assert.That(ImagePlane.Of(image.Dataset, ImageFormat.Of(image.Dataset)!, 1), Is.Null);
    }

    [TestCase(0x0020_0032u, "")]
    [TestCase(0x0020_0037u, "1\\0\\0\\1\\0\\0")]
    [TestCase(0x0020_0037u, "1\\0\\0\\0\\1")]
    [TestCase(0x0028_0030u, "0\\1")]
    [TestCase(0x0028_0030u, "1")]
    [TestCase(0x0028_0030u, "a\\b")]
    public void What_is_no_geometry_is_none(uint tag, string value)
    {
        using var image = Axial("1\\1");
        image.Dataset.With(new DicomTag(tag), DicomVR.DS, value);
        Assert.That(ImagePlane.Of(image.Dataset, ImageFormat.Of(image.Dataset)!, 0), Is.Null);
    }

    private static DicomFile Axial(string spacing, string? thickness = null, int frames = 1)
    {
        var image = MaskDecisionTests.Image(frames);
        image.Dataset.With(Position, DicomVR.DS, "0\\0\\0").With(Orientation, DicomVR.DS, "1\\0\\0\\0\\1\\0").With(Spacing, DicomVR.DS, spacing);
        if (thickness is not null)
        {
            image.Dataset.With(Thickness, DicomVR.DS, thickness);
        }

        return image;
    }

    private static PixelBox Section(DicomFile image, double[] origin, double[] end, int frame = 0) =>
        ImagePlane.Of(image.Dataset, ImageFormat.Of(image.Dataset)!, frame)!.Section(origin, end);
}
