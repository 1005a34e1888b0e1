// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Derived;

/// <summary>What a VR allows (PS3.5 6.2). Derived values conform to it, even if their sources do not.</summary>
internal static class ValueLimits
{
    private const int CharactersOfText = 64;
    private const int CharactersOfShortText = 16;

    /// <summary>The most characters of one value; null if only the encoding limits it.</summary>
    public static int? LongestOf(DicomVR vr) => vr switch
    {
        DicomVR.AE or DicomVR.CS or DicomVR.DS or DicomVR.SH => CharactersOfShortText,
        DicomVR.AS => 4,
        DicomVR.IS => 12,
        DicomVR.LO or DicomVR.PN => CharactersOfText,
        DicomVR.ST => 1024,
        DicomVR.LT => 10240,
        _ => null,
    };

    /// <summary>
    /// Whether text that is too long may be cut: a sentence remains one, but two identifiers might become the same.
    /// </summary>
    public static bool MayBeCut(DicomTag tag, DicomVR vr) => vr is DicomVR.LO or DicomVR.LT or DicomVR.SH or DicomVR.ST
        && AttributeClasses.Of(tag) is not (AttributeClass.PatientId or AttributeClass.StudyId or AttributeClass.OrderId
            or AttributeClass.SpecimenId or AttributeClass.DeviceId)
        && tag != DicomTag.PatientID && tag != DicomTag.AccessionNumber && tag != DicomTag.StudyID;

    /// <summary>
    /// Replaces control characters by spaces, except those that separate lines and columns, if the VR may have them.
    /// </summary>
    public static string WithoutControls(string text, DicomVR vr)
    {
        var isParagraph = vr is DicomVR.LT or DicomVR.ST or DicomVR.UT;
        return string.Concat(text.Select(character =>
            char.IsControl(character) && !(isParagraph && character is '\r' or '\n' or '\t' or '\f') ? ' ' : character));
    }

    /// <summary>The first characters of a text, as many as one value may have.</summary>
    public static string Cut(string value, int longest) => value.Length <= longest ? value
        : value[..(char.IsHighSurrogate(value[longest - 1]) ? longest - 1 : longest)].TrimEnd();

    /// <summary>Why a value does not fit its VR; null if it does.</summary>
    /// <param name="value">One value, not empty.</param>
    /// <param name="vr">The VR.</param>
    public static string? FaultOf(string value, DicomVR vr) => vr switch
    {
        DicomVR.PN when Array.Exists(value.Split('='), group => group.Length > CharactersOfText) => TooLong(CharactersOfText),
        DicomVR.PN => null,
        _ when LongestOf(vr) is { } longest && value.Length > longest => TooLong(longest),
        DicomVR.AS when !IsAge(value) => "is not an age such as 045Y",
        DicomVR.CS when value.Any(character => !(char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character is ' ' or '_')) =>
            "may only have capital letters, digits, spaces and underscores",
        DicomVR.DA or DicomVR.DT or DicomVR.TM when !DateOrTime.IsValid(value, vr) => "is not a date or time",
        DicomVR.DS when !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) =>
            "is not a number",
        DicomVR.IS when !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => "is not an integer",
        DicomVR.AE or DicomVR.UR when !Ascii.IsValid(value) => "may only have characters of ASCII",
        _ => null,
    };

    private static string TooLong(int longest) => string.Create(CultureInfo.InvariantCulture, $"has more than {longest} characters");

    private static bool IsAge(string value) =>
        value is [>= '0' and <= '9', >= '0' and <= '9', >= '0' and <= '9', 'D' or 'W' or 'M' or 'Y'];
}
