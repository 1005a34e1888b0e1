// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Encodings;
using OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>JPEG frames that are masked block by block, checked with the decoder of libjpeg-turbo.</summary>
public sealed class JpegBlocksTests
{
    private const string Encoder = "/usr/bin/cjpeg";
    private const string Decoder = "/usr/bin/djpeg";
    private const string Package = "libjpeg-turbo-progs";

    private static readonly Gen<JpegSample> Images = Gen.Select(
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70]), Gen.Int[1, 100], Gen.OneOf("1x1", "2x1", "2x2", "1x2", "4x1", "gray"),
        Gen.Int[0, 4], Gen.Bool, Gen.Bool, Gen.Int,
        (size, quality, sampling, restart, isOptimized, hasOwnScans, seed) =>
            new JpegSample(size.Item1, size.Item2, quality, sampling, restart, isOptimized, hasOwnScans, seed));

    private static readonly Gen<PixelBox[]> Boxes = Gen.Select(
        Gen.Int[-3, 60], Gen.Int[-3, 60], Gen.Int[1, 40], Gen.Int[1, 40],
        (left, top, width, height) => new PixelBox(left, top, left + width, top + height)).Array[1, 3];

    [Test]
    public void Nothing_changes_outside_and_nothing_is_seen_inside()
    {
        Tool.SkipUnlessHere(Encoder, Package);
        Gen.Select(Images, Boxes).Sample((image, boxes) => Check(image, boxes), iter: 60);
    }

    [TestCase("-progressive")]
    [TestCase("-arithmetic")]
    public void Other_processes_are_refused(string option)
    {
        Tool.SkipUnlessHere(Encoder, Package);
        var image = new JpegSample(16, 16, 75, "2x2", 0, false, false, 1);
        var encoded = Tool.Run(Encoder, image.Pixels(), option);
        Assert.That(
            () => Mask(image, encoded, FrameMask.Fill(new PixelBox(0, 0, 4, 4))),
            Throws.TypeOf<PixelDataException>().With.Property("Fault").EqualTo(PixelFault.Encoding));
    }

    [Test]
    public void Comments_and_small_images_go_from_frames_without_a_mask_too()
    {
        Tool.SkipUnlessHere(Encoder, Package);
        var image = new JpegSample(16, 16, 75, "2x2", 0, false, false, 1);
        var plain = image.Encoded();
        byte[] withComment = [.. plain[..2], 0xFF, 0xFE, 0, 5, .. "DOE"u8, 0xFF, 0xE1, 0, 6, .. "EXIF"u8, .. plain[2..]];
        var output = new FrameBuffer();
        Assert.That(new JpegCoder(image.Format).Mask(withComment, FrameMask.None, output), Is.True);
        Assert.That(output.Written.ToArray(), Is.EqualTo(plain));
        output.Clear();
        Assert.That(new JpegCoder(image.Format).Mask(plain, FrameMask.None, output), Is.False);
    }

    [Test]
    public void A_value_of_the_request_is_the_gray_of_the_box([Values(0, 77, 255)] int value)
    {
        Tool.SkipUnlessHere(Encoder, Package);
        var image = new JpegSample(40, 40, 90, "2x2", 0, false, false, 1);
        var masked = Mask(
            image, image.Encoded(), new FrameMask([new MaskedBox(new(0, 0, 40, 40)) { Value = value }]));
        var (_, _, pixels) = Decode(masked);
        Assert.That(pixels, Is.All.InRange(value - 1, value + 1));
    }

    [Test]
    public void A_frame_of_another_size_is_refused()
    {
        Tool.SkipUnlessHere(Encoder, Package);
        var image = new JpegSample(16, 16, 75, "2x2", 0, false, false, 1);
        var output = new FrameBuffer();
        Assert.That(
            () => new JpegCoder(image.Format with { Rows = 17 }).Mask(
                image.Encoded(), FrameMask.Fill(new PixelBox(0, 0, 4, 4)), output),
            Throws.TypeOf<PixelDataException>().With.Property("Fault").EqualTo(PixelFault.Broken));
    }

    /// <summary>Damaged frames are masked or refused, and nothing else is thrown.</summary>
    [Test]
    public void Damaged_frames_are_refused_or_masked()
    {
        Tool.SkipUnlessHere(Encoder, Package);
        JpegSample[] images =
        [
            new(33, 35, 75, "2x2", 2, false, false, 1), new(33, 35, 75, "1x1", 0, true, true, 2),
            new(33, 35, 20, "gray", 0, false, false, 3),
        ];
        var encoded = images.Select(image => image.Encoded()).ToArray();
        Gen.Select(Gen.Int[0, 2], Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 6], Gen.Int[0, 100_000], Gen.Bool)
            .Sample((which, changes, length, isCut) =>
            {
                var bytes = encoded[which].ToArray();
                foreach (var (place, value) in changes)
                {
                    bytes[place % bytes.Length] = value;
                }

                bytes = isCut ? bytes[..(length % bytes.Length)] : bytes;
                try
                {
                    Mask(images[which], bytes, FrameMask.Fill(new PixelBox(3, 3, 20, 20)));
                }
                catch (PixelDataException)
                {
                    // The frame is refused.
                }
            }, iter: 3000);
    }

    private static void Check(JpegSample image, PixelBox[] boxes)
    {
        var encoded = image.Encoded();
        var masked = Mask(image, encoded, FrameMask.Fill(boxes));
        var (unitWidth, unitHeight) = image.Unit;
        bool IsMasked(int column, int row, int margin) => boxes.Any(box =>
        {
            var clipped = box.Clip(image.Columns, image.Rows);
            return !clipped.IsEmpty && new PixelBox(
                (clipped.Left / unitWidth * unitWidth) - margin, (clipped.Top / unitHeight * unitHeight) - margin,
                (((clipped.Right - 1) / unitWidth) + 1) * unitWidth + margin,
                (((clipped.Bottom - 1) / unitHeight) + 1) * unitHeight + margin).Contains(column, row);
        });
        var (before, after) = (Decode(encoded, "-grayscale"), Decode(masked, "-grayscale"));
        Assert.That((after.Columns, after.Rows), Is.EqualTo((image.Columns, image.Rows)));
        Each(image, (column, row, place) =>
        {
            if (!IsMasked(column, row, 0))
            {
                Assert.That(after.Pixels[place], Is.EqualTo(before.Pixels[place]), $"the luminance at {column}, {row}");
            }
            else
            {
                // Quantization steps are up to 255. Rounding is off by half a step, and an eighth of that shows in a pixel.
                Assert.That(after.Pixels[place], Is.LessThanOrEqualTo(16), $"at {column}, {row}");
            }
        });
        if (image.Sampling == "gray")
        {
            return;
        }

        (before, after) = (Decode(encoded), Decode(masked));
        Each(image, (column, row, place) =>
        {
            if (!IsMasked(column, row, 2))
            {
                Assert.That(
                    after.Pixels[(3 * place)..(3 * place + 3)], Is.EqualTo(before.Pixels[(3 * place)..(3 * place + 3)]),
                    $"the colour at {column}, {row}");
            }
        });
    }

    private static void Each(JpegSample image, Action<int, int, int> check)
    {
        for (var row = 0; row < image.Rows; row++)
        {
            for (var column = 0; column < image.Columns; column++)
            {
                check(column, row, (row * image.Columns) + column);
            }
        }
    }

    private static byte[] Mask(JpegSample image, byte[] encoded, FrameMask mask)
    {
        var output = new FrameBuffer();
        Assert.That(new JpegCoder(image.Format).Mask(encoded, mask, output), Is.True);
        return output.Written.ToArray();
    }

    private static (int Columns, int Rows, byte[] Pixels) Decode(byte[] encoded, params string[] options)
    {
        var map = Tool.Run(Decoder, encoded, [.. options, "-dct", "int", "-pnm"]);
        var head = Encoding.Latin1.GetString(map.AsSpan(0, Math.Min(map.Length, 40))).Split((char[])[' ', '\n'], 5);
        var length = head.Take(4).Sum(word => word.Length + 1);
        return (int.Parse(head[1], CultureInfo.InvariantCulture), int.Parse(head[2], CultureInfo.InvariantCulture),
            map[length..]);
    }
}
