// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Cleaning.Spelling;

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>A number or the name of a month in a text, which may be a part of a date.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">
/// Where it ends, with the letters of an ordinal number or the character for year, month or day.
/// </param>
/// <param name="Digits">How many digits a number has; 0 for the name of a month.</param>
/// <param name="Number">The number.</param>
/// <param name="Months">The months that a name means.</param>
/// <param name="Unit">The character for year, month or day after a number, or 0.</param>
/// <param name="Separator">What stands before it: a mark, a space, or 0 for nothing.</param>
/// <param name="IsJoined">Whether it can belong to what stands before it.</param>
internal readonly record struct DateToken(
    int Start, int End, int Digits, long Number, int[] Months, char Unit, char Separator, bool IsJoined)
{
    /// <summary>More digits are no date and time.</summary>
    private const int MostDigits = 14;

    /// <summary>More stands between the parts of two dates, not of one.</summary>
    private const int LongestSeparator = 4;

    /// <summary>In letters.</summary>
    private const int LongestMonth = 16;

    /// <summary>Year, month and day in Chinese, Japanese and Korean.</summary>
    private const string Units = "年月日년월일";

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Ordinals =
        Lookup("ST", "ND", "RD", "TH", "ER", "O", "A", "º", "ª");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Fillers =
        Lookup("OF", "DE", "DEL", "DI", "THE");

    /// <summary>The numbers and months of a text.</summary>
    public static List<DateToken> Of(string text)
    {
        var tokens = new List<DateToken>();
        var (separator, length, isJoined) = ('\0', 0, false);
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            var isAfterNumber = tokens.Count > 0 && tokens[^1].Digits > 0;
            if (char.IsDigit(text[at]))
            {
                var number = 0L;
                for (; at < text.Length && char.IsDigit(text[at]); at++)
                {
                    number = at - start < MostDigits
                        ? (number * 10) + CharUnicodeInfo.GetDecimalDigitValue(text[at])
                        : 0;
                }

                tokens.Add(new(start, at, at - start, number, [], '\0', separator, isJoined));
                (separator, length, isJoined) = ('\0', 0, true);
            }
            else if (isAfterNumber && separator is '\0' or ' ' && Units.Contains(text[at], StringComparison.Ordinal))
            {
                at++;
                tokens[^1] = tokens[^1] with { End = at, Unit = text[start] };
                (separator, length) = ('\0', 0);
            }
            else if (char.IsLetter(text[at]))
            {
                at = EndOfWord(text, at);
                var word = WithoutAccents(text.AsSpan(start, at - start));
                if (MonthNames.MonthsOf(word) is { Length: > 0 } months)
                {
                    tokens.Add(new(start, at, 0, 0, months, '\0', separator, isJoined));
                    (separator, length, isJoined) = ('\0', 0, true);
                }
                else if (isAfterNumber && start == tokens[^1].End && Ordinals.Contains(word))
                {
                    tokens[^1] = tokens[^1] with { End = at };
                }
                else
                {
                    isJoined &= Fillers.Contains(word);
                }
            }
            else
            {
                separator = separator is '\0' or ' ' ? (char.IsWhiteSpace(text[at]) ? ' ' : text[at]) : separator;
                length++;
                isJoined &= length <= LongestSeparator && text[at] is not ('\r' or '\n');
                at++;
            }
        }

        return tokens;
    }

    private static ReadOnlySpan<char> WithoutAccents(ReadOnlySpan<char> word) =>
        word.Length > LongestMonth ? [] : Ascii.IsValid(word) ? word : new FoldedText(word.ToString()).Value;

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(params string[] words) =>
        new HashSet<string>(words, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static int EndOfWord(string text, int at)
    {
        while (at < text.Length
               && (char.IsLetter(text[at]) || char.GetUnicodeCategory(text[at]) == UnicodeCategory.NonSpacingMark))
        {
            at++;
        }

        return at;
    }
}
