// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>A date of any calendar, as in a value of DA or DT (PS3.5 6.2).</summary>
internal readonly record struct CalendarDate(int Year, int Month, int Day)
{
    private const int Digits = 8;

    /// <summary>Reads year, month and day; what follows, the time of a DT, does not matter.</summary>
    public static bool TryParse(string text, out CalendarDate date)
    {
        // With points, as ACR-NEMA wrote them.
        var digits = text.Replace(".", string.Empty, StringComparison.Ordinal);
        date = default;
        if (digits.Length < Digits
            || !int.TryParse(digits.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        date = new(number / 10_000, number / 100 % 100, number % 100);
        return date is { Year: > 0, Month: >= 1 and <= 13, Day: >= 1 and <= 32 };
    }
}
