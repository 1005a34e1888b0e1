// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Editing;

/// <summary>The text of a data set is converted to another character set, and nothing else changes.</summary>
public sealed class TextConversionTests
{
    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    // Found by fuzzing: tags of group FFFE other than those of items are read as elements, as in Orthanc.
    [Test]
    public void Text_is_converted_in_what_is_no_data_element()
    {
        var raw = new RawDataset().Element(0x0008_0005, "CS", "ISO_IR 100").Element(0xFFFE_0B00, "LO", 0xE4, 0xF6);
        using var file = DicomFile.Parse(raw.File());

        file.Dataset.ConvertText(SpecificCharacterSet.Utf8);

        Assert.That(Encoding.UTF8.GetString(file.Dataset[1].Value), Is.EqualTo("\u00E4\u00F6"));
    }

    [Test]
    public void Text_is_converted_at_every_depth_with_the_character_set_in_force_there()
    {
        var item = new RawDataset().Element(0x0008_0005, "CS", "ISO_IR 144").Element(0x0010_0010, "PN", 0xB8, 0xE2);
        var plain = new RawDataset().Element(0x0010_0010, "PN", 0xC4, 0xD6);
        var raw = new RawDataset().Element(0x0008_0005, "CS", "ISO_IR 100").Sequence(0x0008_1140, "SQ", item, plain)
            .Element(0x0010_0010, "PN", 0xE4, (byte)' ').Element(0x0010_4000, "UN", 0xE4, 0xF6);
        using var file = DicomFile.Parse(raw.File());

        file.Dataset.ConvertText(SpecificCharacterSet.Utf8);

        // ISO 8859-5 B8 is U+0418, E2 is U+0442.
        var sequence = file.Dataset[1].Sequence!;
        Assert.Multiple(() =>
        {
            Assert.That(file.Dataset.GetText(DicomTag.SpecificCharacterSet), Is.EqualTo("ISO_IR 192"));
            Assert.That(Encoding.UTF8.GetString(file.Dataset[2].Value).TrimEnd(), Is.EqualTo("ä"));
            Assert.That(Encoding.UTF8.GetString(file.Dataset[3].Value), Is.EqualTo("äö"), "text stored as UN");
            Assert.That(Encoding.UTF8.GetString(sequence[0][1].Value), Is.EqualTo("\u0418\u0442"));
            Assert.That(Encoding.UTF8.GetString(sequence[1][0].Value), Is.EqualTo("ÄÖ"));
            Assert.That(sequence[0].GetText(DicomTag.SpecificCharacterSet), Is.EqualTo("ISO_IR 192"));
        });
    }

    [TestCase("UN")]
    [TestCase("OB")]
    [TestCase("CS")]
    public void Text_is_converted_whatever_VR_the_file_claims(string vr)
    {
        RawDataset With(string terms, byte[] creator, byte[] name, byte[] privateText) => new RawDataset()
            .Element(0x0008_0005, "CS", terms).Element(0x0009_0010, "LO", creator).Element(0x0009_1001, vr, privateText)
            .Element(0x0009_1002, vr, 0xE4, 0xF6).Element(0x0010_0010, vr, name);
        var dictionary = ElementDictionary.Standard.With(
            [new HostEntry(new DicomTag(0x0009_1001), "ACME", "AcmeText", DicomVR.LO)]);
        var raw = With("ISO_IR 100", Text("ACME"), [0xE4, (byte)'x'], [0xE4, 0xF6]);
        using var file = DicomFile.Parse(raw.File(), ReadAsOrthanc.Settings with { Dictionary = dictionary });

        file.Dataset.ConvertText(SpecificCharacterSet.Utf8);

        // An odd number of bytes is padded like text.
        var expected = With("ISO_IR 192", Text("ACME"), "äx "u8.ToArray(), "äö"u8.ToArray());
        Assert.That(Written.Dataset(file), Is.EqualTo(expected.Bytes), "of unknown private elements nobody knows");
    }

    [Test]
    public void What_means_nothing_in_its_character_set_keeps_its_bytes()
    {
        RawDataset With(string terms) => new RawDataset().Element(0x0008_0005, "CS", terms)
            .Element(0x0010_0010, "PN", (byte)'M', 0xFC).Element(0x0010_0020, "LO", "ID");
        using var file = DicomFile.Parse(With("ISO_IR 192").File());

        file.Dataset.ConvertText(SpecificCharacterSet.TryParse("ISO_IR 144", out var cyrillic)
            ? cyrillic : throw new InvalidOperationException());

        Assert.That(Written.Dataset(file), Is.EqualTo(With("ISO_IR 144").Bytes));
    }

    [Test]
    public void Text_too_long_to_be_converted_is_refused_and_nothing_changes()
    {
        var text = new byte[(64 << 20) + 2];
        text.AsSpan().Fill((byte)'A');
        text[^1] = 0xE4;
        var raw = new RawDataset().Element(0x0008_0005, "CS", "ISO_IR 100").Element(0x0010_0010, "PN", 0xE4, 0xF6)
            .Element(0x0010_4000, "UT", text);
        using var file = DicomFile.Parse(raw.File());

        Assert.That(() => file.Dataset.ConvertText(SpecificCharacterSet.Utf8), Throws.InvalidOperationException);

        Assert.That(Written.Dataset(file).AsSpan().SequenceEqual(raw.Bytes), Is.True);
    }
}
