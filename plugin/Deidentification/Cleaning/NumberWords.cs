// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>Identifiers and telephone numbers as people write them.</summary>
internal static class NumberWords
{
    /// <summary>A number of fewer digits identifies nobody, and may be any number in a text.</summary>
    private const int ShortestNumber = 3;

    /// <summary>Below this, numbers but those of patients and accessions may be any number in a text.</summary>
    private const int ShortestOther = 5;

    /// <summary>The digits of a telephone number without country and area, and the least that it can have.</summary>
    private const int LocalNumber = 7;
    private const int ShortestTelephone = 5;

    private static readonly char[] Digits = [.. "0123456789"];
    private static readonly char[] GroupSeparators = [' ', '-', '.', '(', ')'];

    /// <summary>Tells a collector of an identifier.</summary>
    /// <param name="collector">Takes the words.</param>
    /// <param name="kind">Whether it is one of a person or of a device.</param>
    /// <param name="identifier">The identifier.</param>
    /// <param name="isMain">Whether it is the ID of a patient or an accession number.</param>
    /// <param name="terms">What identifies nobody.</param>
    public static void Collect(
        IIdentityCollector collector, IdentityKind kind, string identifier, bool isMain, CodedTerms terms)
    {
        Add(collector, kind, identifier, isMain, terms);
        if (identifier.IndexOf('^', StringComparison.Ordinal) is var end and > 0)
        {
            // As HL7 has it, with who issued it (PS3.3 10.14).
            Add(collector, kind, identifier[..end], isMain, terms);
        }
    }

    /// <summary>Tells a collector of telephone numbers and other ways to reach somebody.</summary>
    public static void CollectTelephones(IIdentityCollector collector, string text, CodedTerms terms)
    {
        foreach (var number in text.Split(
            ['/', ',', ';', '^', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Prepend(text))
        {
            if (number.Any(char.IsDigit) || number.Contains('@', StringComparison.Ordinal))
            {
                Add(collector, IdentityKind.Identifier, number, isMain: false, terms);
            }

            // Without what stands before it, such as TEL, and the extension behind it.
            var start = number.IndexOfAny(Digits);
            var end = start < 0 ? 0 : EndOfNumber(number, start);
            var digits = start < 0 ? string.Empty : string.Concat(number[start..end].Where(char.IsAsciiDigit));
            AddDigits(collector, digits);
            AddDigits(collector, digits.Length > LocalNumber ? digits[^LocalNumber..] : string.Empty);
            AddDigits(collector, number[Math.Max(start, 0)..end]
                .Split(GroupSeparators, StringSplitOptions.RemoveEmptyEntries).LastOrDefault(string.Empty));
        }
    }

    private static int EndOfNumber(string text, int start)
    {
        while (start < text.Length && !char.IsLetter(text[start]))
        {
            start++;
        }

        return start;
    }

    private static void AddDigits(IIdentityCollector collector, string digits)
    {
        if (digits.Length >= ShortestTelephone)
        {
            collector.Add(IdentityKind.Identifier, digits);
        }
    }

    private static void Add(
        IIdentityCollector collector, IdentityKind kind, string identifier, bool isMain, CodedTerms terms)
    {
        var folded = new FoldedText(identifier).Value;
        var isNumber = folded.All(char.IsAsciiDigit);

        // Two letters may be an ID of a person, not of a device.
        var shortest = isNumber && !isMain ? ShortestOther
            : kind != IdentityKind.Device && folded.All(char.IsLetter) ? 2
            : ShortestNumber;
        if (folded.Length < shortest || terms.Explain(identifier))
        {
            return;
        }

        collector.Add(kind, identifier);
        var digits = isNumber ? folded.TrimStart('0') : string.Empty;
        if (digits.Length >= ShortestOther && digits.Length < folded.Length)
        {
            collector.Add(kind, digits);
        }
    }
}
