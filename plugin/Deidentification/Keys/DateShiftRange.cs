// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;

namespace OrthancDeid.Deidentification.Keys;

/// <summary>The range of days by which dates may be shifted. A shift by 0 days is never chosen.</summary>
public sealed record DateShiftRange
{
    /// <summary>The largest shift in either direction, in days: about a century.</summary>
    public const int Largest = 36_525;

    /// <summary>Makes a range.</summary>
    /// <param name="minimum">The smallest shift in days; negative to shift into the past.</param>
    /// <param name="maximum">The largest shift in days.</param>
    /// <exception cref="ArgumentException">No shift is left, or one is larger than <see cref="Largest"/>.</exception>
    public DateShiftRange(int minimum, int maximum)
    {
        (Minimum, Maximum) = IsValid(minimum, maximum) ? (minimum, maximum) : throw new ArgumentException(Expected);
    }

    /// <summary>A sentence that says which two numbers are a range.</summary>
    public static string Expected { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"two numbers of days from {-Largest} to {Largest} are expected, the smaller one first, and not both 0");

    /// <summary>From one to ten years into the past: no shifted date lies in the future.</summary>
    public static DateShiftRange Default { get; } = new(-3650, -365);

    /// <summary>The smallest shift in days.</summary>
    public int Minimum { get; }

    /// <summary>The largest shift in days.</summary>
    public int Maximum { get; }

    /// <summary>Whether two numbers make a range.</summary>
    public static bool IsValid(int minimum, int maximum) =>
        minimum <= maximum && minimum >= -Largest && maximum <= Largest && (minimum != 0 || maximum != 0);

    /// <summary>The shift of a patient in days, never 0; always the same.</summary>
    /// <param name="key">The key of the project.</param>
    /// <param name="patient">The text that identifies the patient in the original.</param>
    public int DaysOf(IdentifierKey key, string patient)
    {
        ArgumentNullException.ThrowIfNull(key);
        var hasNone = Minimum <= 0 && Maximum >= 0;
        var count = (ulong)(Maximum - Minimum + (hasNone ? 0 : 1));
        var days = Minimum + (int)(BinaryPrimitives.ReadUInt64BigEndian(key.Hash("DateShift", patient)) % count);
        return hasNone && days >= 0 ? days + 1 : days;
    }
}
