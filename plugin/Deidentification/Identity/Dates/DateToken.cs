// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics.CodeAnalysis;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>A number or the name of a month in a text, which may be a part of a date.</summary>
/// <param name="Start">Where it begins, with the name of its era.</param>
/// <param name="End">
/// Where it ends, with the letters of an ordinal number or the character for year, month or day.
/// </param>
/// <param name="Digits">How many digits a number has; 0 for the name of a month.</param>
/// <param name="Number">The number, if it has up to <see cref="DateTokens.MostDigits"/> digits.</param>
internal readonly record struct DateToken(int Start, int End, int Digits, int Number)
{
    /// <summary>Where the digits of a number begin.</summary>
    public int DigitsStart { get; init; }

    /// <summary>The months that a name means.</summary>
    public MonthWord? Month { get; init; }

    /// <summary>What the character after a number says.</summary>
    public DateUnit Unit { get; init; }

    /// <summary>The Japanese era of a year, from 1; 0 for none.</summary>
    public int Era { get; init; }

    /// <summary>Whether the number is one of a week.</summary>
    public bool IsWeek { get; init; }

    /// <summary>Whether the word before it says that a date follows.</summary>
    public bool IsAnnounced { get; init; }

    /// <summary>The character before it: a mark, a space, or 0 for none.</summary>
    public char Separator { get; init; }

    /// <summary>Whether it can belong to the token before it.</summary>
    public bool IsJoined { get; init; }

    /// <summary>Whether it is a name, not a number.</summary>
    [MemberNotNullWhen(true, nameof(Month))]
    public bool IsName => Month is not null;

    /// <summary>Whether it may be a month or a day, or a year without its century.</summary>
    public bool IsShort => Digits is 1 or 2;

    /// <summary>Whether it can only be a year.</summary>
    public bool IsWholeYear => Digits == 4 || Era > 0 || Unit == DateUnit.Year;
}
