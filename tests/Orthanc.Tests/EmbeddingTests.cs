// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>
/// Embedding: in each host, the plugin answers with the same data set as the built-in of the reference version, the pixel
/// data byte for byte, and DCMTK reads it.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class EmbeddingTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Png = "image/png";
    private const string Jpeg = "image/jpeg";
    private static readonly byte[] Nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    private static readonly string[] Operations = ["anonymize", "modify"];

    private static IEnumerable<TestCaseData> Images()
    {
        yield return Image("gray of 8 bits", Png, EncodedImage.PngOfGray, "01020304050607080900");
        yield return Image("gray of 16 bits", Png, EncodedImage.Png(2, 2, 16, 0, Nine.AsSpan(0, 8)),
            "0201040306050807");
        yield return Image("RGB", Png, EncodedImage.Png(3, 1, 8, 2, Nine), "01020304050607080900");
        yield return Image("RGBA", Png, EncodedImage.Png(2, 1, 8, 6, Nine.AsSpan(0, 8)), "010203050607");
        yield return Image("RGBA of one pixel", Png, EncodedImage.Png(1, 1, 8, 6, Nine.AsSpan(0, 4)), "01020300");
        yield return Image("interlaced", Png, EncodedImage.InterlacedPng(Nine), "01020304050607080900");
        yield return Image("with bytes behind it", Png, [.. EncodedImage.PngOfGray, .. Nine], "01020304050607080900");
        yield return Image("gray", Jpeg, EncodedImage.JpegOfGray, "011D3E627E9FB7D3F400");
        yield return Image("as image-jpg", "image/jpg", EncodedImage.JpegOfGray, "011D3E627E9FB7D3F400");
        yield return Image("progressive colour", Jpeg, EncodedImage.JpegOfColour, "ED000015FF0F0005FB00");
        yield return Image("gray of 8 bits", EncodedImage.Pam, EncodedImage.Map(3, 1, "GRAYSCALE", 1, 255, 1, 2, 3),
            "01020300");
        yield return Image("gray of 16 bits", EncodedImage.Pam,
            EncodedImage.Map(1, 2, "GRAYSCALE", 1, 65535, 1, 2, 3, 4), "02010403");
        yield return Image("RGB", EncodedImage.Pam, EncodedImage.Map(1, 1, "RGB", 3, 255, 1, 2, 3), "01020300");
        yield return Image("in capitals", "Image/PNG", EncodedImage.PngOfGray, "01020304050607080900");
    }

    private static IEnumerable<TestCaseData> Documents()
    {
        foreach (var (mimeType, content) in new[]
        {
            ("application/pdf", "%PDF-"), ("application/pdf", "%PDF-1.7\n%"), ("application/PDF", "%PDF-1"),
            ("model/stl", "solid"), ("model/obj", "o"), ("model/mtl", "newmtl"),
        })
        {
            yield return new TestCaseData(mimeType, content);
        }
    }

    private static IEnumerable<TestCaseData> NativeSyntaxes()
    {
        foreach (var syntax in new[]
        {
            TransferSyntax.ImplicitLittleEndian, TransferSyntax.ExplicitLittleEndian, TransferSyntax.ExplicitBigEndian,
            TransferSyntax.DeflatedExplicitLittleEndian,
        })
        {
            foreach (var depth in new byte[] { 8, 16 })
            {
                yield return new TestCaseData(syntax, depth).SetArgDisplayNames(syntax.UID, $"{depth} bits");
            }
        }
    }

    [TestCaseSource(nameof(Images))]
    public async Task An_image_becomes_the_pixel_data(string mimeType, byte[] image, string pixels)
    {
        foreach (var operation in Operations)
        {
            foreach (var tag in new[] { "PixelData", "EncapsulatedDocument" })
            {
                var result = await Compare(SampleFile.Make(), operation, Replace(tag, mimeType, image));
                Assert.That(Convert.ToHexString(result[DicomTag.PixelData]!.Value), Is.EqualTo(pixels));
            }
        }
    }

    [Test]
    public async Task An_image_becomes_the_pixel_data_of_a_file_without_any()
    {
        var file = SampleFile.Make(dataset => dataset.RemoveWhere(element => element.Tag.Group is 0x0028 or 0x7FE0));
        var result = await Compare(file, "modify", Replace("PixelData", Png, EncodedImage.PngOfGray));
        Assert.That(result[DicomTag.PixelData]?.Value, Is.EqualTo((byte[])[.. Nine, 0]));
    }

    [TestCaseSource(nameof(NativeSyntaxes))]
    public async Task A_native_file_keeps_its_transfer_syntax(TransferSyntax syntax, byte depth)
    {
        var file = SampleFile.Make(syntax: syntax);
        var image = EncodedImage.Png(3, 1, depth, 0, Nine.AsSpan(0, 3 * depth / 8));
        var result = await Compare(file, "modify", Replace("PixelData", Png, image));
        Assert.That(result.TransferSyntax, Is.EqualTo(syntax));
    }

    [Test]
    public async Task RGBA_of_16_bits_is_embedded_where_the_host_decodes_it()
    {
        var request = Replace("PixelData", Png, EncodedImage.Png(1, 1, 16, 6, Nine.AsSpan(0, 8)));
        if (Version.Number == "1.10.1")
        {
            var both = await SideBySide.Of(Version, SampleFile.Make());
            Assert.That((await both.Answers("modify", request)).Plugin.Status, Is.EqualTo(400));
            return;
        }

        var result = await Compare(SampleFile.Make(), "modify", request);
        Assert.That(result[DicomTag.PixelData]?.Value, Is.EqualTo((byte[])[2, 1, 4, 3, 6, 5]));
    }

    [Test]
    public async Task An_image_wins_over_the_same_attributes_of_the_request()
    {
        var image = EncodedImage.Uri(Png, EncodedImage.Png(3, 1, 8, 2, Nine));
        var result = await Compare(SampleFile.Make(), "modify", $$"""
            {"Replace": {"PixelData": "{{image}}", "Rows": "7", "0028,0011": "7", "SamplesPerPixel": "1",
                "PhotometricInterpretation": "MONOCHROME1", "PlanarConfiguration": "1", "BitsAllocated": "16",
                "BitsStored": "12", "HighBit": "11", "PixelRepresentation": "1", "PatientComments": "x"},
             "Remove": ["Columns"], "Keep": ["HighBit"]}
            """);
        Assert.That(result["0028,0010"]?.Value, Is.EqualTo((byte[])[1, 0]));
    }

    [TestCaseSource(nameof(Documents))]
    public async Task A_document_becomes_the_encapsulated_document(string mimeType, string content)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(content);
        var bare = SampleFile.Make(dataset => dataset.RemoveWhere(element =>
            element.Tag.Group is 0x0028 or 0x7FE0 || element.Tag.Value is 0x0008_0016 or 0x0008_0060));
        foreach (var file in new[] { SampleFile.Make(), bare })
        {
            foreach (var operation in Operations)
            {
                var result = await Compare(file, operation, Replace("EncapsulatedDocument", mimeType, bytes));
                Assert.That(
                    result[DicomTag.EncapsulatedDocument]?.Value.AsSpan(0, bytes.Length).ToArray(), Is.EqualTo(bytes));
            }
        }
    }

    [Test]
    public async Task A_document_named_by_the_tag_of_the_pixels_takes_their_place()
    {
        var result = await Compare(
            SampleFile.Make(), "modify", Replace("PixelData", "application/pdf", "%PDF-1.7"u8.ToArray()));
        Assert.That(result[DicomTag.PixelData], Is.Null);
    }

    [Test]
    public async Task An_image_named_by_the_tag_of_the_document_takes_its_place()
    {
        var file = SampleFile.Make(dataset => dataset.With(0x0042_0011, DicomVR.OB, "DOE^JANE"));
        foreach (var operation in Operations)
        {
            var result = await Compare(file, operation, Replace("EncapsulatedDocument", Png, EncodedImage.PngOfGray));
            Assert.That(result[DicomTag.EncapsulatedDocument], Is.Null);
        }
    }

    [Test]
    public async Task The_request_may_say_what_a_document_is()
    {
        var result = await Compare(SampleFile.Make(), "modify", $$"""
            {"Replace": {"EncapsulatedDocument": "{{EncodedImage.Uri("application/pdf", "%PDF-1"u8)}}",
                "MIMETypeOfEncapsulatedDocument": "a/b", "Modality": "DOC"}, "Remove": ["SOPClassUID"]}
            """);
        Assert.That(result["0042,0012"]?.Text, Is.EqualTo("a/b"));
    }

    [Test]
    public async Task Nothing_is_embedded_by_a_path_or_in_an_item()
    {
        // In an item, the value of pixel data is taken as text, and must have an even length.
        var uri = EncodedImage.Uri(Png, EncodedImage.PngOfGray);
        uri = uri.Length % 2 == 0 ? uri : EncodedImage.Uri("image/jpeg", EncodedImage.PngOfGray);
        var file = SampleFile.Make(dataset => dataset.WithItem(
            0x0088_0200, item => item.With(0x0010_4000, DicomVR.LT, "an icon")));
        foreach (var body in new[]
        {
            $$$"""{"Replace": {"IconImageSequence[0].PixelData": "{{{uri}}}"}}""",
            $$$"""{"Replace": {"IconImageSequence": [{"PixelData": "{{{uri}}}"}]}}""",
        })
        {
            var (_, builtIn, plugin) = await (await SideBySide.Of(Version, file)).Files("modify", body);
            using var both = Assert.EnterMultipleScope();
            Assert.That(builtIn["0088,0200[0].7fe0,0010"]?.Text, Is.EqualTo(uri));
            Assert.That(plugin["0088,0200[0].7fe0,0010"]?.Text, Is.EqualTo(uri));
        }
    }

    [Test]
    public async Task Keep_wins_over_an_image()
    {
        var result = await Compare(SampleFile.Make(), "modify", $$"""
            {"Replace": {"PixelData": "{{EncodedImage.Uri(Png, EncodedImage.PngOfGray)}}"}, "Keep": ["PixelData"]}
            """);
        Assert.That(result[DicomTag.PixelData]?.Value, Is.EqualTo((byte[])[1, 2, 3, 4, 5, 6, 7, 8]));
    }

    private static TestCaseData Image(string name, string mimeType, byte[] image, string pixels) =>
        new TestCaseData(mimeType, image, pixels).SetArgDisplayNames(mimeType, name);

    private static string Replace(string tag, string mimeType, byte[] content) =>
        $$$"""{"Replace": {"{{{tag}}}": "{{{EncodedImage.Uri(mimeType, content)}}}"}}""";

    /// <summary>Asks both sides and asserts that their answers differ only as docs/values.md allows.</summary>
    /// <returns>The plugin's answer.</returns>
    private async Task<ListedFile> Compare(byte[] file, string operation, string body)
    {
        var both = await SideBySide.Of(Version, file);
        var (source, builtIn, plugin) = await both.Files(operation, body);
        var comparison = DataSetComparison.Of(
            source, builtIn, plugin, new ComparedRequest(operation, body), (OrthancVersion.Reference, Version.Number));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(comparison.Faults, Is.Empty, comparison.Report);
            Assert.That(plugin[DicomTag.PixelData]?.Value, Is.EqualTo(builtIn[DicomTag.PixelData]?.Value));
            Assert.That(await Dcmdump.Faults(plugin.Bytes), Is.Empty);
        }

        return plugin;
    }
}
