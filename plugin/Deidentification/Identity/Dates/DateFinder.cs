// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>
/// Finds dates in text as people write them: in any order, with and without zeros, centuries, separators and the names
/// of months, in the calendars that are in use.
/// </summary>
/// <param name="areShifted">
/// Whether the dates of the file are shifted: then any date that stays in a text, however short, reveals the shift.
/// </param>
internal sealed class DateFinder(bool areShifted = false)
{
    private readonly OwnDates _dates = new();
    private readonly OwnDates _births = new();
    private readonly HashSet<(CalendarDate Date, bool IsBirth)> _known = [];

    /// <summary>Adds a date.</summary>
    /// <param name="date">The date.</param>
    /// <param name="isBirth">Whether it is a date of birth, which people also write with a year of two digits.</param>
    public void Add(CalendarDate date, bool isBirth)
    {
        if (!_known.Add((date, isBirth)))
        {
            return;
        }

        _dates.AddWhole(date);
        Whole.AddWhole(date);
        if (isBirth)
        {
            _births.AddWhole(date);
        }

        if (isBirth || areShifted)
        {
            _dates.AddShort(date);
        }

        if (areShifted)
        {
            _dates.AddParts(date);
        }
    }

    /// <summary>The dates in unambiguous form, to find them in values that are not text.</summary>
    public OwnDates Whole { get; } = new();

    /// <summary>Whether somebody was born on a date.</summary>
    public bool IsBirth(CalendarDate date) => _known.Contains((date, true));

    /// <summary>The places of the dates in a text.</summary>
    public IEnumerable<(int Start, int End)> Find(string text) => WrittenDates.Find(_dates, text);

    /// <summary>The places of the dates in unambiguous form.</summary>
    public IEnumerable<(int Start, int End)> FindWhole(string text) => WrittenDates.Find(Whole, text);

    /// <summary>
    /// The places, in unambiguous form, of the dates that must not appear even in terms, codes and what an option retains:
    /// dates of birth or, if dates are shifted, all dates.
    /// </summary>
    public IEnumerable<(int Start, int End)> FindAnywhere(string text) => WrittenDates.Find(areShifted ? Whole : _births, text);
}
