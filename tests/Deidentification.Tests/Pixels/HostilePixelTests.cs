// SPDX-License-Identifier: GPL-3.0-or-later

using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Damaged files are masked or refused, nothing else is thrown, and no memory is allocated for data that they do
/// not have.</summary>
public sealed class HostilePixelTests
{
    private static readonly PixelMasks Masks = new(new FrameMask([
        new MaskedBox(new(1, 1, 9, 9)), new MaskedBox(new(4, 4, 12, 15)) { Value = 3 },
    ]));

    private static readonly byte[][] Files = [.. Samples()];

    [Test]
    public void Damaged_files_are_masked_or_refused() => Gen.Select(
        Gen.Int[0, Files.Length - 1], Gen.Select(Gen.Int[0, 2_000], Gen.Byte).Array[1, 8])
        .Sample((which, changes) =>
        {
            var bytes = Files[which].ToArray();
            foreach (var (place, value) in changes)
            {
                // The attributes of the image and the pixels follow the meta information.
                bytes[400 + (place % (bytes.Length - 400))] = value;
            }

            try
            {
                using var file = DicomFile.Parse(bytes);
                PixelMasking.Apply(file, Masks);
                using var written = file.Write(new Implementation("1.2.3.4", "TEST"));
            }
            catch (Exception fault) when (fault is PixelDataException or DicomFormatException)
            {
                // The file is refused.
            }
        }, iter: 3000);

    [Test]
    public void A_small_file_that_says_it_is_large_takes_no_memory([Values(TestImage.Rle, TestImage.Baseline)] string syntax)
    {
        var format = TestImage.Gray8 with { Rows = 40_000, Columns = 40_000 };
        using var file = TestImage.Encapsulated(format, syntax, [[1, 0, 0, 0, 64, .. new byte[95]]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => PixelMasking.Apply(file, Masks), Throws.TypeOf<PixelDataException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10_000_000));
    }

    [Test]
    public void Each_frame_of_a_single_bit_takes_no_memory()
    {
        var format = TestImage.Gray8 with
        {
            Rows = 1,
            Columns = 1,
            BitsAllocated = 1,
            BitsStored = 1,
            HighBit = 0,
            Frames = 8_000_000,
        };
        using var file = TestImage.Native(format, [.. Enumerable.Repeat((byte)0xFF, 1_000_000)]);
        PixelMasking.Apply(file, new(FrameMask.None, new Dictionary<int, FrameMask> { [9] = FrameMask.Fill(format.Whole) }));
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var written = file.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
        Assert.That(written.AsSpan()[^1_000_000..][..3].ToArray(), Is.EqualTo(new byte[] { 0xFF, 0xFD, 0xFF }));
    }

    [Test]
    public void An_attribute_that_is_there_twice_is_refused()
    {
        using var made = TestImage.Native(TestImage.Gray8, new byte[256]);
        using var written = made.Write(new Implementation("1.2.3.4", "TEST"));
        var bytes = written.AsSpan().ToArray();
        var rows = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x28, 0x00, 0x10, 0x00, (byte)'U', (byte)'S']);
        using var file = DicomFile.Parse([.. bytes[..rows], .. bytes[rows..(rows + 10)], .. bytes[rows..]]);
        Assert.That(
            () => PixelMasking.Apply(file, Masks),
            Throws.TypeOf<PixelDataException>().With.Message.Contains("0028,0010"));
    }

    private static IEnumerable<byte[]> Samples()
    {
        var gray = TestImage.Gray8 with { Frames = 2 };
        var words = gray with { BitsAllocated = 16, BitsStored = 12, HighBit = 11, IsSigned = true };
        var frame = RleReference.Encode(gray, RleReference.Planes(gray, 1, 3));
        DicomFile[] files =
        [
            TestImage.Native(gray, new byte[512]), TestImage.Native(words, new byte[1024]),
            TestImage.Encapsulated(gray, TestImage.Rle, [frame, frame], 0, (uint)frame.Length + 8),
            TestImage.Encapsulated(gray, TestImage.Rle, [frame[..80], frame[80..], frame], 0, (uint)frame.Length + 16),
        ];
        foreach (var file in files)
        {
            using var written = file.Write(new Implementation("1.2.3.4", "TEST"));
            yield return written.AsSpan().ToArray();
            file.Dispose();
        }
    }
}
