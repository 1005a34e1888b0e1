// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity.Words;

/// <summary>Identifiers and telephone numbers as people write them.</summary>
internal static class NumberWords
{
    /// <summary>Shorter numbers identify nobody, and may be any number in a text.</summary>
    private const int ShortestNumber = 3;

    /// <summary>
    /// A shorter number may be any number in a text, and is only looked for in context if it is a main number.
    /// </summary>
    private const int ShortestOther = 5;

    /// <summary>Fewer digits of an identifier also occur in other numbers.</summary>
    private const int ShortestCore = 6;

    /// <summary>The fewest digits of a telephone number without country and area.</summary>
    private const int LocalNumber = 7;
    private const int ShortestTelephone = 5;

    private static readonly char[] Digits = [.. "0123456789"];
    private static readonly char[] GroupSeparators = [' ', '-', '.', '(', ')'];

    /// <summary>Adds an identifier.</summary>
    /// <param name="collector">Collects the words.</param>
    /// <param name="kind">Whether it is one of a person or of a device.</param>
    /// <param name="identifier">The identifier.</param>
    /// <param name="isMain">Whether it is the ID of a patient or an accession number.</param>
    public static void Collect(IIdentityCollector collector, IdentityKind kind, string identifier, bool isMain)
    {
        Add(collector, kind, identifier, isMain);
        AddCore(collector, kind, identifier);
        if (identifier.IndexOf('^', StringComparison.Ordinal) is var end and > 0)
        {
            // In the form of HL7, with its issuer (PS3.3 10.14).
            Add(collector, kind, identifier[..end], isMain);
        }
    }

    /// <summary>Adds telephone numbers and other ways to reach somebody.</summary>
    public static void CollectTelephones(IIdentityCollector collector, string text)
    {
        foreach (var number in text.Split(
            ['/', ',', ';', '^', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Prepend(text))
        {
            if (number.Any(char.IsDigit) || number.Contains('@', StringComparison.Ordinal))
            {
                Add(collector, IdentityKind.Identifier, number, isMain: false);
            }

            foreach (var address in number.Split((char[])[' ', '<', '>', '(', ')', ':', '\t'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (address.Contains('@', StringComparison.Ordinal) && address.Length < number.Length)
                {
                    Add(collector, IdentityKind.Identifier, address, isMain: false);
                }
            }

            // Without a prefix such as TEL, and without the extension.
            var start = number.IndexOfAny(Digits);
            var end = start < 0 ? 0 : EndOfNumber(number, start);
            var digits = start < 0 ? string.Empty : string.Concat(number[start..end].Where(char.IsAsciiDigit));
            AddDigits(collector, digits);
            AddDigits(collector, digits.Length > LocalNumber ? digits[^LocalNumber..] : string.Empty);
            AddDigits(collector, number[Math.Max(start, 0)..end]
                .Split(GroupSeparators, StringSplitOptions.RemoveEmptyEntries).LastOrDefault(string.Empty));
            AddExtension(collector, number);
        }
    }

    /// <summary>Adds the last digits, which are the extension inside an institution.</summary>
    private static void AddExtension(IIdentityCollector collector, string number)
    {
        var end = number.LastIndexOfAny(Digits) + 1;
        var start = end;
        while (start > 0 && char.IsAsciiDigit(number[start - 1]))
        {
            start--;
        }

        if (end - start is >= ShortestNumber and < ShortestTelephone)
        {
            collector.Add(IdentityKind.ShortNumber, number[start..end]);
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

    /// <summary>Adds the digits inside an identifier with letters, if there are enough of them to be unambiguous.</summary>
    private static void AddCore(IIdentityCollector collector, IdentityKind kind, string identifier)
    {
        var longest = string.Empty;
        for (var start = identifier.IndexOfAny(Digits); start >= 0;)
        {
            var end = start;
            while (end < identifier.Length && char.IsAsciiDigit(identifier[end]))
            {
                end++;
            }

            longest = end - start > longest.Length ? identifier[start..end] : longest;
            start = end < identifier.Length ? identifier.IndexOfAny(Digits, end) : -1;
        }

        if (longest.Length >= ShortestCore && longest.Length < identifier.Length)
        {
            collector.Add(kind, longest);
        }
    }

    private static void Add(IIdentityCollector collector, IdentityKind kind, string identifier, bool isMain)
    {
        var folded = new FoldedText(identifier).Value;
        var isNumber = folded.All(char.IsAsciiDigit);
        if (isNumber && isMain && folded.Length is >= ShortestNumber and < ShortestOther)
        {
            collector.Add(IdentityKind.ShortNumber, identifier);
            return;
        }

        // Two letters may be the ID of a person, but not of a device.
        var shortest = isNumber ? ShortestOther
            : kind != IdentityKind.Device && folded.All(char.IsLetter) ? 2
            : ShortestNumber;
        if (folded.Length < shortest || CodedTerms.Explain(identifier))
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
