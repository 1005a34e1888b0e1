// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>The words of an address or of the name of an institution.</summary>
internal static class PlaceWords
{
    /// <summary>Shorter words are prepositions and numbers of houses.</summary>
    private const int ShortestPart = 4;

    /// <summary>Shorter numbers, such as post codes, may be any number in a text.</summary>
    private const int ShortestNumber = 5;

    private static readonly char[] Separators =
        [.. " ,;.^/-_()\"\r\n\t\u00A0\u2013\u3000"];

    /// <summary>Tells a collector of a place.</summary>
    /// <param name="collector">Takes the words.</param>
    /// <param name="place">The place.</param>
    /// <param name="terms">What is in no place alone.</param>
    public static void Collect(IIdentityCollector collector, string place, CodedTerms terms)
    {
        if (terms.Explain(place))
        {
            return;
        }

        collector.Add(IdentityKind.Place, place);
        foreach (var part in place.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length >= (part.All(char.IsAsciiDigit) ? ShortestNumber : ShortestPart) && !terms.Explain(part))
            {
                collector.Add(IdentityKind.PartOfPlace, part);
            }
        }
    }
}
