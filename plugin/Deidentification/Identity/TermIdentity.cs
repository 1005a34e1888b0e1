// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Cleaning;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// What counts as somebody's identity where the standard has terms (VR CS): short words and numbers are terms, and so
/// are those of speech and imaging, but no term is called as a patient who has a longer name.
/// </summary>
internal static class TermIdentity
{
    private const int ShortestWord = 5;

    /// <summary>Terms of the standard that are no terms of an image, but say how the file is to be read.</summary>
    public static bool IsOfFile(Dicom.DicomTag tag) => tag.Value is 0x0008_0005 or 0x0028_0004 or 0x0028_0301;

    /// <summary>Whether a word that was found in a term is no term.</summary>
    public static bool IsFound(FoldedText term, int start, int end, IdentifyingWord word) =>
        word.Folded.Length >= ShortestWord && term.IsBoundary(start) && term.IsBoundary(end) && word.Kind switch
        {
            IdentityKind.Name or IdentityKind.PartOfName => true,
            IdentityKind.Identifier or IdentityKind.Place => !term.HasGap(start, end),
            _ => false,
        };
}
