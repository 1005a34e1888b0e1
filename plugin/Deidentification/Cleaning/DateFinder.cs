// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>
/// Finds dates in text as people write them: in any order, with and without zeros, centuries, separators and the names
/// of months.
/// </summary>
internal sealed class DateFinder
{
    /// <summary>What stands between the numbers of a date with a year of two digits: others are of anything.</summary>
    private const string Separators = "./-_";

    /// <summary>
    /// The dates; with a year of two digits as it is written, and with day 0 for the month alone.
    /// </summary>
    private readonly HashSet<(long Year, long Month, long Day)> _dates = [];

    /// <summary>Adds a date.</summary>
    /// <param name="date">The date.</param>
    /// <param name="isBirth">Whether it is one of birth, which people write with a year of two digits, too.</param>
    public void Add(CalendarDate date, bool isBirth)
    {
        _dates.Add((date.Year, date.Month, date.Day));
        _dates.Add((date.Year, date.Month, 0));
        if (isBirth)
        {
            _dates.Add((date.Year % 100, date.Month, date.Day));
        }
    }

    /// <summary>Where the dates stand in a text.</summary>
    public IEnumerable<(int Start, int End)> Find(string text)
    {
        if (_dates.Count == 0 || !text.Any(char.IsDigit))
        {
            yield break;
        }

        var tokens = DateToken.Of(text);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Length(tokens, i) is var length and > 0)
            {
                yield return (tokens[i].Start, tokens[i + length - 1].End);
                i += length - 1;
            }
        }
    }

    /// <summary>How many tokens from here on are a date; 0 if none is.</summary>
    private int Length(List<DateToken> tokens, int at)
    {
        var isPair = at + 1 < tokens.Count && tokens[at + 1].IsJoined;
        return isPair && at + 2 < tokens.Count && tokens[at + 2].IsJoined
            && IsDay(tokens[at], tokens[at + 1], tokens[at + 2]) ? 3
            : isPair && IsMonth(tokens[at], tokens[at + 1]) ? 2
            : IsDigits(tokens[at]) ? 1
            : 0;
    }

    private bool IsDay(DateToken first, DateToken second, DateToken third)
    {
        if (first.Digits == 0)
        {
            return Array.Exists(first.Months, month => IsDay(third, month, second));
        }

        if (second.Digits == 0)
        {
            return Array.Exists(
                second.Months,
                month => IsDay(third, month, first) || (first.Digits == 4 && IsDay(first, month, third)));
        }

        var hasYear = first.Digits == 4 || third.Digits == 4 || first.Unit != '\0'
            || (second.Separator == third.Separator && Separators.Contains(second.Separator, StringComparison.Ordinal));
        return hasYear
            && ((second.Digits <= 2 && (IsDay(first, second.Number, third) || IsDay(third, second.Number, first)))
                || (first.Digits <= 2 && IsDay(third, first.Number, second)));
    }

    private bool IsDay(DateToken year, long month, DateToken day) =>
        year.Digits is 2 or 4 && day.Digits is 1 or 2 && _dates.Contains((year.Number, month, day.Number));

    /// <summary>A month of a year alone, which tells enough of a date.</summary>
    private bool IsMonth(DateToken first, DateToken second) =>
        first is { Digits: 4, Unit: not '\0' } && second is { Digits: 1 or 2, Unit: not '\0' }
            ? _dates.Contains((first.Number, second.Number, 0))
            : Array.Exists(first.Months, month => second.Digits == 4 && _dates.Contains((second.Number, month, 0)))
                || Array.Exists(second.Months, month => first.Digits == 4 && _dates.Contains((first.Number, month, 0)));

    /// <summary>A date without separators, alone or before a time of day.</summary>
    private bool IsDigits(DateToken token) => token.Digits switch
    {
        6 => IsDigits(token.Number, 100),

        // As spreadsheets write it, without the first zero.
        7 => IsDayFirst(token.Number, 10_000),
        8 => IsDigits(token.Number, 10_000),
        12 => IsYearFirst(token.Number / 10_000),
        14 => IsYearFirst(token.Number / 1_000_000),
        _ => false,
    };

    private bool IsDigits(long number, int century) => IsYearFirst(number) || IsDayFirst(number, century);

    private bool IsYearFirst(long number) =>
        _dates.Contains((number / 10_000, number / 100 % 100, number % 100)) && number % 100 > 0;

    private bool IsDayFirst(long number, int years)
    {
        var (year, second, first) = (number % years, number / years % 100, number / years / 100);
        return first > 0 && second > 0
            && (_dates.Contains((year, second, first)) || _dates.Contains((year, first, second)));
    }
}
