// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>Limits the age in an element.</summary>
internal static class LimitedAge
{
    /// <summary>The new text of an element.</summary>
    /// <param name="element">The age: a number with a unit in a report, else text in the format of VR AS.</param>
    /// <param name="vr">Its VR.</param>
    /// <param name="limit">The highest age, in whole years.</param>
    /// <returns>Null if it is not an age, or its unit is unknown.</returns>
    public static string? Of(in DataElement element, DicomVR vr, int limit)
    {
        if (ElementText.Text(in element, vr) is not { } text)
        {
            return null;
        }

        if (vr != DicomVR.DS || text.Length == 0)
        {
            return AgeText.Limit(text, limit);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && AgeText.YearsOf(number, SubjectContents.UnitOf(in element)) is { } years
            ? Math.Floor(years) > limit ? InUnit(limit + 1, number / years) : text
            : null;
    }

    private static string InUnit(int years, double unitsOfYear) =>
        Math.Ceiling(years * unitsOfYear).ToString(CultureInfo.InvariantCulture);
}
