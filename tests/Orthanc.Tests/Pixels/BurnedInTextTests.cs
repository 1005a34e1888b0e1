// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Pixels;

/// <summary>Text burned into an image is found and masked, in a real Orthanc.</summary>
internal sealed class BurnedInTextTests(OrthancVersion version) : HostFixture(version)
{
    private const int Rows = 128;
    private const int Columns = 512;
    private const byte Background = 40;
    private const byte Ink = 230;
    private const int PixelsPerDot = 5;

    /// <summary>The letters of the name in the samples, in seven rows of five dots each.</summary>
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['D'] = "11110 10001 10001 10001 10001 10001 11110",
        ['O'] = "01110 10001 10001 10001 10001 10001 01110",
        ['E'] = "11111 10000 10000 11110 10000 10000 11111",
        ['J'] = "00111 00010 00010 00010 00010 10010 01100",
        ['A'] = "01110 10001 10001 11111 10001 10001 10001",
        ['N'] = "10001 11001 10101 10101 10011 10001 10001",
        [' '] = "00000 00000 00000 00000 00000 00000 00000",
    };

    protected override JsonObject Configuration => new() { ["Deid"] = new JsonObject { ["TextFolder"] = TextFolder } };

    /// <summary>The folder into which build-scripts/fetch-text-recognition.sh puts the text recognition.</summary>
    private static string TextFolder
    {
        get
        {
            var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named
                ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(caches, "orthanc-deid", "text");
        }
    }

    [SetUp]
    public void Skip_without_what_finds_text() => Skip.Unless(
        Directory.Exists(TextFolder), "what finds text is not on this machine (build-scripts/fetch-text-recognition.sh)");

    [TestCase(PixelSamples.Native)]
    [TestCase("1.2.840.10008.1.2.4.50")]
    [TestCase("1.2.840.10008.1.2.4.70")]
    public async Task A_name_in_an_image_is_masked_and_the_image_says_that_it_is_clean(string syntax)
    {
        var source = Image("DOE JANE");
        if (syntax != PixelSamples.Native)
        {
            source = await PixelSamples.Encoded(Version, source, syntax);
        }

        var instance = await Host.Store(source);
        const string Request = """{"Options": ["CleanPixelData"]}""";
        var answer = await Host.Ask(instance, "anonymize", Request);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var file = ListedFile.Read(answer.Body);
        var (before, pixels) = (await Pixels(source), await Pixels(answer.Body));
        var told = await Host.Ask(instance, "anonymize", Request.Insert(1, "\"DryRun\": true, "));
        var boxes = told.Json().GetProperty("Pixels").EnumerateArray()
            .Select(mask => mask.GetProperty("Box").EnumerateArray().Select(one => one.GetInt32()).ToArray()).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.TransferSyntax.UID, Is.EqualTo(syntax));
            Assert.That(before.Count(IsInk), Is.Positive);
            Assert.That(pixels.Count(IsInk), Is.Zero, "pixels of letters that are left");
            Assert.That(
                pixels.Where((value, i) => value != before[i] && !boxes.Exists(box => IsNear(box, i))), Is.Empty, "what is beside stays");
            Assert.That(boxes.Sum(box => (box[2] - box[0]) * (box[3] - box[1])), Is.LessThan(Rows * Columns / 2));
            Assert.That(file["0028,0301"]?.Text, Is.EqualTo("NO"));
            Assert.That(
                file.Elements.Where(element => element.Path.EndsWith("0008,0100", StringComparison.Ordinal)).Select(element => element.Text),
                Does.Contain("113101"));
            Assert.That(told.Json().GetProperty("Pixels")[0].GetProperty("By").GetString(), Is.EqualTo("Text"));
            Assert.That(told.Text, Does.Not.Contain("JANE").And.Not.Contain("DOE"));
        }

        // A codec may make the background black.
        bool IsInk(byte value) => value > before[0] + ((Ink - Background) / 2);

        // Masks grow to whole JPEG blocks of eight by eight pixels.
        static bool IsNear(int[] box, int i) => i % Columns >= box[0] - 8 && i % Columns < box[2] + 8
            && i / Columns >= box[1] - 8 && i / Columns < box[3] + 8;
    }

    [Test]
    public async Task An_image_without_text_stays_as_it_is_and_is_clean()
    {
        var source = Image(string.Empty);
        var answer = await Host.Ask(await Host.Store(source), "anonymize", """{"MaskPixelData": {"Text": {}}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(await Pixels(answer.Body), Is.EqualTo(await Pixels(source)));
        Assert.That(ListedFile.Read(answer.Body)["0028,0301"]?.Text, Is.EqualTo("NO"));
    }

    private async Task<byte[]> Pixels(byte[] image)
    {
        var native = ListedFile.Read(image).TransferSyntax.UID == PixelSamples.Native
            ? image : await PixelSamples.Encoded(Version, image, PixelSamples.Native);
        return ListedFile.Read(native)["7fe0,0010"]!.Value;
    }

    private static byte[] Image(string text)
    {
        var pixels = new byte[Rows * Columns];
        Array.Fill(pixels, Background);
        for (var i = 0; i < text.Length; i++)
        {
            var rows = Letters[text[i]].Split(' ');
            for (var row = 0; row < rows.Length * PixelsPerDot; row++)
            {
                for (var column = 0; column < 5 * PixelsPerDot; column++)
                {
                    if (rows[row / PixelsPerDot][column / PixelsPerDot] == '1')
                    {
                        pixels[((40 + row) * Columns) + 100 + (i * 6 * PixelsPerDot) + column] = Ink;
                    }
                }
            }
        }

        return PixelSamples.Image(bits: 8, add: dataset => dataset
            .With(0x0028_0008, DicomVR.IS, "1")
            .With(0x0028_0010, DicomVR.US, Rows)
            .With(0x0028_0011, DicomVR.US, Columns)
            .With(0x7FE0_0010, DicomVR.OB, pixels));
    }
}
