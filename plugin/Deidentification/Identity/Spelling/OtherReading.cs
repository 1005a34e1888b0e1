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
    /// <summary>The text read as UTF-8; null if it is not UTF-8, or the same in the set that the file declares.</summary>
    /// <param name="element">The element.</param>
    /// <param name="vr">The VR of the text.</param>
    public static string? Of(in DataElement element, DicomVR vr) =>
        vr != DicomVR.UI && element.Sequence is null && !element.IsEncapsulated
        && element.Length <= int.MaxValue && !Ascii.IsValid(element.Value)
        && element.Dataset.CharacterSet != SpecificCharacterSet.Utf8 && Utf8.IsValid(element.Value)
            ? Encoding.UTF8.GetString(element.Value).Trim(' ', '\0')
            : null;

    /// <summary>
    /// The VR that a value is decoded by. Terms and numbers are ASCII (PS3.5 6.2), so a value with anything else is text
    /// that somebody wrote.
    /// </summary>
    public static DicomVR DecodedAs(in DataElement element, DicomVR vr) =>
        vr == DicomVR.UI || vr.UsesSpecificCharacterSet() || IsPlain(in element) ? vr : DicomVR.LO;

    /// <summary>Whether a value is ASCII in any character set, without an escape to another one.</summary>
    public static bool IsPlain(in DataElement element) =>
        Ascii.IsValid(element.Value) && !element.Value.Contains((byte)'\e');

    /// <summary>
    /// Whether UTF-8 is the only plausible reading of a text: the default set has only ASCII (PS3.5 6.1.2.1), and no text
    /// has control characters beyond ASCII. The declared reading is then nobody's name.
    /// </summary>
    /// <param name="element">The element.</param>
    /// <param name="declared">Its text in the declared character set.</param>
    /// <param name="other">Its text in UTF-8, if it is UTF-8 as well.</param>
    public static bool IsTheOnlyOne(in DataElement element, string declared, [NotNullWhen(true)] string? other) =>
        other is not null && (element.Dataset.CharacterSet == SpecificCharacterSet.Default
            || declared.AsSpan().ContainsAnyInRange('\u0080', '\u009F'));
}
