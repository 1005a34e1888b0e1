// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>Unifies the ways to write a Japanese syllable, and letters in another width.</summary>
internal static class Kana
{
    private const char FirstHiragana = '\u3041';
    private const char LastHiragana = '\u3096';
    private const char FirstHalfWidth = '\uFF66';
    private const char FirstFullWidth = '\uFF01';
    private const char LastFullWidth = '\uFF5E';
    private const int HiraganaToKatakana = 0x60;
    private const int FullWidthToAscii = 0xFEE0;

    /// <summary>The katakana from U+FF66 on, in full width.</summary>
    private const string FullWidth = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

    /// <summary>
    /// Syllables that Unicode lists right before their voiced form, and those with a half-voiced form after that.
    /// </summary>
    private const string Voiceless = "カキクケコサシスセソタチツテトハヒフヘホ";
    private const string HalfVoiceless = "ハヒフヘホ";

    /// <summary>A letter or syllable in the width and the script that names are compared in.</summary>
    /// <param name="character">As it is written.</param>
    /// <param name="next">The next character, which may be a voicing mark.</param>
    public static char Fold(char character, char next)
    {
        if (character is >= FirstFullWidth and <= LastFullWidth)
        {
            return (char)(character - FullWidthToAscii);
        }

        if (character is >= FirstHiragana and <= LastHiragana)
        {
            character = (char)(character + HiraganaToKatakana);
        }
        else if (character >= FirstHalfWidth && character - FirstHalfWidth < FullWidth.Length)
        {
            character = FullWidth[character - FirstHalfWidth];
        }

        return IsVoice(next) && Voiceless.Contains(character, StringComparison.Ordinal) ? (char)(character + 1)
            : IsHalfVoice(next) && HalfVoiceless.Contains(character, StringComparison.Ordinal) ? (char)(character + 2)
            : character;
    }

    /// <summary>Whether it is a mark that belongs to the syllable before it.</summary>
    public static bool IsMark(char character) => IsVoice(character) || IsHalfVoice(character);

    private static bool IsVoice(char character) => character is '\u3099' or '\u309B' or '\uFF9E';

    private static bool IsHalfVoice(char character) => character is '\u309A' or '\u309C' or '\uFF9F';
}
