// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>
/// The dates of a file in all forms that a text can have: in each calendar, as a day of a year or a week, as seconds since
/// 1970. Text is compared with them, so a number that is none of these dates is never taken for a date.
/// </summary>
internal sealed class OwnDates
{
    /// <summary>Stands for any year.</summary>
    private const int AnyYear = 99_999;

    private const int DaysOfWeek = 7;
    private const int SecondsOfDay = 86_400;

    /// <summary>The time zones that are furthest ahead of UTC and furthest behind it, in seconds.</summary>
    private const int Latest = 14 * 3600;
    private const int Earliest = 12 * 3600;

    /// <summary>The dates; with day 0 for the month alone, see also <see cref="AnyYear"/>.</summary>
    private readonly HashSet<int> _dates = [];

    /// <summary>Months that count also if they are written as two numbers.</summary>
    private readonly HashSet<int> _months = [];

    /// <summary>The dates as days since the year 1.</summary>
    private readonly HashSet<int> _days = [];

    /// <summary>
    /// Days, and the years of forms without a day. Each form of a date contains one of these numbers, except digits
    /// without separators. A year has two digits or more, unless it is one of an era.
    /// </summary>
    private readonly HashSet<int> _numbers = [];
    private readonly HashSet<int> _years = [];

    /// <summary>Whether there are no dates.</summary>
    public bool IsEmpty => _dates.Count == 0;

    /// <summary>Adds a date with whole years, and its month.</summary>
    public void AddWhole(CalendarDate date)
    {
        foreach (var (year, month, day) in Calendars.WholeYears(date.Year, date.Month, date.Day))
        {
            Add(year, month, day);
            Add(year, month, 0);
        }

        if (Calendars.IsDay(date.Year, date.Month, date.Day, out var whole))
        {
            _days.Add(whole.DayNumber);
            _years.Add(date.Year);

            // The first and the last days of a year may be in a week of another one (ISO 8601).
            _years.Add(ISOWeek.GetYear(whole));
        }
    }

    /// <summary>Adds a date as it is written without the century.</summary>
    public void AddShort(CalendarDate date)
    {
        foreach (var year in Calendars.ShortYears(date.Year))
        {
            Add(year, date.Month, date.Day);
        }
    }

    /// <summary>Adds the forms of a date without the day, or without the year.</summary>
    public void AddParts(CalendarDate date)
    {
        Add(AnyYear, date.Month, date.Day);
        Add(date.Year % 100, date.Month, 0);
        foreach (var (year, month, _) in Calendars.WholeYears(date.Year, date.Month, date.Day))
        {
            _months.Add(Key(year, month, 0));
        }
    }

    /// <summary>
    /// Whether a number of a text may be the day or the year of a date, or a whole date without separators.
    /// </summary>
    /// <param name="number">The number.</param>
    /// <param name="digits">How many digits it has.</param>
    public bool MayHold(int number, int digits) => digits >= DigitRun.Shortest || _numbers.Contains(number)
        || (digits > 1 && _years.Contains(number));

    /// <summary>
    /// Whether there is such a date in any calendar; with day 0, whether there is one in that month, if the month is
    /// written by its name.
    /// </summary>
    public bool Contains(long year, long month, long day) => _dates.Contains(Key(year, month, day));

    /// <summary>Whether a month that is written as two numbers is that of a date.</summary>
    public bool ContainsMonth(long year, long month) => _months.Contains(Key(year, month, 0));

    /// <summary>Whether a day of any year is that of a date.</summary>
    public bool ContainsDay(long month, long day) => day > 0 && _dates.Contains(Key(AnyYear, month, day));

    /// <summary>Whether a day of a year, the first being 1, is a date (ISO 8601, ordinal date).</summary>
    public bool ContainsOrdinal(long year, long day) => year is >= 1 and <= 9999
        && day >= 1 && day <= (DateTime.IsLeapYear((int)year) ? 366 : 365)
        && _days.Contains(new DateOnly((int)year, 1, 1).DayNumber + (int)day - 1);

    /// <summary>Whether a day of a week of a year, Monday being 1, is a date (ISO 8601, week date).</summary>
    public bool ContainsDayOfWeek(long year, long week, long day) => IsWeek(year, week) && day is >= 1 and <= DaysOfWeek
        && _days.Contains(Monday(year, week) + (int)day - 1);

    /// <summary>Whether a date is in a week of a year, for dates that also count in parts.</summary>
    public bool ContainsWeek(long year, long week) => _months.Count > 0 && IsWeek(year, week)
        && Enumerable.Range(Monday(year, week), DaysOfWeek).Any(_days.Contains);

    /// <summary>Whether seconds since 1970 are on a date, in any time zone.</summary>
    public bool ContainsSecond(long seconds)
    {
        var from = Day(seconds - Earliest);
        var to = Day(seconds + Latest);
        for (var day = from; day <= to; day++)
        {
            if (day is > 0 and <= int.MaxValue && _days.Contains((int)day))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(int year, int month, int day)
    {
        _dates.Add(Key(year, month, day));
        if (day > 0)
        {
            _numbers.Add(day);
        }
        else
        {
            (year > Calendars.OfEra ? _numbers : _years).Add(year % Calendars.OfEra);
        }
    }

    private static long Day(long seconds) =>
        DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + (long)Math.Floor((double)seconds / SecondsOfDay);

    private static bool IsWeek(long year, long week) =>
        year is > 1 and < 9999 && week >= 1 && week <= ISOWeek.GetWeeksInYear((int)year);

    private static int Monday(long year, long week) =>
        DateOnly.FromDateTime(ISOWeek.ToDateTime((int)year, (int)week, DayOfWeek.Monday)).DayNumber;

    /// <summary>One number for a date; negative for what cannot be a date.</summary>
    private static int Key(long year, long month, long day) =>
        year is >= 0 and < 100_000 && month is >= 1 and <= 13 && day is >= 0 and <= 32
            ? (int)((year * 10_000) + (month * 100) + day)
            : -1;
}
