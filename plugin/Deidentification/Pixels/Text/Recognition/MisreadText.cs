// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Pixels.Text.Recognition;

/// <summary>Compares text as it was read from an image: letters that look alike are the same, and a few may be wrong.</summary>
internal static class MisreadText
{
    /// <summary>A longer text is searched in parts, as no name is that long.</summary>
    private const int LongestWord = 128;

    /// <summary>A letter or digit as the one that looks like it; 0 for what is neither.</summary>
    public static char Fold(char letter)
    {
        if (!char.IsLetterOrDigit(letter))
        {
            return '\0';
        }

        var capital = char.ToUpperInvariant(letter);
        if (capital > FoldedText.LastAscii && BaseLetters.Of(capital) is { Length: > 0 } plain)
        {
            capital = plain[0];
        }

        return capital switch
        {
            'O' or 'Q' or 'D' => '0',
            'I' or 'L' => '1',
            'Z' => '2',
            'S' => '5',
            'G' => '6',
            'B' => '8',
            _ => capital,
        };
    }

    /// <summary>The letters and digits of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="folded">Takes them; as long as the text.</param>
    /// <returns>How many there are.</returns>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        var count = 0;
        foreach (var letter in text)
        {
            if (Fold(letter) is not '\0' and var known)
            {
                folded[count++] = known;
            }
        }

        return count;
    }

    /// <summary>Whether a word stands anywhere in a text, with so many letters wrong, missing or too many.</summary>
    /// <param name="text">The text, folded.</param>
    /// <param name="word">The word, folded, not empty.</param>
    /// <param name="mistakes">How many letters may be wrong.</param>
    public static bool Holds(ReadOnlySpan<char> text, ReadOnlySpan<char> word, int mistakes)
    {
        if (mistakes == 0)
        {
            return text.IndexOf(word) >= 0;
        }

        word = word[..Math.Min(word.Length, LongestWord)];

        // The fewest mistakes of the first letters of the word that end at this letter of the text, and at the one before.
        Span<int> ending = stackalloc int[LongestWord + 1];
        for (var i = 0; i <= word.Length; i++)
        {
            ending[i] = i;
        }

        foreach (var letter in text)
        {
            var diagonal = ending[0];
            for (var i = 1; i <= word.Length; i++)
            {
                var same = diagonal + (word[i - 1] == letter ? 0 : 1);
                diagonal = ending[i];
                ending[i] = Math.Min(same, Math.Min(ending[i], ending[i - 1]) + 1);
            }

            if (ending[word.Length] <= mistakes)
            {
                return true;
            }
        }

        return false;
    }
}
