// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>
/// What a reader has to know and the file does not say. The same bytes can be different text, so it is given when
/// a file is opened and does not change.
/// </summary>
/// <param name="Dictionary">Gives the VR of implicit elements, and says what is text.</param>
/// <param name="DefaultCharacterSet">The character set of text where no (0008,0005) says one.</param>
public sealed record ReadingSettings(ElementDictionary Dictionary, SpecificCharacterSet DefaultCharacterSet)
{
    /// <summary>PS3.6 and the default repertoire, for new data sets.</summary>
    internal static ReadingSettings OfStandard { get; } = new(ElementDictionary.Standard, SpecificCharacterSet.Default);
}
