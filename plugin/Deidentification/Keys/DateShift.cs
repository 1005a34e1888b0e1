// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Keys;

/// <summary>
/// Shifts dates by whole days (PS3.15 E.3.6), so that intervals and times of the day stay. Incomplete dates stay
/// incomplete, and a time or an offset from UTC stays as it is.
/// </summary>
/// <param name="days">By how many days.</param>
internal sealed class DateShift(int days)
{
    private const int Year = 4;
    private const int Month = 6;
    private const int Day = 8;

    /// <summary>"+ZZXX" or "-ZZXX" (PS3.5 6.2, DT).</summary>
    private const int OffsetLength = 5;

    /// <summary>Whether a VR is one of dates.</summary>
    public static bool Applies(DicomVR vr) => vr is DicomVR.DA or DicomVR.DT;

    /// <summary>The values of an element, each shifted.</summary>
    /// <param name="values">Dates, parts of dates, or ranges, separated by backslashes.</param>
    /// <returns>Null if one of them is not a date, or not one of the calendar.</returns>
    public string? Apply(string values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var parts = values.Split('\\');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Trim(' ', '\0') is not { Length: > 0 } value)
            {
                continue;
            }

            if (ShiftValue(value) is not { } shifted)
            {
                return null;
            }

            parts[i] = shifted;
        }

        return string.Join('\\', parts);
    }

    /// <summary>
    /// Shifts a date, or two with a hyphen between them, either of which may be missing (PS3.4 C.2.2.2.5).
    /// </summary>
    private string? ShiftValue(string value)
    {
        if (ShiftOne(value) is { } date)
        {
            return date;
        }

        for (var i = value.IndexOf('-', StringComparison.Ordinal); i >= 0; i = value.IndexOf('-', i + 1))
        {
            var (from, to) = (value[..i], value[(i + 1)..]);
            if ((from.Length > 0 || to.Length > 0)
                && (from.Length == 0 ? from : ShiftOne(from)) is { } first
                && (to.Length == 0 ? to : ShiftOne(to)) is { } last)
            {
                return $"{first}-{last}";
            }
        }

        return null;
    }

    private string? ShiftOne(string value)
    {
        // ACR-NEMA wrote 1993.07.21 (PS3.5 6.2, DA).
        if (value.Length == 10 && value[4] == '.' && value[7] == '.')
        {
            return ShiftDigits(value.Replace(".", string.Empty, StringComparison.Ordinal)) is { } dotted
                ? $"{dotted[..Year]}.{dotted[Year..Month]}.{dotted[Month..]}"
                : null;
        }

        var digits = value.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : value.Length;
        var length = Math.Min(digits, Day);
        return IsTime(value.AsSpan(length)) && ShiftDigits(value[..length]) is { } shifted
            ? shifted + value[length..]
            : null;
    }

    /// <summary>
    /// Whether a date is followed by a time, an offset from UTC, or nothing, and not by a second date.
    /// </summary>
    private static bool IsTime(ReadOnlySpan<char> rest)
    {
        if (rest.Length >= OffsetLength && rest[^OffsetLength] is '+' or '-'
            && rest[^4..].IndexOfAnyExceptInRange('0', '9') < 0
            && int.Parse(rest[^4..], NumberStyles.None, CultureInfo.InvariantCulture) <= 1400)
        {
            rest = rest[..^OffsetLength];
        }

        var point = rest.IndexOf('.');
        var seconds = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? default : rest[(point + 1)..];
        return seconds.Length is 0 or 2 or 4 or 6 && (point < 0 || (seconds.Length == 6 && fraction.Length is >= 1 and <= 6))
            && seconds.IndexOfAnyExceptInRange('0', '9') < 0 && fraction.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>Shifts a year, a month or a day. A year or a month is shifted from its middle.</summary>
    private string? ShiftDigits(string digits)
    {
        var (completed, format) = digits.Length switch
        {
            Year => (digits + "0702", "yyyy"),
            Month => (digits + "15", "yyyyMM"),
            Day => (digits, "yyyyMMdd"),
            _ => (string.Empty, string.Empty),
        };
        if (!DateOnly.TryParseExact(
            completed, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return null;
        }

        var day = date.DayNumber + days;
        return day >= DateOnly.MinValue.DayNumber && day <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber(day).ToString(format, CultureInfo.InvariantCulture)
            : null;
    }
}
