// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>Dates that are written only with digits, with and without a time.</summary>
internal static class DigitRun
{
    /// <summary>Two digits each of year, month and day.</summary>
    public const int Shortest = 6;

    /// <summary>A date, a time with its fraction, and an offset from UTC have no more (PS3.5 6.2, DT).</summary>
    private const int Longest = 26;

    /// <summary>Year, month and day. Fewer digits are too ambiguous to be found among others.</summary>
    private const int Day = 8;

    /// <summary>A number with more digits may not fit 64 bits.</summary>
    private const int LongestNumber = 18;

    /// <summary>Whether a run of digits holds a date of a file.</summary>
    /// <param name="dates">The dates.</param>
    /// <param name="run">The digits, of any script.</param>
    /// <param name="isFraction">Whether they follow a decimal point.</param>
    public static bool HoldsDate(OwnDates dates, ReadOnlySpan<char> run, bool isFraction)
    {
        if (run.Length is < Shortest or > Longest)
        {
            // What follows a date may be longer, but the date comes first.
            run = run.Length > Longest ? run[..Day] : default;
        }

        Span<byte> digits = stackalloc byte[Longest];
        for (var i = 0; i < run.Length; i++)
        {
            digits[i] = (byte)CharUnicodeInfo.GetDecimalDigitValue(run[i]);
        }

        return HoldsDate(dates, digits[..run.Length], isFraction);
    }

    /// <summary>
    /// Whether an integer is a date with a year of four digits, with or without a time, or a count of seconds or fractions
    /// of a second from 1970 to that day.
    /// </summary>
    public static bool IsDate(OwnDates dates, long number) => Length(number) switch
    {
        Day => IsDay(dates, number),
        12 => IsTime(number % 10_000, 2) ? IsDate(dates, number / 100_000_000, number / 1_000_000 % 100, number / 10_000 % 100)
            : IsEpoch(dates, number, 12),
        14 => IsTime(number % 1_000_000, 3) && IsYearFirst(dates, number / 1_000_000),
        17 => IsTime(number / 1000 % 1_000_000, 3) && IsYearFirst(dates, number / 1_000_000_000),
        var length => IsEpoch(dates, number, length),
    };

    private static bool IsDate(OwnDates dates, long year, long month, long day) => day > 0 && dates.Contains(year, month, day);

    private static bool HoldsDate(OwnDates dates, ReadOnlySpan<byte> digits, bool isFraction) => digits.Length switch
    {
        < Shortest => false,

        // A number with a fraction of six digits is as likely as a date.
        Shortest => !isFraction && IsSix(dates, Number(digits)),
        7 => IsSeven(dates, Number(digits)),
        _ => HoldsDay(dates, digits) || IsShortWithTime(dates, digits)
            || (digits.Length <= LongestNumber + 1 && IsEpoch(dates, Number(digits), digits.Length)),
    };

    /// <summary>Whether the digits contain a date anywhere: before a time, or after another number.</summary>
    private static bool HoldsDay(OwnDates dates, ReadOnlySpan<byte> digits)
    {
        for (var at = 0; at + Day <= digits.Length; at++)
        {
            if (IsDay(dates, Number(digits.Slice(at, Day))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDay(OwnDates dates, long number)
    {
        var (first, second, year) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
        return IsYearFirst(dates, number)
            || (year >= 1000 && (IsDate(dates, year, second, first) || IsDate(dates, year, first, second)));
    }

    private static bool IsYearFirst(OwnDates dates, long number) =>
        number >= 10_000_000 && IsDate(dates, number / 10_000, number / 100 % 100, number % 100);

    /// <summary>Whether six digits are a date with two digits for each part, or a year and a month.</summary>
    private static bool IsSix(OwnDates dates, long number)
    {
        var (first, second, third) = (number / 10_000, number / 100 % 100, number % 100);
        return IsDate(dates, first, second, third) || IsDate(dates, third, second, first)
            || IsDate(dates, third, first, second)
            || dates.ContainsMonth(number / 100, third) || dates.ContainsMonth(number % 10_000, first);
    }

    /// <summary>
    /// Whether seven digits are a date without the leading zero, as spreadsheets write it, a year and the day of the year,
    /// or a date with a year of the Republic of China.
    /// </summary>
    private static bool IsSeven(OwnDates dates, long number)
    {
        var (first, second, year) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
        return (year >= 1000 && (IsDate(dates, year, second, first) || IsDate(dates, year, first, second)))
            || (number >= 1_000_000 && dates.ContainsOrdinal(number / 1000, number % 1000))
            || IsDate(dates, number / 10_000, number / 100 % 100, number % 100);
    }

    private static bool IsShortWithTime(OwnDates dates, ReadOnlySpan<byte> digits)
    {
        if (digits.Length is not (10 or 12) || !IsTime(Number(digits[6..]), (digits.Length - 6) / 2))
        {
            return false;
        }

        var (first, second, third) = (Number(digits[..2]), Number(digits[2..4]), Number(digits[4..6]));
        return IsDate(dates, first, second, third) || IsDate(dates, third, second, first)
            || IsDate(dates, third, first, second);
    }

    /// <summary>Whether a number is hours and minutes, or also seconds, of which one may be a leap second.</summary>
    private static bool IsTime(long number, int parts) => parts == 3
        ? number / 10_000 <= 23 && number / 100 % 100 <= 59 && number % 100 <= 60
        : number / 100 <= 23 && number % 100 <= 59;

    /// <summary>Seconds since 1970, or milliseconds, microseconds or nanoseconds, from 1973 on.</summary>
    private static bool IsEpoch(OwnDates dates, long number, int length) => length switch
    {
        9 or 10 => dates.ContainsSecond(number),
        12 or 13 => dates.ContainsSecond(number / 1000),
        15 or 16 => dates.ContainsSecond(number / 1_000_000),
        18 or 19 => dates.ContainsSecond(number / 1_000_000_000),
        _ => false,
    };

    private static int Length(long number)
    {
        var length = 0;
        for (; number > 0; number /= 10)
        {
            length++;
        }

        return length;
    }

    private static long Number(ReadOnlySpan<byte> digits)
    {
        var number = 0L;
        foreach (var digit in digits)
        {
            number = unchecked((number * 10) + digit);
        }

        return number;
    }
}
