// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity.Words;

/// <summary>The words of an address or of the name of an institution.</summary>
internal static class PlaceWords
{
    /// <summary>Shorter words are prepositions and house numbers.</summary>
    private const int ShortestPart = 4;

    /// <summary>Shorter numbers, such as post codes, may be any number in a text.</summary>
    private const int ShortestNumber = 5;

    /// <summary>This many words together are a place, however common each of them is.</summary>
    private const int WordsOfPhrase = 3;

    private static readonly char[] Separators =
        [.. " ,;.^/-_()\"\r\n\t\u00A0\u2013\u3000"];

    private static readonly char[] Lines = [.. ",;^\r\n/"];

    /// <summary>Adds a place.</summary>
    /// <param name="collector">Collects the words.</param>
    /// <param name="place">The place.</param>
    /// <param name="terms">Terms of the instance, and common words.</param>
    public static void Collect(IIdentityCollector collector, string place, CodedTerms terms)
    {
        var parts = place.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < WordsOfPhrase && CodedTerms.Explain(place))
        {
            return;
        }

        collector.Add(IdentityKind.Place, place);
        foreach (var line in place.Split(Lines, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A street with a house number, without the town.
            if (line.Length < place.Length && line.Contains(' ', StringComparison.Ordinal) && !CodedTerms.Explain(line))
            {
                collector.Add(IdentityKind.Place, line);
            }
        }

        foreach (var part in parts)
        {
            if (part.Length >= (part.All(char.IsAsciiDigit) ? ShortestNumber : ShortestPart) && !terms.Contains(new FoldedText(part).Value))
            {
                collector.Add(IdentityKind.PartOfPlace, part);
            }
        }
    }
}
