// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Files that DCMTK encodes, and decodes again after masking.</summary>
public sealed class DcmtkPixelTests
{
    private static readonly ImageFormat Words = TestImage.Gray8 with
    {
        Rows = 45,
        Columns = 60,
        Frames = 2,
        BitsAllocated = 16,
        BitsStored = 12,
        HighBit = 11,
    };

    private static readonly ImageFormat Colours = TestImage.Gray8 with
    {
        Rows = 45,
        Columns = 60,
        Frames = 3,
        SamplesPerPixel = 3,
        PhotometricInterpretation = "RGB",
    };

    private static readonly PixelBox Box = new(9, 10, 30, 21);

    [Test]
    public void Frames_of_12_bits_have_flat_blocks_and_are_the_same_elsewhere([Values(0, 4095)] int value)
    {
        var encoded = Tool.Convert(Program("dcmcjpeg"), Written(Words, 4096), "+ee", "+q", "95");
        var (before, after) = (Decoded("dcmdjpeg", encoded), Decoded("dcmdjpeg", Masked(encoded, value)));
        Assert.That(after, Has.Length.EqualTo(before.Length));
        var unit = new PixelBox(8, 8, 32, 24);
        for (var place = 0; place < 2 * 45 * 60; place++)
        {
            var (row, column) = (place % (45 * 60) / 60, place % 60);
            var number = BitConverter.ToUInt16(after, 2 * place);
            if (unit.Contains(column, row))
            {
                Assert.That(number, Is.EqualTo(value).Within(value == 0 ? 0 : 4));
            }
            else
            {
                Assert.That(number, Is.EqualTo(BitConverter.ToUInt16(before, 2 * place)));
            }
        }
    }

    [Test]
    public void Rle_frames_are_black_inside_and_the_same_outside()
    {
        var encoded = Tool.Convert(Program("dcmcrle"), Written(Colours, 4));
        Check(Decoded("dcmdrle", encoded), Decoded("dcmdrle", Masked(encoded, null)), Box);
    }

    [Test]
    public void Baseline_frames_are_black_inside_and_the_same_two_pixels_away()
    {
        var encoded = Tool.Convert(Program("dcmcjpeg"), Written(Colours, 256), "+eb", "+q", "80", "+s2");
        var (before, after) = (Decoded("dcmdjpeg", encoded), Decoded("dcmdjpeg", Masked(encoded, null)));
        Check(before, after, new PixelBox(0, 8, 32, 24), margin: 2, nearly: 3);
    }

    private static string Program(string name)
    {
        var path = Path.Combine("/usr/bin", name);
        Tool.SkipUnlessHere(path, "dcmtk");
        return path;
    }

    private static byte[] Written(ImageFormat format, int values)
    {
        var random = new Random(1);
        var bytes = new byte[format.BitsPerFrame / 8 * format.Frames];
        var size = format.BitsAllocated / 8;
        for (var i = 0; i < bytes.Length / size; i++)
        {
            var value = ((i % 997 * values / 997) + random.Next(values / 4)) % values;
            (bytes[i * size], bytes[(i * size) + size - 1]) = size == 1 ? ((byte)value, (byte)value) : ((byte)value, (byte)(value >> 8));
        }

        using var file = TestImage.Native(format, bytes);
        using var written = file.Write(new Implementation("1.2.3.4", "TEST"));
        return written.AsSpan().ToArray();
    }

    private static byte[] Masked(byte[] encoded, double? value)
    {
        using var file = DicomFile.Parse(encoded);
        PixelMasking.Apply(file, new(new FrameMask([new MaskedBox(Box) { Value = value }])));
        using var written = file.Write(new Implementation("1.2.3.4", "TEST"));
        return written.AsSpan().ToArray();
    }

    private static byte[] Decoded(string program, byte[] encoded)
    {
        using var file = DicomFile.Parse(Tool.Convert(Program(program), encoded));
        return TestImage.Pixels(file);
    }

    private static void Check(byte[] before, byte[] after, PixelBox masked, int margin = 0, int nearly = 0)
    {
        Assert.That(after, Has.Length.EqualTo(before.Length));
        var near = new PixelBox(masked.Left - margin, masked.Top - margin, masked.Right + margin, masked.Bottom + margin);
        var inner = new PixelBox(masked.Left + margin, masked.Top + margin, masked.Right - margin, masked.Bottom - margin);
        for (var place = 0; place < before.Length; place++)
        {
            var (row, column) = (place / 3 % (45 * 60) / 60, place / 3 % 60);
            if (inner.Contains(column, row))
            {
                Assert.That(after[place], Is.LessThanOrEqualTo(nearly), $"at {column}, {row}");
            }
            else if (!near.Contains(column, row))
            {
                Assert.That(after[place], Is.EqualTo(before[place]), $"at {column}, {row}");
            }
        }
    }
}
