// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>
/// Finds dates in a text: each possible reading of its numbers and names is compared with the dates of the
/// file.
/// </summary>
internal sealed class WrittenDates
{
    /// <summary>The separators of a date with a year of two digits. Other characters may separate any numbers.</summary>
    private const string Separators = "./-_\u2010\u2011\u2013\uFF0D\uFF0E\uFF0F";

    /// <summary>The separators of a day and a month alone. A hyphen may also separate levels.</summary>
    private const string ShortSeparators = "./";

    private readonly OwnDates _dates;
    private readonly string _text;

    /// <summary>The tokens that may belong together.</summary>
    private List<DateToken> _tokens = [];

    private WrittenDates(OwnDates dates, string text)
    {
        _dates = dates;
        _text = text;
    }

    private int Count => _tokens.Count;

    /// <summary>The places of the dates of a file in a text.</summary>
    public static IEnumerable<(int Start, int End)> Find(OwnDates dates, string text) =>
        dates.IsEmpty ? []
        : ChineseNumerals.Of(text) is { } numerals
            ? new WrittenDates(dates, numerals.Plain).Find().Select(found => numerals.OriginOf(found.Start, found.End))
        : new WrittenDates(dates, text).Find();

    private IEnumerable<(int Start, int End)> Find()
    {
        foreach (var tokens in DateTokens.Of(_text, _dates))
        {
            _tokens = tokens;
            for (var i = 0; i < Count; i++)
            {
                if (Length(i) is var length and > 0)
                {
                    yield return (_tokens[i].Start, _tokens[i + length - 1].End);
                    i += length - 1;
                }
            }
        }
    }

    /// <summary>How many tokens the date has that begins at one of them; 0 if there is none.</summary>
    private int Length(int at)
    {
        var first = _tokens[at];
        if (at + 1 < Count && _tokens[at + 1] is { IsJoined: true } second)
        {
            if (at + 2 < Count && _tokens[at + 2] is { IsJoined: true } third)
            {
                if (at + 3 < Count && _tokens[at + 3] is { IsJoined: true } fourth && IsRange(first, second, third, fourth))
                {
                    return 4;
                }

                if (IsDay(first, second, third))
                {
                    return 3;
                }
            }

            if (IsPair(at, first, second))
            {
                return 2;
            }
        }

        return IsRun(first) ? 1 : 0;
    }

    private static bool IsSame(in DateToken second, in DateToken third) => second.Separator == third.Separator
        && Separators.Contains(second.Separator, StringComparison.Ordinal);

    /// <summary>Two days of a month: 12-13 March 2024, March 12-13, 2024, 12.-13.3.2024.</summary>
    private bool IsRange(in DateToken first, in DateToken second, in DateToken third, in DateToken fourth) =>
        fourth is { Digits: 4 } && second.IsShort
        && (third.IsName ? first.IsShort && IsDay(first, third, fourth)
            : first.IsName && third.IsShort && IsDay(first, second, fourth));

    private bool IsDay(in DateToken first, in DateToken second, in DateToken third)
    {
        if (first.IsName)
        {
            return IsDay(third, first.Month, second);
        }

        if (second.IsName)
        {
            return IsDay(third, second.Month, first) || IsDay(first, second.Month, third);
        }

        if (third.IsName)
        {
            return first.IsWholeYear && IsDay(first, third.Month, second);
        }

        if (second.IsWeek)
        {
            return first.Digits == 4 && third.Digits == 1
                && _dates.ContainsDayOfWeek(first.Number, second.Number, third.Number);
        }

        // Unless both separators are the same and usual, the year must be unmistakable: T17:08:21 is a time of day.
        var isSame = IsSame(second, third);
        var (isYearFirst, isYearLast) = (first.IsWholeYear || isSame, third.IsWholeYear || isSame);
        return (second.IsShort && ((isYearFirst && IsDay(first, second.Number, third))
                || (isYearLast && IsDay(third, second.Number, first))))
            || (first.IsShort && isYearLast && IsDay(third, first.Number, second))
            || (third.IsShort && first.IsWholeYear && IsDay(first, third.Number, second));
    }

    private bool IsDay(in DateToken year, MonthWord name, in DateToken day)
    {
        foreach (var month in name.Months)
        {
            if (IsDay(in year, month, in day))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsDay(in DateToken year, int month, in DateToken day) =>
        day.IsShort && day.Number > 0 && IsOfYear(year, month, day.Number);

    /// <summary>
    /// Whether a number can be the year of a date with a month and a day; with day 0, of a month. A single digit can only
    /// with the name of an era, or the character for a year.
    /// </summary>
    private bool IsOfYear(in DateToken year, int month, int day)
    {
        if (year.Digits is >= 2 and <= 4 && _dates.Contains(year.Number, month, day))
        {
            return true;
        }

        if (year.Era > 0)
        {
            return year.IsShort && _dates.Contains(Calendars.YearOfEra(year.Era - 1, year.Number), month, day);
        }

        for (var era = 0; year is { Unit: DateUnit.Year, IsShort: true } && era < Calendars.CountOfEras; era++)
        {
            if (_dates.Contains(Calendars.YearOfEra(era, year.Number), month, day))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether two tokens are a date that is unambiguous without a third part.</summary>
    private bool IsPair(int at, in DateToken first, in DateToken second)
    {
        if (first.IsName || second.IsName)
        {
            var isDirect = Separators.Contains(second.Separator, StringComparison.Ordinal);
            return first.IsName ? IsNamed(at, first.Month, second, isDirect) : IsNamed(at, second.Month!, first, isDirect);
        }

        if (first.IsWeek || second.IsWeek)
        {
            var (week, year) = first.IsWeek ? (first, second) : (second, first);
            return year.Digits == 4 && (week.Digits == 3
                ? _dates.ContainsDayOfWeek(year.Number, week.Number / 10, week.Number % 10)
                : week.IsShort && _dates.ContainsWeek(year.Number, week.Number));
        }

        return first.Unit != DateUnit.None && second.Unit != DateUnit.None ? IsOfUnits(first, second)
            : IsAlone(at, second) && IsNumeric(first, second);
    }

    private bool IsNamed(int at, MonthWord name, in DateToken number, bool isDirect)
    {
        var isOfYear = number.IsWholeYear && !HasDay(at) && (!name.IsRoman || isDirect);
        var isOfDay = number.IsShort && !name.IsRoman && !HasYear(at);
        foreach (var month in name.Months)
        {
            if ((isOfYear && (name.IsRoman
                    ? _dates.ContainsMonth(number.Number, month)
                    : IsOfYear(in number, month, 0)))
                || (isOfDay && (_dates.ContainsDay(month, number.Number)
                    || (number.Digits == 2 && !name.IsCommon && _dates.Contains(number.Number, month, 0)))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a month and a year have a day, so that they are part of another date.</summary>
    private bool HasDay(int at) => _tokens[at].IsName
        ? at > 0 && _tokens[at].IsJoined && _tokens[at - 1].IsShort
        : at + 2 < Count && _tokens[at + 2] is { IsJoined: true, IsShort: true };

    /// <summary>Whether a month and a day have a year, so that they are part of another date.</summary>
    private bool HasYear(int at) =>
        (at + 2 < Count && _tokens[at + 2] is { IsJoined: true, IsWholeYear: true })
        || (at > 0 && _tokens[at].IsJoined && _tokens[at - 1].IsWholeYear);

    private bool IsOfUnits(in DateToken first, in DateToken second) =>
        (first.Unit, second.Unit) switch
        {
            (DateUnit.Year, DateUnit.Month) => IsOfYear(first, second.Number, 0),
            (DateUnit.Month, DateUnit.Day) => _dates.ContainsDay(first.Number, second.Number),
            _ => false,
        };

    /// <summary>
    /// Whether two numbers are not the beginning or the end of three with the same separator, which are another date.
    /// </summary>
    private bool IsAlone(int at, in DateToken second) =>
        !(_tokens[at].IsJoined && _tokens[at].Separator == second.Separator)
        && !(at + 2 < Count && _tokens[at + 2].IsJoined && _tokens[at + 2].Separator == second.Separator);

    private bool IsNumeric(in DateToken first, in DateToken second)
    {
        var (isYearFirst, isYearLast) = (first.Digits == 4, second.Digits == 4);
        if (isYearFirst == isYearLast)
        {
            return first.IsAnnounced && first.IsShort && second.IsShort
                && ShortSeparators.Contains(second.Separator, StringComparison.Ordinal)
                && IsAnnounced(first, second);
        }

        var (year, other) = isYearFirst ? (first, second) : (second, first);
        return other.Digits == 3
            ? second.Separator != '\0' && _dates.ContainsOrdinal(year.Number, other.Number)
            : other.IsShort && _dates.ContainsMonth(year.Number, other.Number)
                && (Separators.Contains(second.Separator, StringComparison.Ordinal)
                    || (second.Separator == ' ' && other.Digits == 2));
    }

    /// <summary>Whether two numbers are a day and a month, or a month and a year.</summary>
    private bool IsAnnounced(in DateToken first, in DateToken second) =>
        _dates.ContainsDay(second.Number, first.Number) || _dates.ContainsDay(first.Number, second.Number)
        || (second.Digits == 2 && _dates.Contains(second.Number, first.Number, 0));

    /// <summary>Whether digits are a date without separators, alone or before a time of day.</summary>
    private bool IsRun(in DateToken token) => token.Digits >= DigitRun.Shortest && DigitRun.HoldsDate(
        _dates, _text.AsSpan(token.DigitsStart, token.Digits),
        isFraction: token.Separator is '.' or ',' && token.IsJoined);
}
