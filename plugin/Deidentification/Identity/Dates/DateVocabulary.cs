// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>
/// Rules out, by their first three letters, most words of a text that are neither months nor other words of a date.
/// </summary>
internal static class DateVocabulary
{
    private const int Letters = 3;
    private const int BitsOfLetter = 5;
    private const int MaskOfLetter = (1 << BitsOfLetter) - 1;

    private static readonly bool[] Beginnings = MakeBeginnings();

    /// <summary>Whether a word of ASCII letters may be one of a date.</summary>
    public static bool MayHold(ReadOnlySpan<char> word) => Beginnings[Key(word)];

    private static int Key(ReadOnlySpan<char> word)
    {
        var key = 0;
        for (var i = 0; i < Letters; i++)
        {
            key = (key << BitsOfLetter) | (i < word.Length ? word[i] & MaskOfLetter : 0);
        }

        return key;
    }

    private static bool[] MakeBeginnings()
    {
        var beginnings = new bool[1 << (Letters * BitsOfLetter)];
        foreach (var word in MonthNames.All.Concat(DateWords.All).Concat(MonthWord.RomanNumbers))
        {
            if (Ascii.IsValid(word))
            {
                beginnings[Key(word)] = true;
            }
        }

        return beginnings;
    }
}
