// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>Distinguishes dates and times (PS3.5 6.2: DA, DT, TM) from other text in their place.</summary>
internal static class DateOrTime
{
    private static readonly DateShift ByNoDay = new(0);

    /// <summary>Whether a VR is one of dates or times.</summary>
    public static bool Applies(DicomVR vr) => vr is DicomVR.TM || DateShift.Applies(vr);

    /// <summary>Whether all values of an element are dates or times, parts or ranges of them, or empty.</summary>
    /// <param name="values">The values, separated by backslashes.</param>
    /// <param name="vr">The VR that they should have.</param>
    public static bool IsValid(string values, DicomVR vr) => vr == DicomVR.TM
        ? Array.TrueForAll(values.Split('\\'), value => IsTimeOrRange(value.Trim(' ', '\0')))
        : ByNoDay.Apply(values) is not null;

    /// <summary>A time, or two with a hyphen between them, either of which may be missing (PS3.4 C.2.2.2.5).</summary>
    private static bool IsTimeOrRange(string value) =>
        value.Split('-') is { Length: 1 or 2 } ends && value != "-"
        && Array.TrueForAll(ends, end => end.Length == 0 || IsTime(end));

    private static bool IsTime(string value)
    {
        // ACR-NEMA wrote 10:11:12 (PS3.5 6.2, TM).
        var text = value.Length >= 5 && value[2] == ':' && (value.Length == 5 || value[5] == ':')
            ? value.Replace(":", string.Empty, StringComparison.Ordinal)
            : value;
        var (digits, fraction) = text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point
            ? (text[..point], text[(point + 1)..])
            : (text, null);
        return (fraction is null || (digits.Length == 6 && fraction.Length is >= 1 and <= 6 && IsNumber(fraction)))
            && digits.Length is 2 or 4 or 6 && IsNumber(digits)
            && IsAtMost(digits, 0, 23) && IsAtMost(digits, 2, 59)

            // 60 is a leap second.
            && IsAtMost(digits, 4, 60);
    }

    private static bool IsNumber(string text) => text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsAtMost(string digits, int at, int largest) => digits.Length <= at
        || int.Parse(digits.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture) <= largest;
}
