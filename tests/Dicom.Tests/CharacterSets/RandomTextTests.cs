// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.CharacterSets;

/// <summary>Properties of all texts and all bytes; the seeds are fixed, so that a failure can be reproduced.</summary>
public sealed class RandomTextTests
{
    private const int Texts = 2000;
    private const string AsciiAndDelimiters = "abcXYZ012 ^=\\\r\n\t\f-_~";

    private static readonly string[] Escapes =
    [
        "\e(B", "\e(J", "\e)I", "\e$B", "\e$(D", "\e$)C", "\e$)A", "\e-A", "\e-F", "\e-L", "\e$", "\e", "\\", "^", "=",
    ];

    [TestCaseSource(typeof(Sets), nameof(Sets.AllTerms))]
    public void A_text_of_any_characters_of_the_set_is_read_back(string terms)
    {
        SpecificCharacterSet set = Sets.Of(terms);
        string alphabet = Alphabet(set);
        var random = new Random(0x0008_0005);
        for (int i = 0; i < Texts; i++)
        {
            string text = RandomText(random, alphabet);
            foreach (DicomVR vr in Sets.TextVRs)
            {
                Assert.That(set.TryEncode(text, vr, out byte[] value), Is.True, () => $"{vr}: {Escape(text)}");
                Assert.That(set.Decode(value, vr), Is.EqualTo(text), () => $"{vr}: {Convert.ToHexString(value)}");
            }
        }
    }

    [TestCaseSource(typeof(Sets), nameof(Sets.AllTerms))]
    public void Any_bytes_are_read_and_what_they_say_can_be_written_in_UTF_8(string terms)
    {
        SpecificCharacterSet set = Sets.Of(terms);
        var random = new Random(0x0010_0010);
        for (int i = 0; i < Texts; i++)
        {
            byte[] bytes = RandomBytes(random);
            foreach (DicomVR vr in Enum.GetValues<DicomVR>())
            {
                string text = set.Decode(bytes, vr);
                Assert.That(text, Has.Length.LessThanOrEqualTo(bytes.Length), () => Convert.ToHexString(bytes));
                if (vr.UsesSpecificCharacterSet())
                {
                    Assert.That(SpecificCharacterSet.Utf8.TryEncode(text, vr, out _), Is.True,
                        () => Convert.ToHexString(bytes));
                }
            }
        }
    }

    [TestCaseSource(typeof(Sets), nameof(Sets.AllTerms))]
    public void A_character_that_the_set_lacks_is_never_lost(string terms)
    {
        SpecificCharacterSet set = Sets.Of(terms);
        string alphabet = Alphabet(set);
        var random = new Random(0x0028_0010);
        for (int i = 0; i < Texts; i++)
        {
            string text = RandomText(random, alphabet);
            string strange = text.Insert(random.Next(text.Length + 1), ((char)random.Next(0x80, 0xD800)).ToString());
            if (set.TryEncode(strange, DicomVR.LT, out byte[] value))
            {
                Assert.That(set.Decode(value, DicomVR.LT), Is.EqualTo(strange), () => Convert.ToHexString(value));
            }
            else
            {
                Assert.That(value, Is.Empty);
            }
        }
    }

    /// <summary>Up to 300 characters of a set, spread over its whole repertoire.</summary>
    internal static string Alphabet(SpecificCharacterSet set)
    {
        char[] characters = [.. Enumerable.Range(0x80, 0xD780).Select(number => (char)number).Where(set.CanEncode)];
        return new string([.. characters.Where((_, i) => i % ((characters.Length / 300) + 1) == 0)]);
    }

    /// <summary>A text of up to 40 characters, with alternating runs of ASCII and of other characters.</summary>
    internal static string RandomText(Random random, string alphabet, string ascii = AsciiAndDelimiters)
    {
        var text = new StringBuilder();
        int length = random.Next(40);
        bool isAscii = true;
        while (text.Length < length)
        {
            isAscii = random.Next(3) == 0 ? !isAscii : isAscii;
            string from = isAscii || alphabet.Length == 0 ? ascii : alphabet;
            text.Append(from[random.Next(from.Length)]);
        }

        return text.ToString();
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new List<byte>();
        int length = random.Next(60);
        while (bytes.Count < length)
        {
            if (random.Next(5) == 0)
            {
                bytes.AddRange(Sets.Bytes(Escapes[random.Next(Escapes.Length)]));
            }
            else
            {
                bytes.Add((byte)random.Next(256));
            }
        }

        return [.. bytes];
    }

    private static string Escape(string text) =>
        string.Join(' ', text.Select(character => $"{(int)character:X4}"));
}
