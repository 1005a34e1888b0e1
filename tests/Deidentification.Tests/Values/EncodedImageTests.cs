// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using static OrthancDeid.Deidentification.Tests.Values.EmbeddedSamples;

namespace OrthancDeid.Deidentification.Tests.Values;

/// <summary>What is read as an image, and what is refused before it costs memory.</summary>
public class EncodedImageTests
{
    [TestCase("data:image/png;base64,", EncodedImageFormat.Png)]
    [TestCase("DATA:Image/PNG;BASE64,", EncodedImageFormat.Png)]
    [TestCase("data:image/png;name=a.png;base64,", EncodedImageFormat.Png)]
    [TestCase("data:image/jpeg;base64,", EncodedImageFormat.Jpeg)]
    [TestCase("data:image/jpg;base64,", EncodedImageFormat.Jpeg)]
    public void PNG_and_JPEG_are_decoded_by_the_host(string start, EncodedImageFormat expected)
    {
        var encoded = expected == EncodedImageFormat.Png ? PngHeader(2, 2, 8, 0) : JpegHeader(2, 2);
        var asked = new List<(EncodedImageFormat, byte[])>();
        var plan = Plan(
            $$$"""{"Replace":{"PixelData":"{{{start}}}{{{Convert.ToBase64String(encoded)}}}"}}""",
            (format, bytes) =>
            {
                asked.Add((format, bytes.ToArray()));
                return TwoByTwo();
            });
        using var modified = TestHost.Apply(Sample.Create(), plan);
        using var both = Assert.EnterMultipleScope();
        Assert.That(asked, Is.EqualTo([(expected, encoded)]));
        Assert.That(modified.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    private static IEnumerable<TestCaseData> Implausible()
    {
        yield return new TestCaseData("image/png", PngHeader(60_000, 60_000, 8, 0)).SetArgDisplayNames("large PNG");
        yield return new TestCaseData("image/png", (byte[])[.. PngHeader(60_000, 60_000, 8, 0), .. new byte[2_000_000]])
            .SetArgDisplayNames("PNG of more bytes than an array holds");
        yield return new TestCaseData("image/png", PngHeader(3000, 3000, 8, 0)).SetArgDisplayNames("PNG of few bytes");
        yield return new TestCaseData("image/png", PngHeader(0, 1, 8, 0)).SetArgDisplayNames("PNG without columns");
        yield return new TestCaseData("image/png", PngHeader(65_536, 1, 8, 0)).SetArgDisplayNames("wide PNG");
        yield return new TestCaseData("image/png", PngHeader(uint.MaxValue, uint.MaxValue, 255, 6))
            .SetArgDisplayNames("PNG of any size");
        yield return new TestCaseData("image/png", PngHeader(1, 1, 8, 5)).SetArgDisplayNames("PNG of no colour type");
        yield return new TestCaseData("image/png", PngHeader(1, 1, 8, 0)[..25]).SetArgDisplayNames("PNG cut off");
        yield return new TestCaseData("image/png", JpegHeader(1, 1)).SetArgDisplayNames("JPEG as PNG");
        yield return new TestCaseData("image/jpeg", PngHeader(1, 1, 8, 0)).SetArgDisplayNames("PNG as JPEG");
        yield return new TestCaseData("image/jpeg", JpegHeader(65_500, 65_500)).SetArgDisplayNames("large JPEG");
        yield return new TestCaseData("image/jpeg", JpegHeader(1500, 1500)).SetArgDisplayNames("JPEG of few bytes");
        yield return new TestCaseData("image/jpeg", JpegHeader(1, 0)).SetArgDisplayNames("JPEG without rows");
        yield return new TestCaseData("image/jpeg", JpegHeader(1, 1)[..12]).SetArgDisplayNames("JPEG cut off");
        yield return new TestCaseData("image/jpeg", Array.Empty<byte>()).SetArgDisplayNames("nothing");
        yield return new TestCaseData("image/jpeg", new byte[] { 0xFF, 0xD8, 0xFF }).SetArgDisplayNames("JPEG begun");
        yield return new TestCaseData("image/jpeg", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 1 })
            .SetArgDisplayNames("JPEG segment too short");
        yield return new TestCaseData("image/jpeg", new byte[] { 0xFF, 0xD8, 0xFF, 0xC0, 0, 2, 0, 0 })
            .SetArgDisplayNames("JPEG frame too short");
        yield return new TestCaseData("image/jpeg", (byte[])[0xFF, 0xD8, 0xFF, 0xDA, 0, 2, .. JpegHeader(1, 1)[2..]])
            .SetArgDisplayNames("JPEG scan before its frame");
    }

    [TestCaseSource(nameof(Implausible))]
    public void What_cannot_be_an_image_of_its_size_never_reaches_the_decoder(string mimeType, byte[] encoded)
    {
        var isAsked = false;
        var fault = Assert.Throws<RequestException>(() => Plan(
            Replace("PixelData", mimeType, encoded),
            (_, _) =>
            {
                isAsked = true;
                return TwoByTwo();
            }))!;
        using var both = Assert.EnterMultipleScope();
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("7fe0,0010").And.Contain(mimeType));
        Assert.That(isAsked, Is.False);
    }

    [Test]
    public void A_header_of_JPEG_is_found_behind_fill_bytes_and_other_segments()
    {
        byte[] encoded =
        [
            0xFF, 0xD8, 0xFF, 0xFF, 0xE1, 0, 7, 0xFF, 0xC0, 0, 17, 8, 0xFF, 0x01, 0xFF, 0xC4, 0, 2, 0, 0xFF, 0x00,
            .. JpegHeader(2, 2)[2..],
        ];
        Assert.That(() => Plan(Replace("PixelData", "image/jpeg", encoded), (_, _) => TwoByTwo()), Throws.Nothing);
    }

    [Test]
    public void An_image_compressed_as_far_as_deflate_goes_is_decoded()
    {
        byte[] encoded = [.. PngHeader(20_000, 20_000, 8, 0), .. new byte[388_000]];
        Assert.That(() => Plan(Replace("PixelData", "image/png", encoded), (_, _) => TwoByTwo()), Throws.Nothing);
    }

    [TestCase("image/png")]
    [TestCase("image/jpeg")]
    public void What_the_host_cannot_decode_is_bad_format(string mimeType)
    {
        var encoded = mimeType == "image/png" ? PngHeader(1, 1, 8, 3) : JpegHeader(1, 1);
        var fault = TestHost.Fault(Replace("EncapsulatedDocument", mimeType, encoded));
        using var both = Assert.EnterMultipleScope();
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("0042,0011").And.Contain(mimeType));
    }

    [TestCase("")]
    [TestCase("P5\n1 1\n255\n\u0001")]
    [TestCase("P7\n")]
    [TestCase("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR")]
    [TestCase("P7\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n\u0001")]
    [TestCase("P7\nWIDTH 0\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n")]
    [TestCase("P7\nWIDTH -1\nHEIGHT -1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n\u0001")]
    [TestCase("P7\nWIDTH 4294967297\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n\u0001")]
    [TestCase("P7\nWIDTH 60000\nHEIGHT 60000\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n\u0001")]
    [TestCase("P7\nWIDTH 1\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n\u0001")]
    [TestCase("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n\u0001\u0001\u0001")]
    [TestCase("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\nENDHDR\n\u0001")]
    [TestCase("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 4095\nTUPLTYPE GRAYSCALE\nENDHDR\n\u0001\u0001")]
    [TestCase("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\n\u0001")]
    [TestCase("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n")]
    [TestCase("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n\u0001\u0001")]
    public void What_is_no_PAM_is_bad_format(string map)
    {
        var fault = TestHost.Fault(Replace("PixelData", Pam, Encoding.Latin1.GetBytes(map)));
        using var both = Assert.EnterMultipleScope();
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("7fe0,0010").And.Contain(Pam));
    }

    [Test]
    public void The_lines_of_a_PAM_may_stand_in_any_order_with_comments_between_them()
    {
        var map =
            "P7\n# made by hand\nTUPLTYPE GRAYSCALE\n\nMAXVAL 255\nFOO x\nHEIGHT  1 \nDEPTH\t1\n WIDTH 3\nENDHDR\n"u8;
        using var modified = TestHost.Modify(Sample.Create(), Replace("PixelData", Pam, [.. map, 1, 2, 3]));
        Assert.That(modified.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo(new byte[] { 1, 2, 3, 0 }));
    }

    [TestCase("image/gif")]
    [TestCase("image/png ")]
    [TestCase("text/plain")]
    [TestCase("")]
    public void An_unknown_MIME_type_is_out_of_range(string mimeType)
    {
        foreach (var tag in new[] { "PixelData", "EncapsulatedDocument" })
        {
            var fault = TestHost.Fault(Replace(tag, mimeType, Gray));
            Assert.That(fault.Fault, Is.EqualTo(RequestFault.OutOfRange));
            var named = tag == "PixelData" ? "7fe0,0010" : "0042,0011";
            Assert.That(fault.Message, Does.Contain(mimeType).And.Contain(named));
        }
    }

    [TestCase("AA=A")]
    [TestCase("AA AA")]
    [TestCase("AAAA\\n")]
    [TestCase("@@")]
    public void Bad_base64_is_bad_format(string base64)
    {
        var fault = TestHost.Fault($$$"""{"Replace":{"PixelData":"data:image/png;base64,{{{base64}}}"}}""");
        using var both = Assert.EnterMultipleScope();
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("7fe0,0010").And.Contain("base64"));
    }

    [TestCase("data:image/png,AAAA")]
    [TestCase("data:image/png;base64")]
    [TestCase(" data:image/png;base64,AAAA ")]
    public void Another_string_is_text(string text)
    {
        using var modified =
            TestHost.Modify(Sample.Create(), $$$"""{"Replace":{"EncapsulatedDocument":"{{{text}}}"}}""");
        Assert.That(
            modified.Dataset.Bytes(DicomTag.EncapsulatedDocument).AsSpan().TrimEnd((byte)0).ToArray(),
            Is.EqualTo(Encoding.ASCII.GetBytes(text)));
    }

    private static ModificationPlan Plan(string json, ImageDecoder decode) => ModificationPlan.For(
        TestHost.Request(json, Operation.Modify, TestHost.Settings with { DecodeImage = decode }));

    private static NativeImage TwoByTwo()
    {
        var image = new NativeImage(2, 2, samplesPerPixel: 1, bytesPerSample: 1);
        image.SetRow(0, [1, 2], samplesGiven: 1);
        image.SetRow(1, [3, 4], samplesGiven: 1);
        return image;
    }
}
