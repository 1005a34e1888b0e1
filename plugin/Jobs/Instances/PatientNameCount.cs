// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrthancDeid.Jobs.Instances;

/// <summary>
/// The count of anonymized patients: the highest number in use, and the lower ones that are free. A count is either
/// read, or made to replace one that could not be read.
/// </summary>
internal sealed class PatientNameCount
{
    // More than anybody has, and far enough below the limit of an integer that the next number is an integer, too.
    private const int Most = 999_999_999;

    private readonly SortedSet<int> _free;
    private int _highest;

    private PatientNameCount(int highest, IEnumerable<int> free)
    {
        _highest = highest;
        _free = [.. free];
    }

    /// <summary>The count that starts after a number.</summary>
    /// <param name="highest">The highest number in use; 0 for none.</param>
    public static PatientNameCount After(int highest) => new(highest, []);

    /// <summary>Reads what <see cref="ToString"/> wrote; empty text means that no number is in use.</summary>
    /// <returns>Whether it is a count.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out PatientNameCount? count)
    {
        count = null;
        var numbers = new List<int>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            numbers.Add(number);
        }

        var highest = numbers.Count > 0 ? numbers[0] : 0;
        var free = numbers.Skip(1).ToList();
        if (highest > Most || free.Exists(number => number < 1 || number >= highest))
        {
            return false;
        }

        count = new PatientNameCount(highest, free);
        return true;
    }

    /// <summary>The number in the name of an anonymized patient; null if the name has another form.</summary>
    public static int? NumberOf(string name) =>
        name.StartsWith(PatientNameCounter.Prefix, StringComparison.OrdinalIgnoreCase)
        && int.TryParse(
            name.AsSpan(PatientNameCounter.Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= Most
            ? number : null;

    /// <summary>Takes the lowest number that is free.</summary>
    public int Take()
    {
        var number = _free.Count > 0 ? _free.Min : _highest + 1;
        Hold(number);
        return number;
    }

    /// <summary>Marks a number as in use, whoever took it.</summary>
    public void Hold(int number)
    {
        // Nobody knows of the numbers between the highest one and this one, so they count as used.
        _highest = Math.Max(_highest, Math.Min(number, Most));
        _free.Remove(number);
    }

    /// <summary>Makes a number free.</summary>
    public void GiveBack(int number)
    {
        if (number < 1 || number > _highest)
        {
            // It is free: it was never taken, or it was given back, and so were all above it.
            return;
        }

        _free.Add(number);
        while (_free.Remove(_highest))
        {
            _highest--;
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(' ', _free.Prepend(_highest).Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
