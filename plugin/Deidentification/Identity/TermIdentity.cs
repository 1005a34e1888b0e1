// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// What identifies somebody in values that should be terms (VR CS). Short words and numbers are terms, and so are common
/// words and those of imaging. A longer name of a patient is not.
/// </summary>
internal static class TermIdentity
{
    /// <summary>
    /// The fewest letters of a word that is not a term; an ideograph or a syllable of Hangul counts as three.
    /// </summary>
    private const int ShortestWord = 5;

    /// <summary>
    /// The fewest letters of a name that is found with an ending, and of one with an initial, as in logins.
    /// </summary>
    private const int ShortestInflected = 6;
    private const int ShortestLogin = 7;

    /// <summary>The most characters of a term (PS3.5 6.2).</summary>
    private const int LongestTerm = 16;

    private const int ShortestNumber = 6;

    private static readonly SearchValues<char> TermCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ");

    /// <summary>Photometric interpretations, or what they begin with (PS3.3 C.7.6.3.1.2).</summary>
    private static readonly string[] Photometric = ["MONOCHROME", "PALETTE COLOR", "RGB", "HSV", "ARGB", "CMYK", "YBR_", "XYB"];

    /// <summary>Whether terms say how the file is to be read, so that they are never taken for a name.</summary>
    public static bool AreOfFile(DicomTag tag, string terms) => tag.Value switch
    {
        0x0008_0005 => SpecificCharacterSet.TryParse(terms, out _),
        0x0028_0004 => Array.Exists(Photometric, term => terms.StartsWith(term, StringComparison.Ordinal)),
        0x0028_0301 => terms is "YES" or "NO",
        0x0028_0303 => terms is "UNMODIFIED" or "MODIFIED" or "REMOVED",
        _ => false,
    };

    /// <summary>
    /// Whether a value can be a term at all. If not, it is text like any other. A long number is not a term.
    /// </summary>
    public static bool IsTerm(string value) => value.Length <= LongestTerm && !value.AsSpan().ContainsAnyExcept(TermCharacters)
        && (value.Length < ShortestNumber || value.AsSpan().ContainsAnyInRange('A', 'Z'));

    /// <summary>Whether a word that was found in a term is not a term itself.</summary>
    public static bool IsFound(FoldedText term, int start, int end, IdentifyingWord word) =>
        word.Weight >= ShortestWord
        && (FoldedText.IsWithoutSpaces(word.Folded[0]) || (term.IsBoundary(start) && term.IsBoundary(end))) && word.Kind switch
        {
            IdentityKind.Name or IdentityKind.PartOfName => true,
            IdentityKind.Identifier or IdentityKind.Place => !term.HasGap(start, end) || (word.IsNumber && word.Weight >= ShortestNumber),
            IdentityKind.Initials => word.Folded.Length >= ShortestLogin && !term.HasGap(start, end),
            _ => false,
        };

    /// <summary>Whether a word is long enough to be found in all its forms, none of which is a term.</summary>
    public static bool IsInflected(IdentifyingWord word) =>
        word.Kind is IdentityKind.Name or IdentityKind.PartOfName && word.Folded.Length >= ShortestInflected;
}
