// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Encodings;
using OrthancDeid.Deidentification.Pixels.Encodings.Rle;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Frames in fragments, and RLE.</summary>
public sealed class EncapsulatedPixelTests
{
    private static readonly PixelMasks Corner = new(FrameMask.Fill(new PixelBox(0, 0, 3, 2)));

    private static readonly Gen<ImageFormat> RleFormats = Gen.Select(
        Gen.OneOf("MONOCHROME1", "MONOCHROME2", "RGB", "YBR_FULL"), Gen.OneOf(8, 16, 32), Gen.Int[1, 300],
        Gen.Int[1, 9], Gen.Bool,
        (meaning, bits, columns, rows, isSigned) => new ImageFormat
        {
            Kind = PixelKind.Integer,
            Rows = rows,
            Columns = columns,
            SamplesPerPixel = meaning.StartsWith("MONO", StringComparison.Ordinal) ? 1 : 3,
            BitsAllocated = bits,
            BitsStored = bits,
            HighBit = bits - 1,
            IsSigned = isSigned && meaning.StartsWith("MONO", StringComparison.Ordinal),
            PhotometricInterpretation = meaning,
        });

    /// <summary>A masked RLE frame decodes to the masked native frame.</summary>
    [Test]
    public void An_rle_frame_is_masked_as_a_native_one() => Gen.Select(RleFormats, Gen.Int, Gen.Int[1, 250], Gen.Int[0, 300])
        .Sample((format, seed, values, left) =>
        {
            var native = RleReference.Planes(format, seed, values);
            var masks = new PixelMasks(FrameMask.Fill(new PixelBox(left, 1, left + 40, 4)));
            using var plain = TestImage.Native(format with { IsPlanar = format.SamplesPerPixel > 1 }, native);
            using var expected = TestImage.Masked(plain, masks);
            using var file = TestImage.Encapsulated(format, TestImage.Rle, [RleReference.Encode(format, native)]);
            using var masked = TestImage.Masked(file, masks);
            var decoded = RleReference.Decode(format, TestImage.Items(masked)[1]);
            Assert.That(decoded, Is.EqualTo(TestImage.Pixels(expected)[..decoded.Length]));
        });

    [Test]
    public void Pydicom_reads_the_new_frames()
    {
        const string Python = "/usr/bin/python3";
        Skip.Unless(
            Directory.Exists("/usr/lib/python3/dist-packages/pydicom") && Directory.Exists("/usr/lib/python3/dist-packages/numpy"),
            "pydicom and numpy are not on this machine (apt-get install python3-pydicom python3-numpy)");
        var format = TestImage.Gray8 with
        {
            Rows = 40,
            Columns = 30,
            SamplesPerPixel = 3,
            BitsAllocated = 8,
            PhotometricInterpretation = "RGB",
            Frames = 3,
        };
        var frames = Enumerable.Range(0, 3).Select(seed => RleReference.Planes(format, seed, 3)).ToArray();
        using var file = TestImage.Encapsulated(
            format, TestImage.Rle, frames.Select(frame => RleReference.Encode(format, frame)));
        PixelMasking.Apply(file, new(FrameMask.None, new Dictionary<int, FrameMask>
        {
            [1] = FrameMask.Fill(new PixelBox(5, 5, 25, 35)),
        }));
        using var written = file.Write(new Implementation("1.2.3.4", "TEST"));
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, written.AsSpan());
            var read = Tool.Run(
                Python, [], "-c", "import pydicom,sys; sys.stdout.buffer.write(pydicom.dcmread(sys.argv[1]).pixel_array.tobytes())",
                path);
            for (var place = 0; place < 3 * 1200; place++)
            {
                var (frame, row, column) = (place / 1200, place % 1200 / 30, place % 30);
                var isMasked = frame == 1 && new PixelBox(5, 5, 25, 35).Contains(column, row);
                for (var sample = 0; sample < 3; sample++)
                {
                    Assert.That(
                        read[(3 * place) + sample],
                        Is.EqualTo(isMasked ? 0 : frames[frame][(sample * 1200) + (row * 30) + column]));
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Frames_without_a_mask_keep_their_bytes()
    {
        var format = TestImage.Gray8 with { Frames = 2 };
        byte[][] frames = [Rle(1), Rle(2)];
        using var file = TestImage.Encapsulated(format, TestImage.Rle, frames);
        using var masked = TestImage.Masked(
            file, new(FrameMask.None, new Dictionary<int, FrameMask> { [1] = Corner[0] }));
        Assert.That(TestImage.Items(masked)[1], Is.EqualTo(frames[0]));
        Assert.That(TestImage.Items(masked)[2], Is.Not.EqualTo(frames[1]));
    }

    [Test]
    public void Frames_in_several_fragments_become_one_each_with_a_right_table()
    {
        var format = TestImage.Gray8 with { Frames = 2 };
        var (first, second) = (Rle(1), Rle(2));
        using var file = TestImage.Encapsulated(
            format, TestImage.Rle, [first[..70], first[70..], second], 0, (uint)(first.Length + 16));
        using var masked = TestImage.Masked(
            file, new(FrameMask.None, new Dictionary<int, FrameMask> { [1] = Corner[0] }));
        var items = TestImage.Items(masked);
        Assert.That(items, Has.Count.EqualTo(3));
        Assert.That(items[1], Is.EqualTo(first));
        Assert.That(items[0], Is.EqualTo((byte[])[0, 0, 0, 0, .. BitConverter.GetBytes(first.Length + 8)]));
    }

    [Test]
    public void An_extended_table_is_corrected()
    {
        var format = TestImage.Gray8 with { Frames = 2 };
        using var file = TestImage.Encapsulated(format, TestImage.Rle, [Rle(1), Rle(2)]);
        file.Dataset.Set(new(0x7FE0_0001), DicomVR.OV, new byte[16]);
        file.Dataset.Set(new(0x7FE0_0002), DicomVR.OV, new byte[16]);
        file.Dataset.Set(new(0x7FE0_0003), DicomVR.UV, new byte[8]);
        using var masked = TestImage.Masked(file, Corner);
        var items = TestImage.Items(masked);
        ulong[] Numbers(uint tag)
        {
            var bytes = masked.Dataset.Bytes(new(tag));
            return [.. Enumerable.Range(0, bytes.Length / 8).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8 * i)))];
        }

        Assert.Multiple(() =>
        {
            Assert.That(items[0], Is.Empty);
            Assert.That(Numbers(0x7FE0_0001), Is.EqualTo(new[] { 0UL, (ulong)items[1].Length + 8 }));
            Assert.That(Numbers(0x7FE0_0002), Is.EqualTo(new[] { (ulong)items[1].Length, (ulong)items[2].Length }));
            Assert.That(Numbers(0x7FE0_0003), Is.EqualTo(new[] { (ulong)(items[1].Length + items[2].Length) }));
        });
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Fragments_that_cannot_be_counted_are_refused(int fragments)
    {
        var format = TestImage.Gray8 with { Frames = 2 };
        using var file = TestImage.Encapsulated(format, TestImage.Rle, Enumerable.Repeat(Rle(1), fragments));
        Assert.That(() => PixelMasking.Apply(file, Corner), Throws.TypeOf<PixelDataException>());
    }

    [Test]
    public void Frames_that_nobody_counted_are_not_lost([Values] bool isMasked)
    {
        using var file = TestImage.Encapsulated(TestImage.Gray8, TestImage.Rle, Enumerable.Repeat(Rle(1), 3));
        Assert.That(
            () => PixelMasking.Apply(file, isMasked ? Corner : PixelMasks.None), Throws.TypeOf<PixelDataException>());
    }

    [TestCase("1.2.840.10008.1.2.4.90")]
    [TestCase("1.2.840.10008.1.2.4.70")]
    [TestCase("1.2.840.10008.1.2.4.100")]
    public void Other_syntaxes_are_refused(string syntax)
    {
        using var file = TestImage.Encapsulated(TestImage.Gray8, syntax, [new byte[4]]);
        Assert.That(
            () => PixelMasking.Apply(file, Corner),
            Throws.TypeOf<PixelDataException>().With.Property("Fault").EqualTo(PixelFault.Encoding));
        Assert.That(PixelMasking.EncodingOf(file.TransferSyntax), Is.Null);
    }

    /// <summary>Copying the value in parts gives the same bytes as copying the whole.</summary>
    [Test]
    public void A_value_can_be_copied_in_parts() => Gen.Int[1, 40].Sample(size =>
    {
        var format = TestImage.Gray8 with { Frames = 3 };
        using var file = TestImage.Encapsulated(format, TestImage.Rle, [Rle(1)[..^1], Rle(2), Rle(3)], 0, 0, 0);
        file.Dataset.TryGet(DicomTag.PixelData, out var element);
        using var value = new EncapsulatedPixels(
            element, format, new(FrameMask.None, new Dictionary<int, FrameMask> { [1] = Corner[0] }),
            new RleCoder(format, 0), hasExtendedTable: false);
        var (whole, parts) = (new byte[value.Length], new byte[value.Length]);
        value.CopyTo(0, whole);
        for (var at = 0; at < parts.Length; at += size)
        {
            value.CopyTo(at, parts.AsSpan(at, Math.Min(size, parts.Length - at)));
        }

        Assert.That(parts, Is.EqualTo(whole));
    });

    /// <summary>Damaged frames are masked or refused, and nothing else is thrown.</summary>
    [Test]
    public void Damaged_frames_are_refused_or_masked() =>
        Gen.Select(Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[1, 6], Gen.Int[0, 10_000], Gen.Bool)
            .Sample((changes, length, isCut) =>
            {
                var bytes = Rle(1);
                foreach (var (place, value) in changes)
                {
                    bytes[place % (place % 2 == 0 ? 64 : bytes.Length)] = value;
                }

                bytes = isCut ? bytes[..(length % bytes.Length)] : bytes;
                try
                {
                    new RleCoder(TestImage.Gray8, 0).Mask(bytes, Corner[0], new FrameBuffer());
                }
                catch (PixelDataException)
                {
                    // The frame is refused.
                }
            });

    private static byte[] Rle(int seed) =>
        RleReference.Encode(TestImage.Gray8, RleReference.Planes(TestImage.Gray8, seed, 3));
}
