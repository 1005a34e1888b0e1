// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.CharacterSets;

/// <summary>Code extension techniques: PS3.5 6.1.2.5, with the escape sequences of PS3.3 Tables C.12-3 and C.12-4.</summary>
public sealed class CodeExtensionTests
{
    private const string Japanese = @"\ISO 2022 IR 87";
    private const string Korean = @"\ISO 2022 IR 149";

    [TestCase("ISO 2022 IR 100", "é", "␛-A\u00E9")]
    [TestCase("ISO 2022 IR 101", "ł", "␛-B\u00B3")]
    [TestCase("ISO 2022 IR 109", "Ħ", "␛-C\u00A1")]
    [TestCase("ISO 2022 IR 110", "ĸ", "␛-D\u00A2")]
    [TestCase("ISO 2022 IR 144", "Л", "␛-L\u00BB")]
    [TestCase("ISO 2022 IR 127", "ق", "␛-G\u00E2")]
    [TestCase("ISO 2022 IR 126", "Δ", "␛-F\u00C4")]
    [TestCase("ISO 2022 IR 138", "ש", "␛-H\u00F9")]
    [TestCase("ISO 2022 IR 148", "ğ", "␛-M\u00F0")]
    [TestCase("ISO 2022 IR 203", "€", "␛-b\u00A4")]
    [TestCase("ISO 2022 IR 166", "ไ", "␛-T\u00E4")]
    [TestCase("ISO 2022 IR 13", "ﾔ", "␛)I\u00D4")]
    [TestCase("ISO 2022 IR 87", "山", "␛$B;3␛(B")]
    [TestCase("ISO 2022 IR 159", "丂", "␛$(D0!␛(B")]
    [TestCase("ISO 2022 IR 149", "길", "␛$)C\u00B1\u00E6")]
    [TestCase("ISO 2022 IR 58", "张", "␛$)A\u00D5\u00C5")]
    public void Each_set_has_its_escape_sequence(string term, string text, string bytes)
    {
        Assert.That(Sets.Encode(@"\" + term, text, DicomVR.LO), Is.EqualTo(Sets.Bytes(bytes)));
        Assert.That(Sets.Of(@"\" + term).Decode(Sets.Bytes(bytes), DicomVR.LO), Is.EqualTo(text));
    }

    [Test]
    public void A_single_set_needs_no_escape_sequence() =>
        Assert.That(Sets.Encode("ISO_IR 144", "Люкceмбypг", DicomVR.PN),
            Is.EqualTo(Sets.Bytes("\u00BB\u00EE\u00DAce\u00DC\u00D1yp\u00D3")));

    [Test]
    public void The_set_of_value_1_is_written_back_before_a_delimiter_and_at_the_end() =>
        Assert.That(Sets.Encode(@"ISO 2022 IR 100\ISO 2022 IR 144", "é Я^éЯ", DicomVR.PN),
            Is.EqualTo(Sets.Bytes("\u00E9 \e-L\u00CF\e-A^\u00E9\e-L\u00CF\e-A")));

    [TestCase(DicomVR.PN, "␛$B;3ED^␛$BB@O:␛(B", "山田^太郎")]
    [TestCase(DicomVR.PN, "Yamada=␛$B;3ED=␛$B$d$^␛(B", "Yamada=山田=やま")]
    [TestCase(DicomVR.LO, "␛$B;3\\␛$BED␛(B", "山\\田")]
    [TestCase(DicomVR.PN, "␛$B;3^", "山^")]
    [TestCase(DicomVR.LO, "␛$B;3^␛(BA", "山\uFFFDA")]
    public void A_delimiter_is_one_although_nobody_returned_to_ASCII_before_it(DicomVR vr, string bytes, string text) =>
        Assert.That(Sets.Of(Japanese).Decode(Sets.Bytes(bytes), vr), Is.EqualTo(text));

    [Test]
    public void A_set_that_is_not_declared_is_not_used()
    {
        Assert.That(Sets.Of(Japanese).TryEncode("길", DicomVR.LO, out byte[] value), Is.False);
        Assert.That(value, Is.Empty);
        Assert.That(Sets.Of("ISO_IR 100").TryEncode("山", DicomVR.LO, out _), Is.False);
    }

    [TestCase(DicomVR.LO, '\\', true)]
    [TestCase(DicomVR.PN, '\\', true)]
    [TestCase(DicomVR.UC, '\\', true)]
    [TestCase(DicomVR.PN, '^', true)]
    [TestCase(DicomVR.PN, '=', true)]
    [TestCase(DicomVR.LO, '^', false)]
    [TestCase(DicomVR.SH, '=', false)]
    [TestCase(DicomVR.LT, '\\', false)]
    [TestCase(DicomVR.ST, '\\', false)]
    [TestCase(DicomVR.UT, '\\', false)]
    [TestCase(DicomVR.LT, '\r', true)]
    [TestCase(DicomVR.LT, '\n', true)]
    [TestCase(DicomVR.UT, '\f', true)]
    [TestCase(DicomVR.ST, '\t', true)]
    [TestCase(DicomVR.LT, ' ', false)]
    public void Only_delimiters_of_the_VR_reset_the_sets(DicomVR vr, char delimiter, bool resets)
    {
        // Latin 1 is value 1, so E9H after a reset is é, and without one the first half of a Korean character.
        const string Terms = @"ISO 2022 IR 100\ISO 2022 IR 149";
        byte[] bytes = Sets.Bytes($"\e$)C\u00B1\u00E6{delimiter}\u00B5\u00BF");

        Assert.That(Sets.Of(Terms).Decode(bytes, vr), Is.EqualTo(resets ? $"길{delimiter}µ¿" : $"길{delimiter}동"));
        Assert.That(Sets.Encode(Terms, $"길{delimiter}동", vr), Is.EqualTo(Sets.Bytes(
            resets
                ? $"\e$)C\u00B1\u00E6\e-A{delimiter}\e$)C\u00B5\u00BF\e-A"
                : $"\e$)C\u00B1\u00E6{delimiter}\u00B5\u00BF\e-A")));
    }

    [Test]
    public void Delimiters_are_not_seen_inside_kanji()
    {
        // JIS X 0208 305CH, 215EH and 253DH contain the bytes of the backslash, the caret and the equals sign.
        byte[] bytes = Sets.Bytes("\e$B0\\!^%=\e(B\\B");
        Assert.That(Sets.Of(Japanese).Decode(bytes, DicomVR.PN), Is.EqualTo("移±ソ\\B"));
        Assert.That(Sets.Encode(Japanese, "移±ソ\\B", DicomVR.PN), Is.EqualTo(bytes));
    }

    [TestCase("GB18030", "815C5ED55C", "乗^誠")]
    [TestCase("GBK", "815C5ED55C", "乗^誠")]
    [TestCase("ISO_IR 13", "945C5E835C", "能^ソ")]
    public void A_backslash_byte_inside_a_character_is_no_delimiter(string terms, string hex, string text) =>
        Assert.That(Sets.Of(terms).Decode(Convert.FromHexString(hex), DicomVR.PN), Is.EqualTo(text));

    [TestCase("GB18030", "D50D5C61", "\uFFFD\r\\a")]
    [TestCase("GB18030", "81305C", "\uFFFD0\\")]
    [TestCase("GB18030", "FF5C", "\uFFFD\\")]
    [TestCase("GBK", "805CD5", "\uFFFD\\\uFFFD")]
    [TestCase("ISO_IR 192", "E55C61", "\uFFFD\\a")]
    [TestCase(Korean, "1B242943B15C61", "\uFFFD\\a")]
    [TestCase(Japanese, "1B24423B0D5C61", "\uFFFD\r\\a")]
    [TestCase(Japanese, "1B24423B1B28425C61", "\uFFFD\\a")]
    [TestCase(@"\ISO 2022 IR 58", "1B242941FEFE", "\uFFFD")]
    [TestCase("ISO_IR 127", "FF", "\uFFFD")]
    public void Half_a_character_takes_nothing_with_it(string terms, string hex, string text) =>
        Assert.That(Sets.Of(terms).Decode(Convert.FromHexString(hex), DicomVR.LO), Is.EqualTo(text));

    [TestCase("␛Zabc", "\uFFFDZabc")]
    [TestCase("␛", "\uFFFD")]
    [TestCase("␛$", "\uFFFD$")]
    [TestCase("␛$)", "\uFFFD$)")]
    [TestCase("␛(Kabc", "\uFFFD(Kabc")]
    public void An_escape_sequence_that_means_nothing_is_shown(string bytes, string text) =>
        Assert.That(Sets.Of(Japanese).Decode(Sets.Bytes(bytes), DicomVR.LO), Is.EqualTo(text));

    [TestCase("ISO_IR 100", "␛$B;3␛(B", "山")]
    [TestCase(Japanese, "␛$@;3␛(J", "山")]
    [TestCase(Japanese, "␛$(B;3␛(B", "山")]
    [TestCase(Japanese, "␛$)B\u00BB\u00B3", "山")]
    [TestCase(Japanese, "␛(ITO␛(B", "ﾔﾏ")]
    [TestCase(Korean, "␛$(C1f␛(B", "길")]
    [TestCase(Korean, "\u00B1\u00E6^\u00B5\u00BF", "길^동")]
    [TestCase("ISO_IR 149", "\u00B1\u00E6^\u00B5\u00BF", "길^동")]
    [TestCase("", "\u00C4neas", "Äneas")]
    public void What_devices_write_instead_is_understood(string terms, string bytes, string text) =>
        Assert.That(Sets.Of(terms).Decode(Sets.Bytes(bytes), DicomVR.PN), Is.EqualTo(text));

    [TestCase("")]
    [TestCase("ISO_IR 100")]
    [TestCase(Japanese)]
    public void Text_with_an_escape_character_cannot_be_written_where_it_would_be_read_as_a_sequence(string terms) =>
        Assert.That(Sets.Of(terms).TryEncode("a\e(B", DicomVR.LO, out _), Is.False);

    [TestCaseSource(typeof(Sets), nameof(Sets.AllTerms))]
    public void Half_a_surrogate_pair_cannot_be_written(string terms)
    {
        Assert.That(Sets.Of(terms).TryEncode("a\uD83D", DicomVR.LO, out byte[] value), Is.False);
        Assert.That(value, Is.Empty);
    }

    [Test]
    public void Representations_without_a_character_set_are_ASCII_and_read_as_Latin_1()
    {
        foreach (DicomVR vr in new[] { DicomVR.CS, DicomVR.AE, DicomVR.UI, DicomVR.DA, DicomVR.DS, DicomVR.UR,
            DicomVR.UN })
        {
            Assert.That(SpecificCharacterSet.Utf8.Decode([0x41, 0xE9, 0x1B], vr), Is.EqualTo("Aé\e"), $"{vr}");
            Assert.That(SpecificCharacterSet.Utf8.TryEncode("é", vr, out _), Is.False, $"{vr}");
            Assert.That(Sets.Of(Japanese).TryEncode("A\eB", vr, out byte[] value), Is.True, $"{vr}");
            Assert.That(value, Is.EqualTo("A\eB"u8.ToArray()), $"{vr}");
        }
    }

    [TestCaseSource(typeof(Sets), nameof(Sets.AllTerms))]
    public void Padding_and_ASCII_stay_as_they_are(string terms)
    {
        byte[] bytes = Sets.Bytes(" A~^=|\\ \0");
        foreach (DicomVR vr in Sets.TextVRs)
        {
            Assert.That(Sets.Of(terms).Decode(bytes, vr), Is.EqualTo(" A~^=|\\ \0"));
            Assert.That(Sets.Encode(terms, " A~^=|\\ \0", vr), Is.EqualTo(bytes));
        }
    }
}
