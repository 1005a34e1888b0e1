// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Differences;

/// <summary>
/// The deliberate differences of the plugin in embedding. Each test shows the fault on a running built-in 1.13.0, and that
/// the plugin does not have it in any host. Errors have a table of their own.
/// </summary>
internal sealed class EmbeddingDifferenceTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Png = "image/png";
    private static readonly byte[] Nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    private static readonly string GrayUri = EncodedImage.Uri(Png, EncodedImage.PngOfGray);
    private static readonly string[] CompressedSyntaxes =
        ["1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5"];

    [Test]
    public async Task An_image_goes_into_a_compressed_file(
        [ValueSource(nameof(CompressedSyntaxes))] string syntax, [Values("anonymize", "modify")] string operation)
    {
        var both = await SideBySide.Of(Version, Compressed(syntax));
        var (builtIn, plugin) = await both.Answers(operation, Replace(GrayUri));
        Assert.That(plugin.Status, Is.EqualTo(200), plugin.ToString);
        var result = ListedFile.Read(plugin.Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Status, Is.EqualTo(400));
            Assert.That(builtIn.Body, Is.Empty);
            Assert.That(result.TransferSyntax, Is.EqualTo(TransferSyntax.ExplicitLittleEndian));
            Assert.That(result[DicomTag.PixelData]?.IsEncapsulated, Is.False);
            Assert.That(result[DicomTag.PixelData]?.Value, Is.EqualTo((byte[])[.. Nine, 0]));
            Assert.That(await Dcmdump.Faults(result.Bytes), Is.Empty);
        }
    }

    [TestCaseSource(nameof(CompressedSyntaxes))]
    public async Task The_data_set_of_a_compressed_file_is_otherwise_that_of_a_native_one(string syntax)
    {
        var native = await SideBySide.Of(Version, SampleFile.Make());
        var (_, expected, _) = await native.Files("modify", Replace(GrayUri));
        var compressed = await SideBySide.Of(Version, Compressed(syntax));
        var result = await compressed.PluginFile("modify", Replace(GrayUri));
        Assert.That(
            result.Elements.Where(IsComparable).Select(element => $"{element.Path} {element}"),
            Is.EqualTo(expected.Elements.Where(IsComparable).Select(element => $"{element.Path} {element}")));
    }

    [TestCase("RGB", 3)]
    [TestCase("YBR_FULL", 3)]
    [TestCase("PALETTE COLOR", 1)]
    [TestCase("MONOCHROME1", 1)]
    public async Task An_image_of_gray_is_not_called_anything_else(string interpretation, int samples)
    {
        var both = await SideBySide.Of(Version, SampleFile.Make(dataset => dataset
            .With(0x0028_0002, DicomVR.US, (ushort)samples)
            .With(0x0028_0004, DicomVR.CS, interpretation)
            .With(0x0028_0006, DicomVR.US, 0)));
        var (_, builtIn, plugin) = await both.Files("modify", Replace(GrayUri));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0028,0002"]?.Value, Is.EqualTo((byte[])[1, 0]));
            Assert.That(builtIn["0028,0004"]?.Text, Is.EqualTo(interpretation));
            Assert.That(builtIn["0028,0006"], Is.Not.Null);
            Assert.That(plugin["0028,0004"]?.Text, Is.EqualTo("MONOCHROME2"));
            Assert.That(plugin["0028,0006"], Is.Null);
        }
    }

    [Test]
    public async Task What_tells_of_the_old_pixels_goes_with_them()
    {
        string[] outdated =
        [
            "0028,0106", "0028,0107", "0028,0120", "0028,1101", "0028,1201", "0028,7fe0", "0088,0200", "7fe0,0001",
            "7fe0,0008",
        ];
        var both = await SideBySide.Of(Version, SampleFile.Make(dataset => dataset
            .With(0x0028_0008, DicomVR.IS, "3")
            .With(0x0028_0103, DicomVR.US, 1)
            .With(0x0028_0106, DicomVR.SS, 0xFFFE)
            .With(0x0028_0107, DicomVR.SS, 2)
            .With(0x0028_0120, DicomVR.SS, 0xFFFE)
            .With(0x0028_1101, DicomVR.US, [1, 0, 0, 0, 16, 0])
            .With(0x0028_1201, DicomVR.OW, [1, 2])
            .With(0x0028_7FE0, DicomVR.UR, "http://old/pixels")
            .WithItem(0x0088_0200, item => item.With(0x7FE0_0010, DicomVR.OW, [1, 2]))
            .With(0x7FE0_0001, DicomVR.OV, new byte[8])
            .With(0x7FE0_0008, DicomVR.OF, new byte[16])));
        var (source, builtIn, plugin) = await both.Files("modify", Replace(GrayUri));
        using (Assert.EnterMultipleScope())
        {
            foreach (var path in outdated)
            {
                Assert.That(source[path], Is.Not.Null, path);
                Assert.That(builtIn[path], Is.Not.Null, path);
                Assert.That(plugin[path], Is.Null, path);
            }

            Assert.That(builtIn["0028,0008"]?.Text, Is.EqualTo("3"));
            Assert.That(plugin["0028,0008"]?.Text, Is.EqualTo("1"));
            Assert.That(plugin[DicomTag.PixelData]?.Value, Is.EqualTo(builtIn[DicomTag.PixelData]?.Value));
        }
    }

    [Test]
    public async Task The_length_of_a_document_is_that_of_the_new_one()
    {
        var both = await SideBySide.Of(Version, SampleFile.Make(dataset => dataset
            .With(0x0042_0011, DicomVR.OB, "old!")
            .With(0x0042_0015, DicomVR.UL, [4, 0, 0, 0])));
        var uri = EncodedImage.Uri("application/pdf", "%PDF-1.7\nnew"u8);
        var (_, builtIn, plugin) = await both.Files("modify", Replace(uri, "EncapsulatedDocument"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0042,0015"]?.Value, Is.EqualTo((byte[])[4, 0, 0, 0]));
            Assert.That(plugin["0042,0015"]?.Value, Is.EqualTo((byte[])[12, 0, 0, 0]));
        }
    }

    [Test]
    public async Task A_document_takes_the_place_of_another_by_either_tag()
    {
        var file = SampleFile.Make(dataset => dataset.With(0x0042_0011, DicomVR.OB, "old!"));
        var both = await SideBySide.Of(Version, file);
        var uri = EncodedImage.Uri("application/pdf", "%PDF-1"u8);
        var (builtIn, plugin) = await both.Answers("modify", Replace(uri));
        Assert.That(plugin.Status, Is.EqualTo(200), plugin.ToString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That($"{builtIn.Status}/{builtIn.Error("OrthancStatus")}", Is.EqualTo("500/4"));
            Assert.That(ListedFile.Read(plugin.Body)["0042,0011"]?.Text, Is.EqualTo("%PDF-1"));
        }
    }

    [Test]
    public async Task Bytes_for_the_document_do_not_become_pixels()
    {
        const string Request =
            """{"Replace": {"EncapsulatedDocument": "data:application/octet-stream;base64,AQIDBA=="}}""";
        var bare = SampleFile.Make(dataset => dataset.RemoveWhere(element => element.Tag.Group is 0x0028 or 0x7FE0));
        var (_, builtIn, plugin) = await (await SideBySide.Of(Version, bare)).Files("modify", Request);
        var image = await (await SideBySide.Of(Version, SampleFile.Make())).Answers("modify", Request);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["7fe0,0010"]?.Value, Is.EqualTo((byte[])[1, 2, 3, 4]));
            Assert.That(builtIn["0042,0011"], Is.Null);
            Assert.That(plugin["7fe0,0010"], Is.Null);
            Assert.That(plugin["0042,0011"]?.Value, Is.EqualTo((byte[])[1, 2, 3, 4]));
            Assert.That(image.BuiltIn.Status, Is.EqualTo(500));
            Assert.That(ListedFile.Read(image.Plugin.Body)["0042,0011"]?.Value, Is.EqualTo((byte[])[1, 2, 3, 4]));
        }
    }

    [Test]
    public async Task A_MIME_type_with_parameters_is_understood()
    {
        var uri = GrayUri.Replace("image/png;", "image/png;name=x;", StringComparison.Ordinal);
        uri = uri.Length % 2 == 0 ? uri : uri.Replace("=x;", "=xx;", StringComparison.Ordinal);
        var both = await SideBySide.Of(Version, SampleFile.Make());
        var (_, builtIn, plugin) = await both.Files("modify", Replace(uri));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn[DicomTag.PixelData]?.Text, Is.EqualTo(uri));
            Assert.That(plugin[DicomTag.PixelData]?.Value, Is.EqualTo((byte[])[.. Nine, 0]));
        }
    }

    [TestCase("GRAYSCALE_ALPHA", 2, "02010605")]
    [TestCase("RGB", 3, "0201040306050807 0A09 0C0B")]
    [TestCase("RGB_ALPHA", 4, "020104030605 0A090C0B0E0D")]
    public async Task A_PAM_of_any_channels_is_embedded(string type, int depth, string pixels)
    {
        var samples = Enumerable.Range(1, 2 * depth * 2).Select(number => (byte)number).ToArray();
        var map = EncodedImage.Map(2, 1, type, depth, 65535, samples);
        var both = await SideBySide.Of(Version, SampleFile.Make());
        var (builtIn, plugin) = await both.Answers("modify", Replace(EncodedImage.Uri(EncodedImage.Pam, map)));
        Assert.That(plugin.Status, Is.EqualTo(200), plugin.ToString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Status, Is.EqualTo(500));
            Assert.That(
                Convert.ToHexString(ListedFile.Read(plugin.Body)[DicomTag.PixelData]!.Value),
                Is.EqualTo(pixels.Replace(" ", string.Empty, StringComparison.Ordinal)));
        }
    }

    [Test]
    public async Task A_few_bytes_that_say_they_are_a_huge_image_take_no_memory()
    {
        var jpeg = EncodedImage.JpegOfGray;
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 12_000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 12_000);
        var both = await SideBySide.Of(Version, SampleFile.Make());
        var (builtIn, plugin) = await both.Answers("modify", Replace(EncodedImage.Uri("image/jpeg", jpeg)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Status, Is.EqualTo(200));
            Assert.That(builtIn.Body, Has.Length.GreaterThan(12_000 * 12_000));
            Assert.That($"{plugin.Error("HttpStatus")}/{plugin.Error("OrthancStatus")}", Is.EqualTo("400/15"));
            Assert.That(plugin.Error("Details"), Does.Contain("7fe0,0010").And.Contain("12000 x 12000"));
        }
    }

    [Test]
    public async Task Bytes_as_pixel_data_of_a_compressed_file_are_refused_in_words()
    {
        var both = await SideBySide.Of(Version, Compressed(CompressedSyntaxes[0]));
        var (builtIn, plugin) = await both.Answers("modify", Replace("data:application/octet-stream;base64,AAEC/w=="));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Status, Is.EqualTo(400));
            Assert.That(builtIn.Body, Is.Empty);
            Assert.That($"{plugin.Status}/{plugin.Error("OrthancStatus")}", Is.EqualTo("400/8"));
            Assert.That(plugin.Error("Details"), Does.Contain("7fe0,0010").And.Contain("compressed"));
        }
    }

    [Test]
    public async Task Fragments_keep_the_VR_that_they_have()
    {
        // OW is not a valid VR for fragments (PS3.5 A.4), but the plugin leaves what the request does not name.
        var file = Compressed(CompressedSyntaxes[0]);
        file[file.AsSpan().LastIndexOf("OB"u8) + 1] = (byte)'W';
        var (_, builtIn, plugin) = await (await SideBySide.Of(Version, file)).Files("modify", "{}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn[DicomTag.PixelData]?.VR, Is.EqualTo(DicomVR.OB));
            Assert.That(plugin[DicomTag.PixelData]?.VR, Is.EqualTo(DicomVR.OW));
        }
    }

    private static bool IsComparable(ListedElement element) =>
        element.Tag.Group != 0x0002 && element.Tag != DicomTag.SOPInstanceUID;

    /// <summary>The sample file, labelled as compressed. Orthanc does not look into its pixels.</summary>
    private static byte[] Compressed(string syntax)
    {
        byte[] fragments =
        [
            0xE0, 0x7F, 0x10, 0, .. "OB"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0,
            0xFE, 0xFF, 0, 0xE0, 4, 0, 0, 0, 0xFF, 0xD8, 0xFF, 0xD9, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
        ];
        var head = SampleFile.Make(
            dataset => dataset.Remove(DicomTag.PixelData), TransferSyntax.FromUID(syntax));
        return [.. head, .. fragments];
    }

    private static string Replace(string uri, string tag = "PixelData") =>
        $$$"""{"Replace": {"{{{tag}}}": "{{{uri}}}"}}""";
}
