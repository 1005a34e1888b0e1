// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Unicode;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// What text says in UTF-8 that is declared in another character set: many files are written by programs that know but
/// one. Text of any other set is hardly ever valid in UTF-8 by chance.
/// </summary>
internal static class OtherReading
{
    /// <summary>The text in UTF-8; null if it is none, or the same in the set that the file declares.</summary>
    /// <param name="element">The element.</param>
    /// <param name="vr">The VR of the text.</param>
    public static string? Of(in DataElement element, DicomVR vr) =>
        vr.UsesSpecificCharacterSet() && element.Sequence is null && !element.IsEncapsulated
        && element.Length <= int.MaxValue && !Ascii.IsValid(element.Value)
        && element.Dataset.CharacterSet != SpecificCharacterSet.Utf8 && Utf8.IsValid(element.Value)
            ? Encoding.UTF8.GetString(element.Value).Trim(' ', '\0')
            : null;
}
