// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Pixels.Text.Recognition;

/// <summary>Compares text that was read from an image. Letters that look alike are equal, and a few may be wrong.</summary>
internal static class MisreadText
{
    /// <summary>The most letters of a word that are compared. No name is longer.</summary>
    private const int LongestWord = 128;

    /// <summary>Maps a letter or digit to one that stands for all that look alike; 0 for other characters.</summary>
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

    /// <summary>Maps the letters and digits of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="folded">Receives the mapped letters. It is as long as the text.</param>
    /// <returns>The number of letters and digits.</returns>
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

    /// <summary>Whether a text contains a word, with up to a number of letters wrong, missing or extra.</summary>
    /// <param name="text">The text, folded.</param>
    /// <param name="word">The word, folded, not empty.</param>
    /// <param name="mistakes">The number of letters that may be wrong.</param>
    public static bool Holds(ReadOnlySpan<char> text, ReadOnlySpan<char> word, int mistakes)
    {
        if (mistakes == 0)
        {
            return text.IndexOf(word) >= 0;
        }

        word = word[..Math.Min(word.Length, LongestWord)];

        // For each beginning of the word, the fewest mistakes of a match that ends at this letter of the text.
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
