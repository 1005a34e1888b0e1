// SPDX-License-Identifier: GPL-3.0-or-later

using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Native pixels of all formats, compared with a model that reads them bit by bit.</summary>
public sealed class NativePixelTests
{
    private static readonly Gen<PixelBox> Boxes = Gen.Select(
        Gen.Int[-3, 20], Gen.Int[-3, 20], Gen.Int[0, 12], Gen.Int[0, 12],
        (left, top, width, height) => new PixelBox(left, top, left + width, top + height));

    private static readonly Gen<FrameMask> Masks = Boxes.List[0, 3].Select(FrameMask.Fill);

    /// <summary>Formats: the kind, the bits and their meaning.</summary>
    private static readonly Gen<ImageFormat> Formats = Gen.Select(
        Gen.OneOf("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_FULL_422", "FLOAT", "DOUBLE"),
        Gen.OneOf(1, 8, 16, 32), Gen.Int[1, 32], Gen.Int[0, 32], Gen.Bool, Gen.Bool,
        Gen.Select(Gen.Int[1, 17], Gen.Int[1, 17], Gen.Int[1, 3])).Select(Format);

    [Test]
    public void Only_masked_pixels_change_and_they_become_black() => Gen.Select(
        Formats, Masks, Masks, Gen.Int, Gen.Int[0, 3])
        .Sample((format, first, others, seed, encoding) =>
        {
            var (syntax, vr) = (encoding, format) switch
            {
                (0, _) => (TransferSyntax.ExplicitLittleEndian, (DicomVR?)null),
                (1, _) => (TransferSyntax.ImplicitLittleEndian, null),
                (2, { Kind: PixelKind.Integer, BitsAllocated: <= 8 }) => (TransferSyntax.ExplicitBigEndian, DicomVR.OB),
                (2, _) => (TransferSyntax.DeflatedExplicitLittleEndian, null),
                _ => (TransferSyntax.ExplicitBigEndian, null),
            };
            var before = Random(format, seed);
            using var file = TestImage.Native(format, before, syntax, vr);
            var masks = new PixelMasks(others, new Dictionary<int, FrameMask> { [0] = first });
            using var masked = TestImage.Masked(file, masks);
            var unit = vr == DicomVR.OB ? 1 : format.Kind switch { PixelKind.Float => 4, PixelKind.Double => 8, _ => 2 };
            var isBig = syntax == TransferSyntax.ExplicitBigEndian;
            Compare(format, masks, new(format, before, isBig, unit), new(format, TestImage.Pixels(masked), isBig, unit));
        });

    [Test]
    public void A_value_of_the_request_is_written_as_it_is() => Gen.Select(Formats, Boxes, Gen.Int)
        .Sample((format, box, seed) =>
        {
            var before = Random(format, seed);
            using var file = TestImage.Native(format, before);
            using var masked = TestImage.Masked(file, new(new FrameMask([new MaskedBox(box) { Value = 1 }])));
            var (old, now) = (new SampleModel(format, before, false, 1), new SampleModel(format, TestImage.Pixels(masked), false, 1));
            for (var row = 0; row < format.Rows; row++)
            {
                for (var column = 0; column < format.Columns; column++)
                {
                    if (IsInside(format, box, column, row))
                    {
                        Assert.That(now.Number(0, row, column, 0), Is.EqualTo(1));
                    }
                    else
                    {
                        Assert.That(now.Bits(0, row, column, 0), Is.EqualTo(old.Bits(0, row, column, 0)));
                    }
                }
            }
        });

    [TestCase(-1)]
    [TestCase(4096)]
    [TestCase(0.5)]
    public void A_value_that_no_sample_can_hold_is_refused(double value)
    {
        var format = TestImage.Gray8 with { BitsAllocated = 16, BitsStored = 12, HighBit = 11 };
        using var file = TestImage.Native(format, new byte[512]);
        var mask = new FrameMask([new MaskedBox(new(0, 0, 4, 4)) { Value = value }]);
        Assert.That(
            () => PixelMasking.Apply(file, new(mask)),
            Throws.TypeOf<PixelDataException>().With.Property("Fault").EqualTo(PixelFault.Mask));
        Assert.That(TestImage.Pixels(file), Is.All.Zero);
    }

    [Test]
    public void Bits_above_those_in_use_go_with_the_pixel()
    {
        var format = TestImage.Gray8 with { BitsAllocated = 16, BitsStored = 12, HighBit = 11, Rows = 1, Columns = 2 };
        using var file = TestImage.Native(format, [0xFF, 0xFF, 0x05, 0xF0]);
        using var masked = TestImage.Masked(file, new(FrameMask.Fill(new PixelBox(0, 0, 1, 1))));
        Assert.That(TestImage.Pixels(masked), Is.EqualTo(new byte[] { 5, 0, 5, 0xF0 }));
    }

    [Test]
    public void A_palette_is_filled_with_its_darkest_entry()
    {
        var format = TestImage.Gray8 with { PhotometricInterpretation = "PALETTE COLOR", Rows = 1, Columns = 2 };
        using var made = TestImage.Native(format, [0, 0]);
        made.Dataset.Set(new(0x0028_1101), DicomVR.US, new byte[] { 4, 0, 10, 0, 16, 0 });
        foreach (var tag in new uint[] { 0x0028_1201, 0x0028_1202, 0x0028_1203 })
        {
            made.Dataset.Set(new(tag), DicomVR.OW, new byte[] { 9, 0, 9, 0, 1, 0, 9, 0 });
        }

        using var masked = TestImage.Masked(made, new(FrameMask.Fill(new PixelBox(0, 0, 1, 1))));
        Assert.That(TestImage.Pixels(masked), Is.EqualTo(new byte[] { 12, 0 }));
    }

    [Test]
    public void A_mean_is_that_of_the_pixels_around_without_the_filled_ones()
    {
        var format = TestImage.Gray8 with { Rows = 1, Columns = 6 };
        using var file = TestImage.Native(format, [10, 20, 30, 200, 40, 50]);
        using var masked = TestImage.Masked(file, new(new FrameMask([
            new MaskedBox(new(0, 0, 3, 1), MaskKind.Mean) { FilterWidth = 3 },
            new MaskedBox(new(3, 0, 4, 1)) { Value = 7 },
        ])));
        Assert.That(TestImage.Pixels(masked), Is.EqualTo(new byte[] { 15, 20, 25, 7, 40, 50 }));
    }

    [Test]
    public void A_mean_of_colours_is_taken_plane_by_plane_or_pixel_by_pixel([Values] bool isPlanar)
    {
        var format = TestImage.Gray8 with
        {
            Rows = 1,
            Columns = 2,
            SamplesPerPixel = 3,
            PhotometricInterpretation = "RGB",
            IsPlanar = isPlanar,
        };
        byte[] pixels = isPlanar ? [10, 20, 30, 40, 50, 60] : [10, 30, 50, 20, 40, 60];
        byte[] means = isPlanar ? [15, 15, 35, 35, 55, 55] : [15, 35, 55, 15, 35, 55];
        using var file = TestImage.Native(format, pixels);
        var mask = new FrameMask([new MaskedBox(format.Whole, MaskKind.Mean) { FilterWidth = 5 }]);
        using var masked = TestImage.Masked(file, new(mask));
        Assert.That(TestImage.Pixels(masked), Is.EqualTo(means));
    }

    [TestCase(254, "its attributes make 256")]
    [TestCase(512, "its attributes make only 256")]
    public void A_length_that_does_not_fit_is_refused(int length, string reason)
    {
        using var file = TestImage.Native(TestImage.Gray8, new byte[length]);
        Assert.That(
            () => PixelMasking.Apply(file, new(FrameMask.Fill(new PixelBox(0, 0, 1, 1)))),
            Throws.TypeOf<PixelDataException>().With.Message.Contains(reason));
    }

    [Test]
    public void Bytes_after_the_last_pixel_are_cut_off()
    {
        using var file = TestImage.Native(TestImage.Gray8, new byte[260]);
        using var masked = TestImage.Masked(file, new(FrameMask.Fill(new PixelBox(0, 0, 1, 1))));
        Assert.That(TestImage.Pixels(masked), Has.Length.EqualTo(256));
    }

    [Test]
    public void Without_a_mask_nothing_is_changed()
    {
        using var file = TestImage.Native(TestImage.Gray8, new byte[256]);
        Assert.That(PixelMasking.Apply(file, PixelMasks.None), Is.False);
    }

    [Test]
    public void The_smallest_and_largest_values_go()
    {
        using var file = TestImage.Native(TestImage.Gray8, new byte[256]);
        TestImage.Number(file.Dataset, 0x0028_0106, 3);
        TestImage.Number(file.Dataset, 0x0028_0107, 4);
        using var masked = TestImage.Masked(file, new(FrameMask.Fill(new PixelBox(0, 0, 1, 1))));
        Assert.That(masked.Dataset.Contains(new(0x0028_0106)) || masked.Dataset.Contains(new(0x0028_0107)), Is.False);
    }

    private static ImageFormat Format(
        string meaning, int bits, int stored, int high, bool isSigned, bool isPlanar, (int Rows, int Columns, int Frames) size)
    {
        var isColour = meaning is "RGB" or "YBR_FULL" or "YBR_FULL_422";
        var kind = meaning switch { "FLOAT" => PixelKind.Float, "DOUBLE" => PixelKind.Double, _ => PixelKind.Integer };
        bits = kind switch { PixelKind.Float => 32, PixelKind.Double => 64, _ => isColour ? Math.Max(bits, 8) : bits };
        stored = kind == PixelKind.Integer ? 1 + (stored % bits) : bits;
        if (bits > 1 && kind == PixelKind.Integer)
        {
            stored = Math.Max(stored, 3);
        }

        var isSubsampled = meaning == "YBR_FULL_422";
        return new ImageFormat
        {
            Kind = kind,
            Rows = size.Rows,
            Columns = isSubsampled ? 2 * size.Columns : size.Columns,
            Frames = size.Frames,
            SamplesPerPixel = isColour ? 3 : 1,
            BitsAllocated = bits,
            BitsStored = stored,
            HighBit = stored - 1 + (high % (bits - stored + 1)),
            IsSigned = isSigned && kind == PixelKind.Integer && bits > 1 && !isColour && meaning != "PALETTE COLOR",
            PhotometricInterpretation = kind == PixelKind.Integer ? meaning : "MONOCHROME2",
            IsPlanar = isPlanar && isColour && !isSubsampled,
        };
    }

    private static byte[] Random(ImageFormat format, int seed)
    {
        var length = ((format.BitsPerFrame * format.Frames) + 7) / 8;
        var bytes = new byte[length + (length & 1)];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static bool IsInside(ImageFormat format, PixelBox box, int column, int row) => !box.IsEmpty && (format.IsSubsampled
        ? box.Contains(column & ~1, row) || box.Contains(column | 1, row)
        : box.Contains(column, row));

    private static void Compare(ImageFormat format, PixelMasks masks, SampleModel before, SampleModel after)
    {
        for (var frame = 0; frame < format.Frames; frame++)
        {
            bool Hides(int column, int row) =>
                masks[frame].Boxes.Any(masked => IsInside(format, masked.Box, column, row));
            var pixels = Enumerable.Range(0, format.Rows * format.Columns)
                .Select(place => (Row: place / format.Columns, Column: place % format.Columns)).ToArray();
            double[] outside = [.. pixels.Where(pixel => !Hides(pixel.Column, pixel.Row))
                .Select(pixel => before.Number(frame, pixel.Row, pixel.Column, 0)).Where(double.IsFinite)];
            foreach (var (row, column) in pixels)
            {
                for (var sample = 0; sample < format.SamplesPerPixel; sample++)
                {
                    if (Hides(column, row))
                    {
                        Assert.That(after.Number(frame, row, column, sample), Is.EqualTo(Black(format, outside, sample)));
                    }
                    else
                    {
                        Assert.That(
                            after.Bits(frame, row, column, sample), Is.EqualTo(before.Bits(frame, row, column, sample)));
                    }
                }
            }
        }
    }

    private static double Black(ImageFormat format, double[] outside, int sample)
    {
        var most = Math.Pow(2, format.BitsStored - (format.IsSigned ? 1 : 0)) - 1;
        var least = format.IsSigned ? -Math.Pow(2, format.BitsStored - 1) : 0;
        return format switch
        {
            { BitsAllocated: 1 } or { PhotometricInterpretation: "RGB" or "PALETTE COLOR" } => 0,
            { SamplesPerPixel: 3 } => sample == 0 ? 0 : Math.Pow(2, format.BitsStored - 1),
            { Kind: not PixelKind.Integer } => outside.Length == 0 ? 0 : outside.Min(),
            { PhotometricInterpretation: "MONOCHROME1" } => outside.Length == 0 ? most : outside.Max(),
            _ => outside.Length == 0 ? least : outside.Min(),
        };
    }
}
