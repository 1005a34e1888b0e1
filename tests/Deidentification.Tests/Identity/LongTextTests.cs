// SPDX-License-Identifier: GPL-3.0-or-later

using CsCheck;
using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>
/// A long text is cleaned in parts, and after a removal only the surroundings are looked at again. The result is that of
/// cleaning the whole: each paragraph is left as if it stood alone, and nothing stays at a border.
/// </summary>
public class LongTextTests
{
    private const string Clean = """{"DicomVersion": "2024e", "Options": ["CleanDescriptors", "CleanStructuredContent"]}""";

    /// <summary>Many more letters than any word or its context has.</summary>
    private static readonly string Filler = string.Concat(Enumerable.Repeat(
        "the liver shows no lesion in any of its segments, and the spleen is of regular size, too; ", 7));

    /// <summary>Parts of names, dates and words, which become other words when what is between them is removed.</summary>
    private static readonly string[] Parts =
    [
        "Wolken", "stein", "Wolkenstein", "Grete", "Mc", "Donald", "short", "Short", "Dr", "Lindenhof", "01", "JAN", "1950", "4711",
        "0815", "1.1.", "SHORT", "m\u00fcller", "Mue", "ller", "seen", "by", "ID",
    ];

    private static readonly string[] Gaps = [" ", "", "-", ".", ", ", "\n", "^"];

    private static readonly Gen<string> Paragraph = OneOf(Parts).Select(OneOf(Gaps)).Array[1, 9]
        .Select(parts => string.Concat(parts.Select(part => part.Item1 + part.Item2)));

    [Test]
    public void Each_paragraph_of_a_long_text_is_left_as_if_it_stood_alone() => Paragraph.Array[1, 30].Sample(paragraphs =>
    {
        var texts = Array.ConvertAll(paragraphs, paragraph => $"{Filler}. {paragraph} .{Filler}.");
        Assert.That(
            WithSingleSpaces(After(string.Concat(texts))), Is.EqualTo(WithSingleSpaces(string.Concat(texts.Select(After)))));
    });

    [TestCase("Wolkenstein-Short, Grete / ")]
    [TestCase("01.01.1950; ")]
    [TestCase("1 January 1950, ")]
    [TestCase("McDonald Short + 4711 0815 (01 JAN 1950) = ")]
    public void Nothing_stays_where_one_part_ends_and_the_next_begins(string identity) =>
        Assert.That(After(string.Concat(Enumerable.Repeat(identity, 120_000 / identity.Length))), Does.Not.Match("[a-zA-Z0-9]"));

    [TestCase(' ')]
    [TestCase('-')]
    [TestCase('0')]
    public void A_number_is_found_behind_many_equal_characters(char equal)
    {
        // Covers the border wherever it is: the number moves by less than its own length.
        for (var many = 32_760; many < 32_800; many += 7)
        {
            Assert.That(After($"x {new string(equal, many)}47110815 {new string('x', 40_000)}"), Does.Not.Contain("4711"));
        }
    }

    [Test]
    public void A_stretched_name_is_found_at_any_border()
    {
        var stretched = string.Join('\u0640', "\u0645\u062D\u0645\u062F\u0639\u0644\u064A".Select(letter => $"{letter}{new string('\u0640', 300)}"));
        Assert.That(
            After(string.Concat(Enumerable.Repeat($"{stretched}. ", 60))), Does.Not.Contain('\u062D'));
    }

    [Test]
    public void Names_go_from_a_text_of_few_letters()
    {
        // If the whole text were the context of each part, this would take minutes.
        var text = $"Seen Wolkenstein {new string(' ', 8_000_000)} Wolkenstein";
        Assert.That(After(text)!.Trim(), Is.EqualTo("Seen"));
    }

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    /// <summary>After a removal, the whole text has fewer spaces.</summary>
    private static string WithSingleSpaces(string? text) =>
        string.Join(' ', text!.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string? After(string text)
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192")
            .With(DicomTag.PatientName, DicomVR.PN, "Wolkenstein-Short^Grete^Mueller")
            .With(DicomTag.PatientID, DicomVR.LO, "47110815")
            .With(new DicomTag(0x0010_1001), DicomVR.PN, "McDonald^Short")
            .With(new DicomTag(0x0008_0080), DicomVR.LO, "Lindenhof")
            .WithUnicode(new DicomTag(0x0010_1005), DicomVR.PN, "\u0645\u062D\u0645\u062F\u0639\u0644\u064A")
            .WithUnicode(new DicomTag(0x0040_A160), DicomVR.UT, text);
        using var anonymized = TestHost.Anonymize(file, Clean);
        return anonymized.Dataset.Text(new DicomTag(0x0040_A160));
    }
}
