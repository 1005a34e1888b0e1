// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>Composes syllables of Hangul that are written as separate letters (Unicode 3.12).</summary>
internal static class Hangul
{
    private const char FirstSyllable = '\uAC00';
    private const char FirstLead = '\u1100';
    private const char FirstVowel = '\u1161';
    private const char BeforeTails = '\u11A7';
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    /// <summary>The syllable that begins at a place, and how many characters it has; 1 if none begins there.</summary>
    public static int Compose(string text, int at, out char syllable)
    {
        syllable = text[at];
        if (at + 1 >= text.Length || text[at] - FirstLead is not (>= 0 and < Leads and var lead)
            || text[at + 1] - FirstVowel is not (>= 0 and < Vowels and var vowel))
        {
            return 1;
        }

        var tail = at + 2 < text.Length && text[at + 2] - BeforeTails is > 0 and < Tails and var last ? last : 0;
        syllable = (char)(FirstSyllable + (((lead * Vowels) + vowel) * Tails) + tail);
        return tail > 0 ? 3 : 2;
    }

    /// <summary>Where the syllable that begins at a place ends.</summary>
    public static int EndOf(string text, int at) => at + Compose(text, at, out _);
}
