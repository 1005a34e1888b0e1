// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Text;
using OrthancDeid.Deidentification.Pixels.Text.Onnx;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Pixels;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Pixels.Text;

/// <summary>How frames are shown to the search, and what becomes of its results.</summary>
public sealed class ImageTextsTests
{
    [Test]
    public void Gray_of_16_bits_is_shown_in_its_full_range_without_outliers_and_in_its_window()
    {
        using var file = Image(2, 2, 16, "MONOCHROME2", [0, 0, 100, 0, 200, 0, 0xE8, 3]);
        file.Dataset.With(new(0x0028_1050), DicomVR.DS, "100").With(new(0x0028_1051), DicomVR.DS, "200");
        Assert.That(
            Shown(file, 0).Select(view => string.Join(',', view.Samples)),
            Is.EqualTo(new[] { "0,25,51,255", "0,25,51,255", "0,127,255,255" }));
    }

    [Test]
    public void The_rescaling_of_a_CT_counts_for_its_window()
    {
        using var file = Image(2, 1, 16, "MONOCHROME2", [0xE8, 3, 0xD0, 7]);
        file.Dataset.With(new(0x0028_1050), DicomVR.DS, "500").With(new(0x0028_1051), DicomVR.DS, "1000")
            .With(new(0x0028_1052), DicomVR.DS, "-1000").With(new(0x0028_1053), DicomVR.DS, "1");
        Assert.That(Shown(file, 0)[^1].Samples, Is.EqualTo(new byte[] { 0, 255 }));
    }

    [Test]
    public void A_negative_slope_turns_a_window_around()
    {
        using var file = Image(2, 1, 16, "MONOCHROME2", [0xE8, 3, 0xD0, 7]);
        file.Dataset.With(new(0x0028_1050), DicomVR.DS, "-1500").With(new(0x0028_1051), DicomVR.DS, "1000")
            .With(new(0x0028_1052), DicomVR.DS, "0").With(new(0x0028_1053), DicomVR.DS, "-1");
        Assert.That(Shown(file, 0), Has.Count.EqualTo(3));
        Assert.That(Shown(file, 0)[^1].Samples, Is.EqualTo(new byte[] { 0, 255 }));
    }

    [Test]
    public void Functional_groups_have_windows_of_frames_and_of_all()
    {
        using var file = Image(2, 1, 16, "MONOCHROME2", [0, 0, 100, 0, 0, 0, 100, 0], frames: 2);
        DicomTag shared = new(0x5200_9229), perFrame = new(0x5200_9230), windows = new(0x0028_9132);
        file.Dataset.Item(perFrame);
        file.Dataset.Item(perFrame).Item(windows).With(new(0x0028_1050), DicomVR.DS, "100").With(new(0x0028_1051), DicomVR.DS, "200");
        file.Dataset.Item(shared).Item(new(0x0028_9145)).With(new(0x0028_1052), DicomVR.DS, "-50").With(new(0x0028_1053), DicomVR.DS, "2");
        Assert.Multiple(() =>
        {
            Assert.That(Shown(file, 0), Has.Count.EqualTo(2), "no window");
            Assert.That(Shown(file, 1), Has.Count.EqualTo(3));
            Assert.That(Shown(file, 1)[^1].Samples, Is.EqualTo(new byte[] { 0, 191 }), "25 to 125 are shown");
        });
    }

    [Test]
    public void Planes_of_colours_become_pixels()
    {
        using var file = Image(2, 1, 8, "RGB", [1, 2, 3, 4, 5, 6], samples: 3, isPlanar: true);
        Assert.That(Shown(file, 0).Single().Samples, Is.EqualTo(new byte[] { 1, 3, 5, 2, 4, 6 }));
    }

    [Test]
    public void Frames_of_bits_do_not_begin_at_bytes()
    {
        using var file = Image(3, 1, 1, "MONOCHROME2", [0b0010_1001, 0], frames: 2);
        Assert.Multiple(() =>
        {
            Assert.That(Shown(file, 0).Single().Samples, Is.EqualTo(new byte[] { 255, 0, 0 }));
            Assert.That(Shown(file, 1).Single().Samples, Is.EqualTo(new byte[] { 255, 0, 255 }));
        });
    }

    [Test]
    public void A_palette_is_looked_through()
    {
        using var file = Image(2, 1, 8, "PALETTE COLOR", [1, 0]);
        foreach (var (tag, value) in (ReadOnlySpan<(uint, byte)>)[(0x0028_1201, 10), (0x0028_1202, 20), (0x0028_1203, 30)])
        {
            file.Dataset.Set(new DicomTag(tag - 0x100), DicomVR.US, new byte[] { 2, 0, 0, 0, 16, 0 });
            file.Dataset.Set(new DicomTag(tag), DicomVR.OW, new byte[] { 0, 0, 0xFF, value });
        }

        Assert.That(Shown(file, 0).Single().Samples, Is.EqualTo(new byte[] { 10, 20, 30, 0, 0, 0 }));
    }

    [Test]
    public void A_frame_that_the_search_fails_on_is_refused()
    {
        using var file = Image(2, 2, 8, "MONOCHROME2", [1, 2, 3, 4]);
        using var texts = new ImageTexts(
            new Watching(_ => throw new OnnxException("no memory")), file.Dataset, () => IdentityOf(file), TextRequest.OfAll);
        Assert.That(() => texts.Find(0), Throws.TypeOf<PixelDataException>().With.Message.Contains("no memory"));
    }

    [Test]
    public void Pixel_data_shorter_than_its_frames_is_refused()
    {
        using var file = Image(2, 2, 8, "MONOCHROME2", [1, 2]);
        Assert.That(
            () => new ImageTexts(new Watching(_ => { }), file.Dataset, () => IdentityOf(file), TextRequest.OfAll),
            Throws.TypeOf<PixelDataException>());
    }

    private static IReadOnlyList<TextImage> Shown(DicomFile file, int frame)
    {
        IReadOnlyList<TextImage> shown = [];
        using var texts = new ImageTexts(
            new Watching(views => shown = views), file.Dataset, () => IdentityOf(file), TextRequest.OfAll);
        texts.Find(frame);
        return shown;
    }

    private static KnownIdentity IdentityOf(DicomFile file) =>
        CollectedIdentity.Of(file.Dataset, TestHost.Plan("{}", Operation.Anonymize).Identities).Known;

    private static DicomFile Image(
        int columns, int rows, int bits, string photometric, byte[] pixels, int samples = 1, bool isPlanar = false, int frames = 1)
    {
        var file = Sample.Create();
        var dataset = file.Dataset;
        void Number(uint tag, int value) => dataset.Set(new DicomTag(tag), DicomVR.US, new[] { (byte)value, (byte)(value >> 8) });
        Number(0x0028_0002, samples);
        dataset.With(new(0x0028_0004), DicomVR.CS, photometric);
        Number(0x0028_0006, isPlanar ? 1 : 0);
        dataset.With(new(0x0028_0008), DicomVR.IS, frames.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Number(0x0028_0010, rows);
        Number(0x0028_0011, columns);
        Number(0x0028_0100, bits);
        Number(0x0028_0101, bits);
        Number(0x0028_0102, bits - 1);
        Number(0x0028_0103, 0);
        dataset.Set(DicomTag.PixelData, bits > 8 ? DicomVR.OW : DicomVR.OB, pixels);
        return file;
    }

    /// <summary>Finds nothing, but records what it is shown.</summary>
    private sealed class Watching(Action<IReadOnlyList<TextImage>> watch) : ITextFinder, IFrameSearch
    {
        public IFrameSearch Begin(TextOptions options) => this;

        public IReadOnlyList<TextPlace> Find(IReadOnlyList<TextImage> views)
        {
            watch(views);
            return [];
        }

        public void Dispose()
        {
        }
    }
}
