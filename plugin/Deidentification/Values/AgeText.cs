// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Deidentification.Values;

/// <summary>
/// Ages as text (PS3.5 6.2, AS). All ages beyond a limit become the same age: of a patient who is older than 89, no more
/// than that may be revealed (45 CFR 164.514(b)(2)(i)(C)).
/// </summary>
internal static class AgeText
{
    /// <summary>The number of characters of an age.</summary>
    public const int Length = DigitsOfAge + 1;

    private const int DigitsOfAge = 3;
    private const double DaysOfYear = 365.2425;
    private const int MonthsOfYear = 12;

    /// <summary>Whether all values are ages, written as they should be: three digits, and the unit.</summary>
    public static bool AreAges(string values) => Array.TrueForAll(values.Split('\\'), static age => age.Length == Length
        && age.AsSpan(0, DigitsOfAge).IndexOfAnyExceptInRange('0', '9') < 0 && age[DigitsOfAge] is 'D' or 'W' or 'M' or 'Y');

    /// <summary>The values of an element, with those beyond the limit replaced.</summary>
    /// <param name="values">Ages, separated by backslashes.</param>
    /// <param name="limit">The highest age, in whole years.</param>
    /// <returns>Null if one of them is not an age.</returns>
    public static string? Limit(string values, int limit)
    {
        var ages = values.Split('\\');
        foreach (ref var age in ages.AsSpan())
        {
            if (age.Trim(' ', '\0').Length == 0)
            {
                continue;
            }

            if (YearsOf(age) is not { } years)
            {
                return null;
            }

            if (Math.Floor(years) > limit)
            {
                age = Beyond(limit);
            }
        }

        return string.Join('\\', ages);
    }

    /// <summary>The age that replaces all ages beyond a limit: 090Y for 89.</summary>
    public static string Beyond(int limit) => string.Create(CultureInfo.InvariantCulture, $"{limit + 1:D3}Y");

    /// <summary>
    /// An age in years, from a number with a UCUM unit, as in reports; null if the unit is not one of time.
    /// </summary>
    public static double? YearsOf(double number, string? unit) => unit switch
    {
        "a" or "a_g" or "a_j" or "a_t" => number,
        "mo" or "mo_g" or "mo_j" or "mo_s" => number / MonthsOfYear,
        "wk" => number * 7 / DaysOfYear,
        "d" => number / DaysOfYear,
        "h" => number / 24 / DaysOfYear,
        _ => null,
    };

    /// <summary>An age in years. Programs also write 95Y and 95 instead of 095Y.</summary>
    private static double? YearsOf(string text)
    {
        var value = text.Trim(' ', '\0');
        var digits = value.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : value.Length;
        if (digits is 0 or > DigitsOfAge + 1)
        {
            return null;
        }

        var number = int.Parse(value.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        return value[digits..].Trim() switch
        {
            "" or "Y" or "y" => number,
            "M" or "m" => (double)number / MonthsOfYear,
            "W" or "w" => number * 7 / DaysOfYear,
            "D" or "d" => number / DaysOfYear,
            _ => null,
        };
    }
}
