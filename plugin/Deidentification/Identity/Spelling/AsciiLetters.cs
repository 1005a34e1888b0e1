// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>
/// Folds text that is only ASCII, as most texts are, in one simple loop. The result is the same as that of the general
/// loop in <see cref="FoldedText"/>.
/// </summary>
internal static class AsciiLetters
{
    private static readonly char[] Capitals = MakeCapitals();
    private static readonly Kind[] Kinds = MakeKinds();

    /// <summary>What a character of ASCII is.</summary>
    private enum Kind : byte
    {
        Other,

        /// <summary>A character that divides a word at the end of a line.</summary>
        Break,

        /// <summary>A character that may be beside it.</summary>
        Blank,
        Digit,
        Capital,
        Small,
    }

    /// <summary>A character of ASCII as it is folded; 0 if it is no letter or digit.</summary>
    public static char Of(char character) => Capitals[character];

    /// <summary>Folds a text.</summary>
    /// <param name="text">The text, only ASCII.</param>
    /// <param name="folded">Receives the letters and digits; as long as the text.</param>
    /// <param name="places">Receives the place of each; as long as the text.</param>
    /// <returns>How many there are.</returns>
    public static int Fold(string text, Span<char> folded, Span<LetterPlace> places)
    {
        var (count, gap, last) = (0, LetterGap.None, Kind.Other);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            var kind = Kinds[character];
            if (kind < Kind.Digit)
            {
                gap = gap != LetterGap.Wide && (kind == Kind.Break || (kind == Kind.Blank && gap == LetterGap.Division))
                    ? LetterGap.Division
                    : LetterGap.Wide;
                continue;
            }

            folded[count] = Capitals[character];
            places[count++] = new(i, gap, last != Kind.Other
                && ((last == Kind.Digit) != (kind == Kind.Digit) || (last == Kind.Small && kind == Kind.Capital)));
            (gap, last) = (LetterGap.None, kind);

            // Mostly the rest of a word.
            while (i + 1 < text.Length && Kinds[text[i + 1]] == kind)
            {
                folded[count] = Capitals[text[++i]];
                places[count++] = new(i, LetterGap.None, isBoundary: false);
            }
        }

        return count;
    }

    private static char[] MakeCapitals()
    {
        var capitals = new char[FoldedText.LastAscii + 1];
        for (var letter = '\0'; letter <= FoldedText.LastAscii; letter++)
        {
            capitals[letter] = char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '\0';
        }

        return capitals;
    }

    private static Kind[] MakeKinds()
    {
        var kinds = new Kind[FoldedText.LastAscii + 1];
        for (var character = '\0'; character <= FoldedText.LastAscii; character++)
        {
            kinds[character] = char.IsAsciiDigit(character) ? Kind.Digit
                : char.IsAsciiLetterUpper(character) ? Kind.Capital
                : char.IsAsciiLetterLower(character) ? Kind.Small
                : character is '-' or '\r' or '\n' ? Kind.Break
                : character is ' ' or '\t' ? Kind.Blank
                : Kind.Other;
        }

        return kinds;
    }
}
