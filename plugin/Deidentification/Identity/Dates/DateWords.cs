// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>The words of a date other than the names of months: between its numbers, and before it.</summary>
internal static class DateWords
{
    /// <summary>The first year of an era.</summary>
    public const string FirstYear = "元年";

    /// <summary>Year, month and day in Chinese, Japanese and Korean.</summary>
    private const char FirstIdeograph = '\u4E00';
    private const string YearUnits = "年년";
    private const string MonthUnits = "月월";
    private const string DayUnits = "日號号일";

    private static readonly Dictionary<string, DateWord>.AlternateLookup<ReadOnlySpan<char>> Words = Read(
        // Between the parts of a date: of, the, year, month and day, and the names of the Christian and Buddhist years.
        (DateWord.Filler, "OF DE DEL DI THE D M G GO AN NA GADA ANNO THANG NAM NGAY BE CE AD ГО Г Р พ.ศ. ค.ศ. ปี เดือน من عام سنة של"),

        // The endings of ordinal numbers, and of grammatical cases.
        (DateWord.Ordinal, "ST ND RD TH ER RE EME O A º ª E TE DE GO EGO OJ AN NA TO ГО Е Й ОГО"),

        // Before the number of a week.
        (DateWord.Week, "W KW CW WK WEEK WOCHE SEMAINE SEMANA SETTIMANA"),

        // Before a date that may be shorter than others.
        (DateWord.Announcement, "DATE DATED DATUM FECHA DATA DATO ON SINCE AM VOM SEIT BIS LE DU DEPUIS EL DESDE DAL IL DEN OP"
            + " VAN VANAF DIA DIEN DNIA DNE OD DO ДАТА ОТ С"));

    /// <summary>
    /// From Reiwa to Meiji, each with the letter and the character for it, as in <see cref="Calendars"/>.
    /// </summary>
    private static readonly string[] Eras = ["令和 ㋿ R", "平成 ㍻ H", "昭和 ㍼ S", "大正 ㍽ T", "明治 ㍾ M"];

    private static readonly (string Name, int Era)[] EraNames =
        [.. Eras.SelectMany((names, era) => names.Split(' ').Select(name => (name, era)))];

    /// <summary>The words, in capitals without accents.</summary>
    public static IEnumerable<string> All => Words.Dictionary.Keys;

    /// <summary>What a word without accents can be in a date.</summary>
    public static DateWord Of(ReadOnlySpan<char> word) => Words.TryGetValue(word, out var kind) ? kind : DateWord.None;

    /// <summary>The letters of a word as capitals without accents.</summary>
    public static string Fold(string word)
    {
        Span<char> letters = stackalloc char[2 * word.Length];
        return letters[..Fold(word, letters)].ToString();
    }

    /// <summary>Writes the letters of a word as capitals without accents.</summary>
    /// <returns>How many there are; 0 if they do not fit.</returns>
    public static int Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        var length = 0;
        foreach (var character in word)
        {
            if (IsMark(character) || character == '.')
            {
                continue;
            }

            var letter = char.ToUpperInvariant(character);
            var letters = character < '\u0080' ? null : BaseLetters.Of(letter);
            if (length + (letters?.Length ?? 1) > folded.Length)
            {
                return 0;
            }

            if (letters is null)
            {
                folded[length++] = letter;
            }
            else
            {
                letters.CopyTo(folded[length..]);
                length += letters.Length;
            }
        }

        return length;
    }

    /// <summary>Whether a character is a letter or the sign of an era.</summary>
    public static bool IsOfWord(char character) =>
        char.IsAscii(character) ? char.IsAsciiLetter(character) : char.IsLetter(character) || character is '㋿' or (>= '㍻' and <= '㍾');

    /// <summary>Where a word of a text ends that begins with a letter at <paramref name="start"/>.</summary>
    public static int EndOf(string text, int start)
    {
        var at = start + 1;
        while (at < text.Length && (IsOfWord(text[at]) || IsMark(text[at]) || IsThaiPoint(text, at)))
        {
            at++;
        }

        return at;
    }

    /// <summary>Whether a character is a combining accent or vowel, or invisible.</summary>
    public static bool IsMark(char character) => character > '\u007F'
        && char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.Format;

    /// <summary>
    /// The Japanese era that a word ends with; negative if it ends with none. An ASCII letter is an era only if it is
    /// alone.
    /// </summary>
    public static int EraOf(ReadOnlySpan<char> word)
    {
        if (word.Length > 1 && char.IsAscii(word[^1]))
        {
            return -1;
        }

        foreach (var (name, era) in EraNames)
        {
            if (char.IsAscii(name[0]) ? word.Equals(name, StringComparison.OrdinalIgnoreCase) : word.EndsWith(name))
            {
                return era;
            }
        }

        return -1;
    }

    /// <summary>What a character says about the number before it.</summary>
    public static DateUnit UnitOf(char character) =>
        character < FirstIdeograph ? DateUnit.None
        : YearUnits.Contains(character, StringComparison.Ordinal) ? DateUnit.Year
        : MonthUnits.Contains(character, StringComparison.Ordinal) ? DateUnit.Month
        : DayUnits.Contains(character, StringComparison.Ordinal) ? DateUnit.Day
        : DateUnit.None;

    /// <summary>Whether a point is part of a Thai abbreviation of a month, which has one after each letter.</summary>
    private static bool IsThaiPoint(string text, int at) => text[at] == '.' && IsThai(text[at - 1]);

    private static bool IsThai(char character) => character is >= '\u0E01' and <= '\u0E4E';

    private static Dictionary<string, DateWord>.AlternateLookup<ReadOnlySpan<char>> Read(
        params (DateWord Kind, string Words)[] kinds)
    {
        var all = new Dictionary<string, DateWord>(StringComparer.OrdinalIgnoreCase);
        foreach (var (kind, words) in kinds)
        {
            foreach (var word in words.Split(' '))
            {
                var folded = Fold(word);
                all[folded] = all.GetValueOrDefault(folded) | kind;
            }
        }

        return all.GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
