// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Overlays in the unused bits of Pixel Data.</summary>
public sealed class OverlayBitsTests
{
    private const string Anonymize = "{}";
    private const ushort Overlay = 0x6000;

    // Pixels of 12 bits in words of 16 bits, as bytes of the file.
    [TestCase(12, "FF1F001F", "FF0F000F")]
    [TestCase(15, "FFFF00FF", "FF7F007F")]
    [TestCase(11, "FFFF00FF", "FFFF00FF", Description = "a bit of the pixels")]
    [TestCase(16, "FFFF00FF", "FFFF00FF", Description = "no bit at all")]
    public void Its_bit_is_cleared(int bit, string before, string after)
    {
        using var file = Image(before);
        using var anonymized = TestHost.Anonymize(With(file, Overlay, bit), Anonymize);
        Assert.That(Pixels(anonymized), Is.EqualTo(after));
    }

    [Test]
    public void Cleaned_graphics_have_no_such_bits_either()
    {
        using var file = Image("FF1F001F");
        using var anonymized = TestHost.Anonymize(With(file, Overlay, 12), """{"Options":["CleanGraphics"]}""");
        Assert.That(Pixels(anonymized), Is.EqualTo("FF0F000F"));
    }

    [Test]
    public void Bits_below_the_pixel_and_of_several_overlays_are_cleared()
    {
        using var file = Image("FFFF00FF", high: 15);
        using var anonymized = TestHost.Anonymize(With(With(file, Overlay, 0), 0x6002, 3), Anonymize);
        Assert.That(Pixels(anonymized), Is.EqualTo("F6FF00FF"));
    }

    [Test]
    public void Words_are_in_the_order_of_the_data_set()
    {
        using var file = Image("FFFFFF00", syntax: TransferSyntax.ExplicitBigEndian);
        using var anonymized = TestHost.Anonymize(With(file, Overlay, 12), Anonymize);
        Assert.That(Pixels(anonymized), Is.EqualTo("EFFFEF00"));
    }

    [Test]
    public void Pixels_of_a_byte_have_such_bits_too()
    {
        using var file = Image("FF80", allocated: 8, stored: 7, high: 6);
        using var anonymized = TestHost.Anonymize(With(file, Overlay, 7, allocated: 8), Anonymize);
        Assert.That(Pixels(anonymized), Is.EqualTo("7F00"));
    }

    [TestCase("""{"Keep":["6000,3000"]}""")]
    [TestCase("""{"Keep":["PixelData"]}""")]
    public void What_the_request_keeps_is_kept(string request)
    {
        using var file = Image("FFFF00FF");
        using var anonymized = TestHost.Anonymize(With(file, Overlay, 12), request);
        Assert.That(Pixels(anonymized), Is.EqualTo("FFFF00FF"));
    }

    [Test]
    public void Pixels_without_such_an_overlay_are_left()
    {
        using var file = Image("FFFF00FF");
        With(file, Overlay, 12).Dataset.Set(new DicomTag(Overlay, 0x3000), DicomVR.OW, new byte[2]);
        using var anonymized = TestHost.Anonymize(file, Anonymize);
        Assert.That(Pixels(anonymized), Is.EqualTo("FFFF00FF"), "the overlay stands elsewhere");
    }

    [Test]
    public void A_modification_leaves_them()
    {
        using var file = Image("FFFF00FF");
        using var modified = TestHost.Modify(With(file, Overlay, 12), Anonymize);
        Assert.That(Pixels(modified), Is.EqualTo("FFFF00FF"));
    }

    private static DicomFile Image(
        string pixels, TransferSyntax? syntax = null, int allocated = 16, int stored = 12, int high = 11)
    {
        var file = Sample.Create(syntax);
        Number(file, 0x0028_0100, allocated);
        Number(file, 0x0028_0101, stored);
        Number(file, 0x0028_0102, high);
        file.Dataset.Set(DicomTag.PixelData, DicomVR.OW, Convert.FromHexString(pixels));
        return file;
    }

    private static DicomFile With(DicomFile file, ushort group, int bit, int allocated = 16)
    {
        Number(file, new DicomTag(group, 0x0100).Value, allocated);
        Number(file, new DicomTag(group, 0x0102).Value, bit);
        return file;
    }

    private static void Number(DicomFile file, uint tag, int number)
    {
        byte[] bytes = [(byte)number, (byte)(number >> 8)];
        if (file.Dataset.ByteOrder == ByteOrder.BigEndian)
        {
            bytes.AsSpan().Reverse();
        }

        file.Dataset.Set(new DicomTag(tag), DicomVR.US, bytes);
    }

    private static string Pixels(DicomFile file) => Convert.ToHexString(file.Dataset.Bytes(DicomTag.PixelData));
}
