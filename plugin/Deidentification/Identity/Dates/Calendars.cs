// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>Converts a day to the calendars in which people write dates.</summary>
internal static class Calendars
{
    /// <summary>The difference of the Thai and the Gregorian year, which begin on the same day.</summary>
    private const int Buddhist = 543;

    /// <summary>The year before the first one of the Republic of China.</summary>
    private const int BeforeRepublic = 1911;

    /// <summary>
    /// More than any year. The year of an era is a number above this, whose remainder is the year in the era.
    /// </summary>
    public const int OfEra = 10_000;

    /// <summary>The first days of the Japanese eras, the last one first; the number of an era is its place.</summary>
    private static readonly DateOnly[] Eras =
        [new(2019, 5, 1), new(1989, 1, 8), new(1926, 12, 25), new(1912, 7, 30), new(1868, 1, 25)];

    private static readonly Calendar[] Lunar = [new PersianCalendar(), new UmAlQuraCalendar()];

    /// <summary>How many eras there are.</summary>
    public static int CountOfEras => Eras.Length;

    /// <summary>The number for a year of a Japanese era.</summary>
    /// <param name="era">0 for Reiwa, 1 for Heisei, and so on.</param>
    /// <param name="year">The year, from 1.</param>
    public static int YearOfEra(int era, int year) => (OfEra * (era + 1)) + year;

    /// <summary>The date with each unambiguous number of its year: of four digits, or of an era.</summary>
    public static IEnumerable<(int Year, int Month, int Day)> WholeYears(int year, int month, int day)
    {
        yield return (year, month, day);
        yield return (year + Buddhist, month, day);
        if (!IsDay(year, month, day, out var date))
        {
            yield break;
        }

        foreach (var calendar in Lunar)
        {
            var moment = date.ToDateTime(TimeOnly.MinValue);
            if (moment >= calendar.MinSupportedDateTime && moment <= calendar.MaxSupportedDateTime)
            {
                yield return (calendar.GetYear(moment), calendar.GetMonth(moment), calendar.GetDayOfMonth(moment));
            }
        }

        // An era ends on the day on which the next one begins; that day is written with either.
        for (var era = 0; era < Eras.Length; era++)
        {
            if (date >= Eras[era] && (era == 0 || date <= Eras[era - 1]))
            {
                yield return (YearOfEra(era, year - Eras[era].Year + 1), month, day);
            }
        }
    }

    /// <summary>The year without its century, and the year of the Republic of China: two or three digits.</summary>
    public static IEnumerable<int> ShortYears(int year)
    {
        yield return year % 100;
        yield return (year + Buddhist) % 100;
        if (year - BeforeRepublic is > 0 and < 1000 and var republican)
        {
            yield return republican;
        }
    }

    /// <summary>The day of the Gregorian calendar, if there is one.</summary>
    public static bool IsDay(int year, int month, int day, out DateOnly date)
    {
        var isDay = year is >= 1 and <= 9999 && month is >= 1 and <= 12
            && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = isDay ? new(year, month, day) : default;
        return isDay;
    }
}
