// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>
/// Reads text as UTF-8 that is declared in another character set: many programs write only UTF-8. Text in another set
/// is hardly ever valid UTF-8 by chance.
/// </summary>
internal static class OtherReading
{
    /// <summary>The text in UTF-8; null if it is none, or the same in the set that the file declares.</summary>
    /// <param name="element">The element.</param>
    /// <param name="vr">The VR of the text.</param>
    public static string? Of(in DataElement element, DicomVR vr) =>
        vr != DicomVR.UI && element.Sequence is null && !element.IsEncapsulated
        && element.Length <= int.MaxValue && !Ascii.IsValid(element.Value)
        && element.Dataset.CharacterSet != SpecificCharacterSet.Utf8 && Utf8.IsValid(element.Value)
            ? Encoding.UTF8.GetString(element.Value).Trim(' ', '\0')
            : null;

    /// <summary>
    /// The VR that bytes are decoded by: terms and numbers are of ASCII (PS3.5 6.2), so where there is anything else
    /// somebody wrote text.
    /// </summary>
    public static DicomVR DecodedAs(in DataElement element, DicomVR vr) =>
        vr == DicomVR.UI || vr.UsesSpecificCharacterSet() || IsPlain(in element) ? vr : DicomVR.LO;

    /// <summary>
    /// Whether a value is of ASCII alone, in whatever character set: without what switches to another one.
    /// </summary>
    public static bool IsPlain(in DataElement element) =>
        Ascii.IsValid(element.Value) && !element.Value.Contains((byte)'\e');

    /// <summary>
    /// Whether nobody reads a text as the file declares: the default set has but ASCII (PS3.5 6.1.2.1), and no text has
    /// control characters beyond it. What stands there instead is no name that anything else is called by.
    /// </summary>
    /// <param name="element">The element.</param>
    /// <param name="declared">Its text as the file declares.</param>
    /// <param name="other">Its text in UTF-8, if it is that as well.</param>
    public static bool IsTheOnlyOne(in DataElement element, string declared, [NotNullWhen(true)] string? other) =>
        other is not null && (element.Dataset.CharacterSet == SpecificCharacterSet.Default
            || declared.AsSpan().ContainsAnyInRange('\u0080', '\u009F'));
}
