// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity.Words;

/// <summary>
/// Decides by the words around a common word whether it is a name: in <c>No fracture</c> and <c>short axis</c> it is not,
/// and removing it would reverse the meaning.
/// </summary>
internal static class NameContext
{
    private const int LongestWord = 32;

    /// <summary>Characters that end a sentence, or that precede a new phrase.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create(".!?;:\\\r\n\"([{*");

    /// <summary>Characters that separate a title from a name, or a word from its number.</summary>
    private static readonly SearchValues<char> Breaks = SearchValues.Create(",;:!?\\\r\n");
    private static readonly SearchValues<char> NumberBreaks = SearchValues.Create(",;!?\\\r\n");

    /// <summary>Words that precede only names. Two letters in capitals are a modality or a disease: MR, DR, MS.</summary>
    private static readonly HashSet<string> Titles =
    [
        .. ("MR MRS MS MISS DR PROF SIR HERR HERRN FRAU HR FR MME MLLE MONSIEUR MADAME SIG SIGNOR SIGNORA SIGRA SENOR"
            + " SENORA SRA SR DON DONA SENHOR SENHORA PAN PANI PANA DHR MEVR MEVROUW MIJNHEER FRU HERRA ROUVA BAY BAYAN")
            .Split(' '),
    ];

    /// <summary>Words that precede names, and also other words.</summary>
    private static readonly HashSet<string> Introductions =
    [
        .. ("BY NAME NAMED CALLED PATIENT PATIENTIN PATIENTEN PATIENTE PAZIENTE PACIENTE PACJENT PACJENTKA NOM NOMBRE NOME"
            + " NACHNAME VORNAME DURCH").Split(' '),
    ];

    /// <summary>Words that precede a number that identifies somebody, however short it is.</summary>
    private static readonly HashSet<string> NumberWords =
    [
        .. ("ID PID PATID MRN NO NR NUM NUMBER NUMMER NUMERO PAT PATIENT PATIENTIN CASE FALL ACC ACCESSION STUDY"
            + " EXT EXTENSION TEL TELEFON PHONE FON DW DURCHWAHL INTERN DECT POSTE PAGER").Split(' '),
    ];

    /// <summary>Whether a word is a name in its context.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the word begins.</param>
    /// <param name="end">Where it ends.</param>
    public static bool SaysName(string text, int start, int end)
    {
        var word = text.AsSpan(start, end - start);
        if (!char.IsUpper(word[0]))
        {
            return false;
        }

        var before = WordBefore(text, start, out var gap);
        var foldedBefore = Folded(before);
        var isTitle = Titles.Contains(foldedBefore) && !(before.Length <= 2 && IsUpper(before))
            && !gap.ContainsAny(Breaks);
        var foldedWord = Folded(word);
        if (isTitle || CommonWords.IsOfSpeech(foldedWord))
        {
            return isTitle;
        }

        var after = WordAfter(text, end, out var isJoined);
        if (isJoined && Folded(after) is var noun && CommonWords.Contains(noun) && !CommonWords.IsOfSpeech(noun))
        {
            return false;
        }

        if (before is [var initial] && char.IsUpper(initial) && gap is "." or ". ")
        {
            return true;
        }

        if (Introductions.Contains(foldedBefore))
        {
            // PATIENT SHORT OF BREATH.
            return !IsUpper(before) || !IsUpper(word);
        }

        // The first word of a sentence has a capital anyway, and in a text in capitals, a capital means nothing.
        return !before.IsEmpty && !gap.ContainsAny(Ends) && (after.IsEmpty || !isJoined || !char.IsUpper(after[0]))
            && (IsUpper(word) ? char.IsLower(before[0])
                : !CommonWords.IsOfImaging(foldedWord) && (char.IsLower(before[0]) || IsUpper(before)));
    }

    /// <summary>Whether a whole name that contains common words is a name in its context.</summary>
    /// <param name="words">The text from the first to the last letter of the name.</param>
    /// <param name="isCommon">Whether all of its words are common: then each must begin with a capital.</param>
    public static bool IsName(ReadOnlySpan<char> words, bool isCommon)
    {
        if (EndsSentence(words))
        {
            return false;
        }

        for (var at = 0; isCommon && at < words.Length; at++)
        {
            if (char.IsLower(words[at]) && (at == 0 || !char.IsLetter(words[at - 1])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a short number identifies somebody in its context.</summary>
    public static bool SaysNumber(string text, int start)
    {
        var before = WordBefore(text, start, out var gap);
        return gap.Contains('#') || (!gap.ContainsAny(NumberBreaks) && NumberWords.Contains(Folded(before)));
    }

    /// <summary>Whether a sentence ends inside the words. A dot after an initial does not end it.</summary>
    private static bool EndsSentence(ReadOnlySpan<char> words)
    {
        for (var at = words.IndexOfAny(Ends); at >= 0 && at < words.Length;)
        {
            if (words[at] != '.' || (at > 1 && char.IsLetter(words[at - 2])))
            {
                return true;
            }

            var next = words[(at + 1)..].IndexOfAny(Ends);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    private static bool IsUpper(ReadOnlySpan<char> word)
    {
        foreach (var letter in word)
        {
            if (!char.IsUpper(letter))
            {
                return false;
            }
        }

        return true;
    }

    private static string Folded(ReadOnlySpan<char> word) =>
        word.Length > LongestWord ? string.Empty : new FoldedText(word.ToString()).Value;

    private static ReadOnlySpan<char> WordBefore(string text, int start, out ReadOnlySpan<char> gap)
    {
        var end = start;
        while (end > 0 && !char.IsLetterOrDigit(text[end - 1]))
        {
            end--;
        }

        var first = end;
        while (first > 0 && char.IsLetterOrDigit(text[first - 1]))
        {
            first--;
        }

        gap = text.AsSpan(end, start - end);
        return text.AsSpan(first, end - first);
    }

    /// <summary>The next word, and whether no more than a space, a hyphen or an underscore precedes it.</summary>
    private static ReadOnlySpan<char> WordAfter(string text, int end, out bool isJoined)
    {
        var start = end;
        while (start < text.Length && !char.IsLetterOrDigit(text[start]))
        {
            start++;
        }

        var last = start;
        while (last < text.Length && char.IsLetterOrDigit(text[last]))
        {
            last++;
        }

        isJoined = text.AsSpan(end, start - end) is " " or "-" or "  " or "_";
        return text.AsSpan(start, last - start);
    }
}
