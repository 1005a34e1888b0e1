// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.CharacterSets;

/// <summary>The encoding of every character of every set, compared with Python's codecs and with the counts in the
/// standards.</summary>
public sealed class RepertoireTests
{
    // Prints each character that a codec decodes from bytes of A0H and above, with these bytes.
    private const string DumpScript = """
        import sys
        name, size = sys.argv[1].split()
        high = range(0xA0, 0x100)
        for code in [bytes([a]) for a in high] if size == '1' else [bytes([a, b]) for a in high for b in high]:
            try:
                text = ((b'\x8f' if size == '3' else b'') + code).decode(name)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                print(code.hex(), format(ord(text), 'x'))
        """;

    // Prints the encoding of all characters of the first plane that a codec has, and of some of the other planes, which
    // codecs compute.
    private const string EncodeScript = """
        import sys
        for number in [*range(0x80, 0x10000), *range(0x10000, 0x110000, 61), 0x10FFFF]:
            try:
                print(chr(number).encode(sys.argv[1]).hex(), format(number, 'x'))
            except UnicodeEncodeError:
                pass
        """;

    // Python's codecs for ISO 8859-7 and -8 follow the editions of 2003 and 1999, which added these; DICOM refers to the
    // sets that were registered before.
    private const string GreekAdditions = "€₯ͺ";
    private const string HebrewAdditions = "\u200E\u200F";

    [TestCase("ISO_IR 100", "iso8859_1", "")]
    [TestCase("ISO_IR 101", "iso8859_2", "")]
    [TestCase("ISO_IR 109", "iso8859_3", "")]
    [TestCase("ISO_IR 110", "iso8859_4", "")]
    [TestCase("ISO_IR 144", "iso8859_5", "")]
    [TestCase("ISO_IR 127", "iso8859_6", "")]
    [TestCase("ISO_IR 126", "iso8859_7", GreekAdditions)]
    [TestCase("ISO_IR 138", "iso8859_8", HebrewAdditions)]
    [TestCase("ISO_IR 148", "iso8859_9", "")]
    [TestCase("ISO_IR 166", "tis_620", "")]
    [TestCase("ISO_IR 203", "iso8859_15", "")]
    public void A_single_byte_set_is_that_of_Python(string terms, string codec, string laterAdditions)
    {
        Dictionary<char, byte[]> expected = Dump(codec, 1);
        AssertReads(terms, "", expected);
        foreach (char addition in laterAdditions)
        {
            Assert.That(expected.Remove(addition), Is.True, $"{codec} has U+{(int)addition:X4}");
        }

        AssertWritesExactly(terms, "", expected, highBits: true);
    }

    [Test]
    public void Katakana_is_that_of_Python()
    {
        Dictionary<char, byte[]> expected = Dump("shift_jis", 1);
        Assert.That(expected, Has.Count.EqualTo(63));
        AssertReads("ISO_IR 13", "", expected);
        AssertWritesExactly("ISO_IR 13", "", expected, highBits: true);
    }

    // The number of characters in each standard.
    [TestCase("ISO 2022 IR 87", "euc_jp", 2, "␛$B", 6879)]
    [TestCase("ISO 2022 IR 159", "euc_jp", 3, "␛$(D", 6067)]
    [TestCase("ISO 2022 IR 149", "euc_kr", 2, "␛$)C", 8224)]
    [TestCase("ISO 2022 IR 58", "gb2312", 2, "␛$)A", 7445)]
    public void A_double_byte_set_is_that_of_Python(string term, string codec, int size, string escape, int count)
    {
        Dictionary<char, byte[]> expected = Dump(codec, size);
        switch (term)
        {
            case "ISO 2022 IR 159":
                // Python decodes the tilde of row 2 to the ASCII character, which would collide with it.
                Move(expected, '~', '～');
                break;
            case "ISO 2022 IR 149":
                // These came in 1998. Python reads the filler (row 4, cell 52) only as part of a longer sequence.
                Assert.That(expected.Remove('€') && expected.Remove('®'), Is.True);
                expected.Add('\u3164', [0xA4, 0xD4]);
                break;
            case "ISO 2022 IR 58":
                // The dot inside foreign names and the dash, as in GBK and GB18030, which include GB 2312.
                Move(expected, '\u30FB', '\u00B7');
                Move(expected, '\u2015', '\u2014');
                break;
        }

        Assert.That(expected, Has.Count.EqualTo(count));
        bool highBits = escape.Contains(')', StringComparison.Ordinal);
        string terms = @"\" + term;
        AssertReads(terms, escape, expected, highBits);
        AssertWritesExactly(terms, escape, expected, highBits);
    }

    [TestCase("GBK", "gbk")]
    [TestCase("GB18030", "gb18030")]
    [TestCase("ISO_IR 192", "utf_8")]
    public void A_set_that_stands_alone_is_that_of_Python(string terms, string codec)
    {
        SpecificCharacterSet set = Sets.Of(terms);
        var written = new HashSet<int>();
        foreach ((byte[] bytes, int number) in Parse(Python.Run("codecs", EncodeScript, codec)))
        {
            string text = char.ConvertFromUtf32(number);
            bool can = set.TryEncode(text, DicomVR.LO, out byte[] value);
            if (!can || !value.AsSpan().SequenceEqual(bytes) || set.Decode(bytes, DicomVR.LO) != text)
            {
                Assert.Fail($"U+{number:X4} is {Convert.ToHexString(bytes)}, not {Convert.ToHexString(value)}");
            }

            written.Add(number);
        }

        Assert.That(written, Is.Not.Empty);
        Assert.That(
            AllRunes().Where(rune => rune.IsBmp && !rune.IsAscii && !written.Contains(rune.Value))
                .Where(rune => set.TryEncode(rune.ToString(), DicomVR.LO, out _)),
            Is.Empty);
    }

    [TestCaseSource(typeof(Sets), nameof(Sets.AllTerms))]
    public void Every_character_that_is_written_is_read_back(string terms)
    {
        SpecificCharacterSet set = Sets.Of(terms);
        int count = 0;
        foreach (Rune rune in AllRunes())
        {
            string text = rune.ToString();
            if (set.TryEncode(text, DicomVR.LO, out byte[] value))
            {
                count++;
                string read = set.Decode(value, DicomVR.LO);
                if (read != text)
                {
                    Assert.Fail($"U+{rune.Value:X4} is written as {Convert.ToHexString(value)} and read as {read}");
                }
            }
        }

        Assert.That(count, terms.Length == 0 ? Is.EqualTo(127) : Is.GreaterThan(127), "characters");
    }

    private static void AssertReads(
        string terms, string escape, Dictionary<char, byte[]> expected, bool highBits = true)
    {
        SpecificCharacterSet set = Sets.Of(terms);
        foreach ((char character, byte[] code) in expected)
        {
            byte[] bytes = [.. Sets.Bytes(escape), .. code.Select(b => (byte)(highBits ? b : b & 0x7F))];
            Assert.That(set.Decode(bytes, DicomVR.LO), Is.EqualTo(character.ToString()), Convert.ToHexString(bytes));
        }
    }

    private static void AssertWritesExactly(
        string terms, string escape, Dictionary<char, byte[]> expected, bool highBits)
    {
        SpecificCharacterSet set = Sets.Of(terms);
        for (int number = 0x80; number < 0x10000; number++)
        {
            bool can = set.TryEncode([(char)number], DicomVR.LO, out byte[] value);
            bool should = expected.TryGetValue((char)number, out byte[]? code);
            if (can != should)
            {
                Assert.Fail($"U+{number:X4} is written: {can}");
            }

            if (should)
            {
                byte[] bytes =
                [
                    .. Sets.Bytes(escape), .. code!.Select(b => (byte)(highBits ? b : b & 0x7F)),
                    .. Sets.Bytes(highBits ? "" : "\e(B"),
                ];
                Assert.That(value.AsSpan().SequenceEqual(bytes), Is.True,
                    $"U+{number:X4}: {Convert.ToHexString(value)}");
            }
        }
    }

    private static Dictionary<char, byte[]> Dump(string codec, int size) =>
        Parse(Python.Run("codecs", DumpScript, $"{codec} {size}"))
            .ToDictionary(pair => (char)pair.Number, pair => pair.Bytes);

    private static void Move(Dictionary<char, byte[]> characters, char from, char to)
    {
        Assert.That(characters.Remove(from, out byte[]? code), Is.True, $"Python has U+{(int)from:X4}");
        characters.Add(to, code!);
    }

    private static IEnumerable<(byte[] Bytes, int Number)> Parse(IEnumerable<string> lines) => lines
        .Select(line => line.Trim().Split(' '))
        .Select(words => (Convert.FromHexString(words[0]),
            int.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    private static IEnumerable<Rune> AllRunes() =>
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(number => new Rune(number));
}
