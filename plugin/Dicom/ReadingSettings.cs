// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>
/// What a reader has to know and the file does not say. It is given when a file is opened and does not change, since it
/// decides which text the bytes mean.
/// </summary>
/// <param name="Dictionary">Gives the VR of implicit elements and says which elements are text.</param>
/// <param name="DefaultCharacterSet">The character set of text to which no (0008,0005) applies.</param>
public sealed record ReadingSettings(ElementDictionary Dictionary, SpecificCharacterSet DefaultCharacterSet)
{
    /// <summary>PS3.6 and the default repertoire, for new data sets.</summary>
    internal static ReadingSettings OfStandard { get; } = new(ElementDictionary.Standard, SpecificCharacterSet.Default);
}
