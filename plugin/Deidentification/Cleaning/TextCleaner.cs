// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Cleaning.Spelling;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>
/// Takes words that identify somebody out of text, in any letter case, with and without accents and separators; the
/// rest stays.
/// </summary>
internal sealed class TextCleaner : IIdentityCollector
{
    /// <summary>From here on a word is found as the beginning or the end of another, a whole name anywhere.</summary>
    private const int LongEnough = 6;
    private const int LongEnoughName = 8;

    /// <summary>
    /// What is left of a longer word must be a word, too: Schulte is not in Schulter, nor Martin in Martini.
    /// </summary>
    private const int ShortestRest = 3;

    /// <summary>No text that somebody wrote takes more; what is left after them is not passed on.</summary>
    private const int MostPasses = 8;

    private const char FirstGreek = '\u0370';
    private const char LastHebrew = '\u05FF';

    /// <summary>Digits in a UID; fewer are in any number.</summary>
    private const int ShortestUid = 8;

    private readonly WordIndex _words = new();
    private readonly HashSet<string> _whole = [];
    private readonly DateFinder _dates = new();

    /// <summary>An element of which nobody knows what words it holds.</summary>
    public DicomTag? Unreadable { get; private set; }

    /// <inheritdoc/>
    public void Begin(in DataElement element, bool isReadable)
    {
        // Wherever it stands, it is taken out of the text elsewhere.
        if (!isReadable)
        {
            Unreadable ??= element.Tag;
        }
    }

    /// <summary>Adds what is to be taken out: its letters and digits, of which there must be two.</summary>
    public void Add(IdentityKind kind, string word)
    {
        foreach (var spelt in IdentifyingWord.Of(kind, word))
        {
            if (kind != IdentityKind.Uid || spelt.Folded.Length >= ShortestUid)
            {
                _words.Add(spelt);
                _whole.Add(spelt.Folded);
            }
        }
    }

    /// <inheritdoc/>
    public void Add(CalendarDate date, bool isBirth) => _dates.Add(date, isBirth);

    /// <summary>Whether a text is nothing but a word.</summary>
    public bool IsWord(string text) => FoldedText.Of(text).Any(folded => _whole.Contains(folded.Value));

    /// <summary>The text without the words; the same object if it has none.</summary>
    public string Clean(string text)
    {
        var cleaned = text;
        for (var pass = 0; pass < MostPasses; pass++)
        {
            if (!TryCleanOnce(ref cleaned))
            {
                return cleaned;
            }

            // What stood around a word may be another one.
        }

        return string.Empty;
    }

    private bool TryCleanOnce(ref string text)
    {
        var isTaken = new bool[text.Length];
        var isAnyTaken = false;
        foreach (var (start, end) in _dates.Find(text))
        {
            isTaken.AsSpan(start..end).Fill(true);
            isAnyTaken = true;
        }

        foreach (var folded in FoldedText.Of(text))
        {
            foreach (var (start, end, word) in _words.Find(folded))
            {
                if (IsTaken(folded, start, end, word))
                {
                    isTaken.AsSpan(folded.OriginOf(start)..folded.EndOf(end - 1)).Fill(true);
                    isAnyTaken = true;
                }
            }
        }

        if (isAnyTaken)
        {
            text = Without(text, isTaken);
        }

        return isAnyTaken;
    }

    private static bool IsTaken(FoldedText text, int start, int end, IdentifyingWord word)
    {
        var (isStart, isEnd) = (text.IsBoundary(start), text.IsBoundary(end));
        if ((isStart && isEnd) || FoldedText.IsWithoutSpaces(word.Folded[0]))
        {
            return true;
        }

        return word.Kind switch
        {
            IdentityKind.Name => word.Folded.Length >= LongEnoughName,
            IdentityKind.Initials => false,
            _ => word.Folded.Length >= LongEnough && (isStart || isEnd)
                && (word.IsNumber || IsInflected(word.Folded[0]) || IsCompound(text, start, end)),
        };
    }

    /// <summary>Whether names of a script, of Greek, Cyrillic and those up to Hebrew, change with their case.</summary>
    private static bool IsInflected(char letter) => letter is >= FirstGreek and <= LastHebrew;

    /// <summary>Whether a word is put together of the one from start to end, and of others.</summary>
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

        var rest = first < start ? text.Value[first..start] : text.Value[end..last];
        return (rest.Length >= ShortestRest || rest == "S" || CommonWords.Contains(rest))
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

    /// <summary>The rest, with one space where words were taken out between others.</summary>
    private static string Without(string text, bool[] isTaken)
    {
        var rest = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!isTaken[i])
            {
                rest.Append(text[i]);
            }
            else if (rest.Length > 0 && rest[^1] != ' ')
            {
                // The words around it are not to become one.
                rest.Append(' ');
            }
        }

        return rest.ToString().Replace("  ", " ", StringComparison.Ordinal).Trim(' ');
    }
}
