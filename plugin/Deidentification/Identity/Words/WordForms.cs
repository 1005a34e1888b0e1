// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity.Words;

/// <summary>Decides whether a word that was found in a text is the one that was looked for, or a part of another.</summary>
internal static class WordForms
{
    /// <summary>How many letters the ending of an inflected name has, at most.</summary>
    public const int LongestEnding = 4;

    /// <summary>
    /// The fewest letters of a word that is found as the beginning or the end of another, and of a whole name that is
    /// found anywhere.
    /// </summary>
    private const int LongEnough = 6;
    private const int LongEnoughName = 8;

    /// <summary>Shorter names have no ending except an S.</summary>
    private const int ShortestInflected = 5;

    /// <summary>
    /// The rest of a longer word must be a word, too: Schulte is not in Schulter.
    /// </summary>
    private const int ShortestRest = 3;

    private const char FirstGreek = '\u0370';
    private const char LastHebrew = '\u05FF';

    /// <summary>Whether a word is to be removed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="folded">Its letters.</param>
    /// <param name="start">Where the word begins among them.</param>
    /// <param name="end">Where it ends; on return, including the ending of an inflected name.</param>
    /// <param name="word">The word.</param>
    public static bool AreTaken(string text, FoldedText folded, int start, ref int end, IdentifyingWord word)
    {
        var (isStart, isEnd) = (folded.IsBoundary(start), folded.IsBoundary(end));
        var (first, last) = (folded.OriginOf(start), folded.EndOf(end - 1));
        switch (word.Kind)
        {
            case IdentityKind.CommonPartOfName:
                return isStart && isEnd && NameContext.SaysName(text, first, last);
            case IdentityKind.MixedName or IdentityKind.CommonName:
                return isStart && isEnd
                    && NameContext.IsName(text.AsSpan(first..last), word.Kind == IdentityKind.CommonName);
            case IdentityKind.ShortNumber:
                return isStart && isEnd && NameContext.SaysNumber(text, first);
        }

        return (isStart && isEnd) || FoldedText.IsWithoutSpaces(word.Folded[0])
            || (word.Kind == IdentityKind.PartOfName && isStart && IsInflected(folded, start, ref end))
            || IsTakenInside(folded, start, end, word);
    }

    private static bool IsTakenInside(FoldedText folded, int start, int end, IdentifyingWord word) => word.Kind switch
    {
        IdentityKind.Name => word.Folded.Length >= LongEnoughName,
        IdentityKind.Initials => false,

        // A single word is never part of several words.
        _ when folded.HasGap(start, end) => false,
        IdentityKind.Identifier or IdentityKind.Place when word.Folded.Length >= LongEnoughName && !word.IsNumber => true,
        _ => word.Folded.Length >= LongEnough && (folded.IsBoundary(start) || folded.IsBoundary(end))
            && (word.IsNumber || IsInflectedScript(word.Folded[0]) || IsCompound(folded, start, end)),
    };

    /// <summary>
    /// Whether a letter is in a script whose names are inflected: Greek, Cyrillic, or another one up to Hebrew.
    /// </summary>
    private static bool IsInflectedScript(char letter) => letter is >= FirstGreek and <= LastHebrew;

    /// <summary>
    /// Whether a name has an ending: Kaufmanns, Kaufmannem, Иванова. With an I it is another name, such as Martini.
    /// </summary>
    private static bool IsInflected(FoldedText text, int start, ref int end)
    {
        var last = end;
        while (!text.IsBoundary(last))
        {
            last++;
        }

        var ending = text.Value.AsSpan(end, last - end);
        if (ending.Length > LongestEnding || ending is "I" || text.Value[end - 1] > LastHebrew
            || (end - start < ShortestInflected && !(ending is "S" && end - start == ShortestInflected - 1))
            || text.HasGap(start, last) || CommonWords.Contains(ending)
            || CommonWords.Contains(text.Value.AsSpan(start, last - start)))
        {
            return false;
        }

        foreach (var letter in ending)
        {
            if (!char.IsLetter(letter))
            {
                return false;
            }
        }

        end = last;
        return true;
    }

    /// <summary>Whether the word around the range from start to end is a compound of it and others.</summary>
    private static bool IsCompound(FoldedText text, int start, int end)
    {
        var (first, last) = (start, end);
        while (!text.IsBoundary(first))
        {
            first--;
        }

        while (!text.IsBoundary(last))
        {
            last++;
        }

        var rest = first < start ? text.Value.AsSpan(first, start - first) : text.Value.AsSpan(end, last - end);
        return (rest.Length >= ShortestRest || rest is "S" || CommonWords.Contains(rest))
            && !IsInCommonWord(text.Value.AsSpan(first, last - first), start - first, end - first);
    }

    private static bool IsInCommonWord(ReadOnlySpan<char> compound, int start, int end)
    {
        for (var length = end - start + 1; length <= CommonWords.Longest; length++)
        {
            if ((start + length <= compound.Length && CommonWords.Contains(compound.Slice(start, length)))
                || (end - length >= 0 && CommonWords.Contains(compound[(end - length)..end])))
            {
                return true;
            }
        }

        return false;
    }
}
