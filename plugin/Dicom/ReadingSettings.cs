// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>
/// What a file does not say of itself, and a reader has to know. Without it the same bytes are other text: so whoever
/// opens a file says it, and it stays.
/// </summary>
/// <param name="Dictionary">Gives the VR of implicit elements, and says what is text.</param>
/// <param name="DefaultCharacterSet">The character set of text where no (0008,0005) says one.</param>
public sealed record ReadingSettings(ElementDictionary Dictionary, SpecificCharacterSet DefaultCharacterSet)
{
    /// <summary>PS3.6 and the default repertoire, for what needs neither or is new.</summary>
    internal static ReadingSettings OfStandard { get; } = new(ElementDictionary.Standard, SpecificCharacterSet.Default);
}
