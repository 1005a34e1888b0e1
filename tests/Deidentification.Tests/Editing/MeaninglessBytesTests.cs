// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Editing;

/// <summary>Bytes of a file that belong to no element's meaning: nobody sees them, but something may be written
/// there.</summary>
public sealed class MeaninglessBytesTests
{
    private const string Secret = "Wolkenstein^Theodora";
    private static readonly DicomTag IconImageSequence = new(0x0088_0200);
    private static readonly DicomTag WaveformSequence = new(0x5400_0100);
    private static readonly DicomTag WaveformData = new(0x5400_1010);

    private static readonly string[] Requests = ["{}", """{"DicomVersion":"2008"}""", """{"Options":["CleanDescriptors"]}"""];

    [TestCaseSource(nameof(Requests))]
    public void Trailing_padding_goes_wherever_it_stands(string request)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.DataSetTrailingPadding, DicomVR.OB, Secret);
        file.Dataset.Item(Tags.ReferencedImageSequence).With(DicomTag.DataSetTrailingPadding, DicomVR.OB, Secret);
        using var anonymized = TestHost.Anonymize(file, request);
        AssertSilent(anonymized);
        Assert.That(anonymized.Dataset.Contains(DicomTag.DataSetTrailingPadding), Is.False);
    }

    [TestCase("""{"Keep":["fffc,fffc"]}""", Operation.Anonymize)]
    [TestCase("{}", Operation.Modify)]
    public void Trailing_padding_stays_if_it_is_kept_and_in_a_modification(string request, Operation operation)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.DataSetTrailingPadding, DicomVR.OB, Secret);
        using var made = TestHost.Apply(file, TestHost.Plan(request, operation));
        Assert.That(made.Dataset.Contains(DicomTag.DataSetTrailingPadding), Is.True);
    }

    // Rows, columns, samples, bits, frames, and the number of bytes of these pixels.
    [TestCase(4, 4, 1, 16, null, 32)]
    [TestCase(4, 4, 1, 8, null, 16)]
    [TestCase(3, 3, 1, 8, null, 9, Description = "odd, so a byte pads it")]
    [TestCase(2, 2, 3, 8, "2", 24)]
    [TestCase(4, 4, 1, 32, "3 ", 192)]
    [TestCase(8, 12, 1, 1, null, 12)]
    [TestCase(3, 3, 1, 1, "3", 6, Description = "27 bits, or 9 for each frame from a new byte on")]
    public void What_is_behind_the_last_pixel_goes(int rows, int columns, int samples, int bits, string? frames, int length)
    {
        using var file = Sample.Create();
        Image(file.Dataset, rows, columns, samples, bits, frames, Pixels(length, Secret));
        using var anonymized = TestHost.Anonymize(file);
        var expected = Pixels(length + (length % 2), string.Empty);
        expected.AsSpan(length).Clear();
        Assert.That(anonymized.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo(expected));
    }

    [Test]
    public void Icons_and_other_images_in_items_end_with_their_last_pixel()
    {
        using var file = Sample.Create();
        Image(file.Dataset.Item(IconImageSequence), 2, 3, 1, 8, null, Pixels(6, Secret));
        using var anonymized = TestHost.Anonymize(file, """{"DicomVersion":"2008"}""");
        Assert.That(anonymized.Dataset.At(IconImageSequence).Bytes(DicomTag.PixelData), Is.EqualTo(Pixels(6, string.Empty)));
    }

    [TestCase(24, 24, Description = "all colours are there, whatever it says")]
    [TestCase(16, 16)]
    [TestCase(22, 16)]
    [TestCase(30, 24)]
    [TestCase(10, 10, Description = "too few")]
    public void Pixels_may_share_their_colours(int length, int expected)
    {
        using var file = Sample.Create();
        Image(file.Dataset, 2, 4, 3, 8, null, Pixels(length, string.Empty));
        file.Dataset.With(new(0x0028_0004), DicomVR.CS, "YBR_FULL_422");
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Bytes(DicomTag.PixelData), Has.Length.EqualTo(expected));
    }

    [TestCase(0x7FE0_0008u, 4)]
    [TestCase(0x7FE0_0009u, 8)]
    public void Floating_point_pixels_end_with_the_last(uint tag, int bytes)
    {
        using var file = Sample.Create();
        Image(file.Dataset, 2, 3, 1, 16, null, []);
        file.Dataset.Remove(DicomTag.PixelData);
        file.Dataset.Set(new DicomTag(tag), bytes == 4 ? DicomVR.OF : DicomVR.OD, Pixels(6 * bytes, Secret));
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Bytes(new DicomTag(tag)), Is.EqualTo(Pixels(6 * bytes, string.Empty)));
    }

    [Test]
    public void Samples_of_a_waveform_end_with_the_last()
    {
        using var file = Sample.Create();
        var item = file.Dataset.Item(WaveformSequence);
        Number(item, 0x003A_0005, 2);
        item.Set(new DicomTag(0x003A_0010), DicomVR.UL, new byte[] { 3, 0, 0, 0 });
        Number(item, 0x5400_1004, 16);
        item.Set(WaveformData, DicomVR.OW, Pixels(12, Secret));
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.At(WaveformSequence).Bytes(WaveformData), Is.EqualTo(Pixels(12, string.Empty)));
    }

    [TestCase("no rows", 0x0028_0010u)]
    [TestCase("no number of bits", 0x0028_0100u)]
    [TestCase("several frames, nobody knows how many", 0x0028_0008u)]
    public void Pixels_of_which_nobody_knows_how_many_there_are_stay(string what, uint missing)
    {
        using var file = Sample.Create();
        Image(file.Dataset, 2, 2, 1, 8, "4", Pixels(16, "more"));
        file.Dataset.Set(new DicomTag(0x0028_0009), DicomVR.AT, new byte[] { 0x18, 0, 0x63, 0x10 });
        file.Dataset.Remove(new DicomTag(missing));
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo(Pixels(16, "more")), what);
    }

    [TestCase(2, 2, 1, 8, null, 12)]
    [TestCase(3, 3, 1, 8, null, 28, Description = "three frames, and a byte that makes them even")]
    [TestCase(2, 4, 3, 8, "YBR_FULL_422", 32, Description = "two frames whose pixels share their colours")]
    public void Several_frames_stay_though_nothing_tells_of_them(
        int rows, int columns, int samples, int bits, string? photometric, int length)
    {
        using var file = Sample.Create();
        Image(file.Dataset, rows, columns, samples, bits, null, Pixels(length, string.Empty));
        if (photometric is not null)
        {
            file.Dataset.With(new(0x0028_0004), DicomVR.CS, photometric);
        }

        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo(Pixels(length, string.Empty)));
    }

    [Test]
    public void Fewer_frames_than_announced_stay_with_all_their_colours()
    {
        using var file = Sample.Create();
        Image(file.Dataset, 2, 4, 3, 8, "4", Pixels(72, string.Empty));
        file.Dataset.With(new(0x0028_0004), DicomVR.CS, "YBR_FULL_422");
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Bytes(DicomTag.PixelData), Has.Length.EqualTo(72));
    }

    [TestCase("1.2.840.113619.5.2")]
    [TestCase("1.2.840.10008.1.2.4.50")]
    [TestCase("1.2.3.4.5")]
    public void Pixels_of_another_syntax_stay_as_they_are(string syntax)
    {
        using var file = Sample.Create(TransferSyntax.FromUID(syntax));
        Image(file.Dataset, 2, 3, 1, 16, null, Pixels(12, "more"));
        Number(file.Dataset, 0x0028_0101, 12);
        Number(file.Dataset, 0x0028_0102, 11);
        Number(file.Dataset, 0x6000_0100, 16);
        Number(file.Dataset, 0x6000_0102, 12);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo(Pixels(12, "more")));
    }

    [Test]
    public void What_is_left_of_a_text_becomes_unicode_with_the_file()
    {
        using var file = Sample.Create();
        file.Dataset.With(new(0x0008_0005), DicomVR.CS, "ISO_IR 100").With(new(0x0008_0070), DicomVR.LO, "M\u00FCller\0Wolken");
        using var anonymized = TestHost.Anonymize(file, "{\"Replace\":{\"PatientName\":\"\u738B\"},\"Force\":true}");
        Assert.That(anonymized.Dataset.Text(new(0x0008_0005)), Is.EqualTo("ISO_IR 192"));
        Assert.That(anonymized.Dataset.Text(new(0x0008_0070)), Is.EqualTo("M\u00FCller"));
    }

    [TestCase("""{"Keep":["PixelData"]}""", Operation.Anonymize)]
    [TestCase("{}", Operation.Modify)]
    public void Kept_and_modified_pixels_stay_as_they_are(string request, Operation operation)
    {
        using var file = Sample.Create();
        Image(file.Dataset, 2, 2, 1, 8, null, Pixels(4, "more"));
        using var made = TestHost.Apply(file, TestHost.Plan(request, operation));
        Assert.That(made.Dataset.Bytes(DicomTag.PixelData), Is.EqualTo(Pixels(4, "more")));
    }

    [Test]
    public void Kept_private_elements_are_not_shortened()
    {
        byte[] fragments =
        [
            0xFE, 0xFF, 0, 0xE0, 6, 0, 0, 0, .. "binary"u8, 0xFE, 0xFF, 0, 0xE0, 2, 0, 0, 0, 1, 2,
            0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
        ];
        using var written = Sample.Create().Write(new Implementation("1.2.3.4", "TEST"));
        using var file = DicomFile.Parse(
        [
            .. written.AsSpan(), .. RawElements.Text(0x0029, 0x0010, "LO", "ACME"),
            .. RawElements.Text(0x0029, 0x1001, "LO", "one\0two "),
            0x29, 0, 0x02, 0x10, .. "OB"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. fragments,
        ]);
        using var anonymized = TestHost.Anonymize(file, """{"KeepPrivateTags":true}""");
        Assert.That(anonymized.Dataset.Bytes(new(0x0029_1001)), Is.EqualTo("one\0two "u8.ToArray()));
        Assert.That(anonymized.Dataset.Bytes(new(0x0029_1002)), Is.EqualTo(fragments));
    }

    [TestCase("OW", "02010403060508070009", Description = "the last pixel is in the last byte")]
    [TestCase("OB", "01020304050607080900")]
    public void Words_of_big_endian_end_with_their_last_byte(string vr, string expected)
    {
        using var file = Sample.Create(TransferSyntax.ExplicitBigEndian);
        Image(file.Dataset, 3, 3, 1, 8, null, []);
        foreach (var tag in (uint[])[0x0028_0002, 0x0028_0010, 0x0028_0011, 0x0028_0100])
        {
            file.Dataset.Set(new DicomTag(tag), DicomVR.US, file.Dataset.Bytes(new(tag)).Reverse().ToArray());
        }

        file.Dataset.Set(
            DicomTag.PixelData, vr == "OW" ? DicomVR.OW : DicomVR.OB,
            (byte[])[.. Convert.FromHexString(expected), .. Encoding.ASCII.GetBytes(Secret)]);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(Convert.ToHexString(anonymized.Dataset.Bytes(DicomTag.PixelData)), Is.EqualTo(expected));
    }

    [Test]
    public void What_frames_a_data_set_is_not_passed_on([Values] bool isDeflated)
    {
        using var written = Sample.Create(isDeflated ? TransferSyntax.DeflatedExplicitLittleEndian : null)
            .Write(new Implementation("1.2.3.4", "TEST"));
        byte[] bytes = [.. written.AsSpan(), .. isDeflated ? Encoding.ASCII.GetBytes(Secret) : "Wolkens"u8];
        Encoding.ASCII.GetBytes(Secret).CopyTo(bytes, 20);
        using var file = DicomFile.Parse(bytes);
        using var anonymized = TestHost.Anonymize(file);
        AssertSilent(anonymized);
        using var made = anonymized.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(made.AsSpan(0, 128).ContainsAnyExcept((byte)0), Is.False);
    }

    private static void AssertSilent(DicomFile file)
    {
        using var bytes = file.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(Encoding.Latin1.GetString(bytes.AsSpan()), Does.Not.Contain("Wolken"));
    }

    private static byte[] Pixels(int length, string behind) =>
        [.. Enumerable.Range(1, length).Select(number => (byte)number), .. Encoding.ASCII.GetBytes(behind)];

    private static void Image(
        DicomDataset dataset, int rows, int columns, int samples, int bits, string? frames, byte[] pixels)
    {
        Number(dataset, 0x0028_0002, samples);
        if (frames is not null)
        {
            dataset.With(new(0x0028_0008), DicomVR.IS, frames);
        }

        Number(dataset, 0x0028_0010, rows);
        Number(dataset, 0x0028_0011, columns);
        Number(dataset, 0x0028_0100, bits);
        dataset.Set(DicomTag.PixelData, DicomVR.OW, pixels);
    }

    private static void Number(DicomDataset dataset, uint tag, int number) =>
        dataset.Set(new DicomTag(tag), DicomVR.US, new[] { (byte)number, (byte)(number >> 8) });
}
