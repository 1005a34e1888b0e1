// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>A word that may be a month.</summary>
/// <param name="Months">The months that it means, in one language or another, from 1.</param>
/// <param name="IsRoman">Whether it is a Roman number, which may number anything.</param>
/// <param name="IsCommon">Whether it is also another word.</param>
internal sealed record MonthWord(int[] Months, bool IsRoman, bool IsCommon)
{
    /// <summary>VIII.</summary>
    private const int LongestRoman = 4;

    /// <summary>The Roman numbers of the months.</summary>
    public static readonly IReadOnlyList<string> RomanNumbers =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

    private static readonly SearchValues<char> RomanDigits = SearchValues.Create("IVXivx");

    private static readonly MonthWord[] Roman =
        [.. RomanNumbers.Select((_, index) => new MonthWord([index + 1], IsRoman: true, IsCommon: true))];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Common =
        new HashSet<string>(["MAY", "MARCH", "OUT", "SET", "AGO", "LIP", "SUB", "MAR", "SIN", "ELO", "HEI", "OCA"],
            StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads a word without accents.</summary>
    /// <returns>Null if it is not a month.</returns>
    public static MonthWord? Of(ReadOnlySpan<char> word)
    {
        if (word.Length <= LongestRoman && IndexOfRoman(word) is >= 0 and var roman)
        {
            return Roman[roman];
        }

        var months = MonthNames.MonthsOf(word);
        return months.Length > 0 ? new(months, IsRoman: false, Common.Contains(word)) : null;
    }

    private static int IndexOfRoman(ReadOnlySpan<char> word)
    {
        // A small x is more often a sign of multiplication.
        if (word.ContainsAnyExcept(RomanDigits) || (word.Length == 1 && char.IsLower(word[0])))
        {
            return -1;
        }

        for (var i = 0; i < RomanNumbers.Count; i++)
        {
            if (word.Equals(RomanNumbers[i], StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
