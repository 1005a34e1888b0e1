// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity.Words;

/// <summary>A word that identifies somebody.</summary>
/// <param name="Folded">Its letters and digits, see <see cref="FoldedText"/>.</param>
/// <param name="Kind">What it says.</param>
/// <param name="MaySpan">
/// Whether it is also found with separators inside. A part of a name or of a place is a single word, so it is not, unless
/// it has a separator itself.
/// </param>
internal readonly record struct IdentifyingWord(string Folded, IdentityKind Kind, bool MaySpan)
{
    /// <summary>In a word with more umlauts, either all or none are spelt out.</summary>
    private const int MostUmlauts = 4;

    /// <summary>In a shorter name, AE, OE and UE are not umlauts.</summary>
    private const int ShortestSpeltOut = 6;

    /// <summary>The fewest digits of a UID; fewer occur in any number.</summary>
    private const int ShortestUid = 8;

    /// <summary>How many letters an ideograph or a syllable of Hangul counts for.</summary>
    private const int LettersOfIdeograph = 3;

    /// <summary>How distinctive it is, in letters of an alphabet.</summary>
    public int Weight => Folded.Sum(letter => FoldedText.IsWithoutSpaces(letter) ? LettersOfIdeograph : 1);

    /// <summary>Whether it is looked for in text, not only as the whole value of an element.</summary>
    public bool IsOfText => Kind != IdentityKind.Uid || Folded.Length >= ShortestUid;

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => Folded.All(char.IsAsciiDigit);

    /// <summary>Whether it is a name of somebody, or a part of one.</summary>
    public bool IsOfPerson => Kind is IdentityKind.Name or IdentityKind.MixedName or IdentityKind.CommonName
        or IdentityKind.Initials or IdentityKind.PartOfName or IdentityKind.CommonPartOfName;

    /// <summary>A word in each of its spellings.</summary>
    public static IEnumerable<IdentifyingWord> Of(IdentityKind kind, string word)
    {
        foreach (var folded in FoldedText.Of(word).Concat(OtherSpellings(kind, word)))
        {
            if (folded.Value.Length > 1)
            {
                var isPart = kind is IdentityKind.PartOfName or IdentityKind.CommonPartOfName
                    or IdentityKind.PartOfPlace;
                yield return new(folded.Value, kind, !isPart || folded.HasGap(0, folded.Value.Length));
            }
        }
    }

    /// <summary>The spellings with some umlauts spelt out and others not.</summary>
    private static IEnumerable<FoldedText> OtherSpellings(IdentityKind kind, string word)
    {
        if (System.Text.Ascii.IsValid(word))
        {
            if (kind is IdentityKind.PartOfName && word.Length >= ShortestSpeltOut
                && word.Replace("ue", "u", StringComparison.OrdinalIgnoreCase)
                    .Replace("oe", "o", StringComparison.OrdinalIgnoreCase)
                    .Replace("ae", "a", StringComparison.OrdinalIgnoreCase) is var without && without != word)
            {
                yield return new FoldedText(without);
            }

            yield break;
        }

        int[] umlauts =
        [
            .. Enumerable.Range(0, word.Length).Where(
                at => SpeltOut(word, at) is not null),
        ];
        if (umlauts.Length is < 2 or > MostUmlauts)
        {
            yield break;
        }

        for (var some = 1; some < (1 << umlauts.Length) - 1; some++)
        {
            var mixed = string.Concat(Enumerable.Range(0, word.Length).Select(at =>
                Array.IndexOf(umlauts, at) is >= 0 and var umlaut && (some & (1 << umlaut)) != 0
                    ? SpeltOut(word, at)!
                    : word[at..(at + 1)]));
            yield return new FoldedText(mixed);
        }
    }

    private static string? SpeltOut(string word, int at) =>
        BaseLetters.SpeltOut(char.ToUpperInvariant(word[at]), at + 1 < word.Length ? word[at + 1] : '\0');
}
