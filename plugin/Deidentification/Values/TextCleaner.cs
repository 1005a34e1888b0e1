// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Dates;
using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>
/// Removes words that identify somebody from text, in any letter case, with and without accents and
/// separators.
/// </summary>
internal sealed class TextCleaner
{
    /// <summary>No real text needs more passes. If a text does, nothing of it stays.</summary>
    private const int MostPasses = 8;

    /// <summary>
    /// The fewest and the most letters of a name that is cut short with a dot: fewer may be any abbreviation, and no name
    /// has more.
    /// </summary>
    private const int ShortestCut = 4;
    private const int LongestCut = 64;

    /// <summary>
    /// How many letters of context can decide what is found: words beside it, and numbers of the same date. No date or UID
    /// has more letters.
    /// </summary>
    private const int Context = 128;

    /// <summary>A syllable of Hangul may be written as three letters, and be folded to one.</summary>
    private const int MostLettersOfOne = 3;

    private readonly WordsToTake _known;
    private readonly OwnUids _uids;
    private WordIndex? _uidWords;
    private HashSet<string>? _wholeUids;

    /// <summary>Makes a cleaner from what was collected from an instance.</summary>
    /// <param name="identity">What was read.</param>
    /// <param name="areDatesShifted">Whether the dates of the file are shifted, see <see cref="DateFinder"/>.</param>
    public TextCleaner(CollectedIdentity identity, bool areDatesShifted = false)
    {
        _known = identity.Known.ToTake(areDatesShifted);
        _uids = identity.Uids;
    }

    /// <summary>An element whose words could not be read.</summary>
    public DicomTag? Unreadable => _known.Unreadable;

    /// <summary>The dates that are to be removed.</summary>
    public DateFinder Dates => _known.Dates;

    private HashSet<string> WholeUids => _wholeUids ??= [.. LongUids().Select(word => word.Folded)];

    private WordIndex UidWords => _uidWords ??= new(LongUids());

    /// <summary>Whether a text is one of the words and nothing else.</summary>
    public bool IsWord(string text)
    {
        foreach (var folded in FoldedText.Of(text))
        {
            if (_known.IsWord(folded.Value) || (_uids.MayStandIn(folded.Value) && WholeUids.Contains(folded.Value)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a text may contain anything to remove, judged by its bytes: most do not.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="isTerm">Whether it is a term of the standard.</param>
    public bool MayHold(ReadOnlySpan<byte> text, bool isTerm) =>
        _known.MayStandIn(text, isTerm) || _uids.MayStandIn(text, isOfValues: isTerm);

    /// <summary>The text without the words; the same object if it has none.</summary>
    public string Clean(string text) => Clean(text, ofPersons: false);

    /// <summary>
    /// The text without names of persons, and without dates of birth and those that would reveal the shift of others.
    /// </summary>
    public string CleanOfPersons(string text) => Clean(text, ofPersons: true);

    /// <summary>
    /// Values that should be terms of the standard, without those that cannot be: somebody's name, a number, a date of
    /// birth, or a date that would reveal the shift of others.
    /// </summary>
    public string CleanTerms(string terms)
    {
        if (IsEscaped(terms))
        {
            return string.Empty;
        }

        var values = terms.Split('\\');
        var isAnyTaken = false;
        foreach (ref var value in values.AsSpan())
        {
            if (TermIdentity.IsTerm(value) ? HoldsName(value) || Dates.FindAnywhere(value).Any() : Clean(value) != value)
            {
                value = string.Empty;
                isAnyTaken = true;
            }
        }

        return isAnyTaken ? string.Join('\\', values) : terms;
    }

    /// <summary>
    /// Whether a text of several values names somebody in escaped characters, to which the backslashes belong.
    /// </summary>
    public bool IsEscaped(string values) => EscapedText.Of(values) is { } escaped && Clean(escaped.Plain) != escaped.Plain;

    private bool HoldsName(string value)
    {
        foreach (var term in FoldedText.Of(value))
        {
            foreach (var (start, found, word) in _known.Words.Find(term))
            {
                var end = found;
                if (TermIdentity.IsFound(term, start, end, word)
                    || (TermIdentity.IsInflected(word) && WordForms.AreTaken(value, term, start, ref end, word)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private string Clean(string text, bool ofPersons)
    {
        var cleaned = text;
        List<int>? places = null;
        for (var pass = 0; pass < MostPasses; pass++)
        {
            if (!TryCleanOnce(ref cleaned, ref places, ofPersons))
            {
                return cleaned;
            }

            // The characters around a removed word may form another one.
        }

        return string.Empty;
    }

    /// <summary>The places of dates and words in a text.</summary>
    private IEnumerable<(int Start, int End)> Find(string text, bool ofPersons) =>
        FindDates(text, ofPersons).Concat(FindWords(text, ofPersons));

    private IEnumerable<(int Start, int End)> FindDates(string text, bool ofPersons) =>
        ofPersons ? Dates.FindAnywhere(text) : Dates.Find(text);

    /// <summary>Cleans a text once.</summary>
    /// <param name="text">The text; on return, what is left of it.</param>
    /// <param name="places">
    /// Where something was removed before, each as a count of characters without spaces; null at first. On return, where
    /// something was removed now.
    /// </param>
    /// <param name="ofPersons">Whether only what names persons is removed.</param>
    /// <returns>Whether anything was removed.</returns>
    private bool TryCleanOnce(ref string text, ref List<int>? places, bool ofPersons)
    {
        var taken = new List<(int Start, int End)>();
        var escaped = EscapedText.Of(text);
        var longest = ((Ascii.IsValid(text) ? 1 : MostLettersOfOne) * Math.Max(Context, _known.Words.Longest))
            + WordForms.LongestEnding;
        if (places is null || escaped is not null)
        {
            // If several dates follow each other, the first one shows which numbers belong together. So they are searched
            // for in the whole text.
            taken.AddRange(FindDates(text, ofPersons));
            foreach (var part in TextParts.All(text, longest, Context))
            {
                taken.AddRange(part.InText(FindWords(part.Of(text), ofPersons)));
            }
        }
        else
        {
            foreach (var part in TextParts.Around(text, places, longest, Context))
            {
                taken.AddRange(part.InText(Find(part.Of(text), ofPersons)));
            }
        }

        if (escaped is not null)
        {
            foreach (var (start, end) in Find(escaped.Plain, ofPersons))
            {
                var origin = escaped.OriginOf(start, end);
                taken.Add((origin.Start.Value, origin.End.Value));
            }
        }

        if (taken.Count == 0)
        {
            return false;
        }

        (text, places) = TextRest.Of(text, taken);
        return true;
    }

    private IEnumerable<IdentifyingWord> LongUids() => _uids.All.Select(uid => uid.Word).Where(word => word.IsOfText);

    /// <summary>The places of the words in a folded text; UIDs are only searched for if it has enough digits.</summary>
    private IEnumerable<(int Start, int End, IdentifyingWord Word)> FindWords(FoldedText folded)
    {
        var found = _known.Words.Find(folded);
        return _uids.MayStandIn(folded.Value)
            ? found.Concat(UidWords.Find(folded))
            : found;
    }

    /// <summary>The places of the words in a text.</summary>
    private IEnumerable<(int Start, int End)> FindWords(string text, bool ofPersons)
    {
        foreach (var folded in FoldedText.Of(text))
        {
            foreach (var (start, found, word) in FindWords(folded))
            {
                var end = found;
                if ((!ofPersons || word.IsOfPerson) && WordForms.AreTaken(text, folded, start, ref end, word))
                {
                    yield return (folded.OriginOf(start), folded.EndOf(end - 1));
                }
            }
        }

        for (var dot = text.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = text.IndexOf('.', dot + 1))
        {
            if (StartOfCut(text, dot) is var start and >= 0)
            {
                yield return (start, dot);
            }
        }
    }

    /// <summary>The start of a name that was cut short before a dot, such as Wolkenst.; -1 if there is none.</summary>
    private int StartOfCut(string text, int dot)
    {
        var start = dot;
        while (start > 0 && dot - start <= LongestCut && char.IsLetter(text[start - 1]))
        {
            start--;
        }

        return dot - start is >= ShortestCut and <= LongestCut && char.IsUpper(text[start])
            && (start == 0 || !char.IsLetterOrDigit(text[start - 1]))
            && FoldedText.Of(text[start..dot]).Any(
                folded => _known.Words.StartsName(folded.Value) && !CommonWords.Contains(folded.Value))
            ? start
            : -1;
    }
}
