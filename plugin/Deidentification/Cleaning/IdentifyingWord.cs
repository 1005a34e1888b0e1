// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>A word that identifies somebody.</summary>
/// <param name="Folded">Its letters and digits, see <see cref="FoldedText"/>.</param>
/// <param name="Kind">What it says.</param>
/// <param name="MaySpan">
/// Whether it is also found with separators in between: the parts of a name are words, others are not.
/// </param>
internal readonly record struct IdentifyingWord(string Folded, IdentityKind Kind, bool MaySpan)
{
    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => Folded.All(char.IsAsciiDigit);

    /// <summary>A word in each of its spellings.</summary>
    public static IEnumerable<IdentifyingWord> Of(IdentityKind kind, string word)
    {
        foreach (var folded in FoldedText.Of(word))
        {
            if (folded.Value.Length > 1)
            {
                var isPart = kind is IdentityKind.PartOfName or IdentityKind.PartOfPlace;
                yield return new(folded.Value, kind, !isPart || folded.HasGap(0, folded.Value.Length));
            }
        }
    }
}
