// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Deidentification.Cleaning;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Options;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Verification;

/// <summary>Searches text for words, in any letter case, with and without accents and separators.</summary>
internal sealed class WordSearch
{
    /// <summary>No UID has more characters (PS3.5 9.1).</summary>
    private const int LongestUid = 64;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-.eE ");

    private readonly ModificationPlan _plan;
    private readonly CleanedElements _cleaned;
    private readonly TokenSearch _words = new();
    private readonly LetterFilter _filter = new();
    private readonly HashSet<string> _uids = [];
    private readonly HashSet<string> _numbers = [];
    private readonly DateFinder _dates;
    private readonly bool _hasDates;

    /// <summary>Prepares the search.</summary>
    public WordSearch(ModificationPlan plan, SourceIdentity identity)
    {
        _plan = plan;
        _cleaned = new CleanedElements(plan.Request);
        _dates = identity.Dates;
        _hasDates = identity.HasDates;
        foreach (var word in identity.Words)
        {
            if (word.IsOfText)
            {
                _words.Add(word);
                _filter.Add(word.Folded);
            }

            if (word.Kind == IdentityKind.Uid && word.IsOfText)
            {
                _uids.Add(word.Folded);
            }
            else if (word.IsNumber && word.Folded.Length >= TokenSearch.LongEnough)
            {
                _numbers.Add(word.Folded);
            }
        }
    }

    /// <summary>Whether an element is read as text, or as numbers that are written as text.</summary>
    public bool Reads(in DataElement element) => IsRead(_cleaned.ReadAs(in element));

    /// <summary>Whether a word stands in an element of text.</summary>
    /// <param name="element">The element.</param>
    /// <param name="made">Texts that were made up, and hold nothing of the original.</param>
    public bool IsFound(in DataElement element, HashSet<string> made)
    {
        var vr = _cleaned.ReadAs(in element);
        if (!IsRead(vr) || element.Length is 0 or > int.MaxValue
            || element.IsEncapsulated || !MayHold(element.Value, vr)
            || CodeItem.IsPublic(in element) || IsSafeCreator(in element))
        {
            return false;
        }

        if (vr == DicomVR.UI)
        {
            return IsUidFound(element.Value);
        }

        var text = element.Dataset.CharacterSet.Decode(element.Value, OtherReading.DecodedAs(in element, vr)).Trim(' ', '\0');
        return !made.Contains(text) && (IsFound(in element, vr, text)
            || (OtherReading.Of(in element, vr) is { } other && IsFound(in element, vr, other)));
    }

    /// <summary>Most texts hold nothing like a word or a date, which is seen from their bytes.</summary>
    private bool MayHold(ReadOnlySpan<byte> text, DicomVR vr) => vr == DicomVR.UI || _filter.MayHold(text, isWritten: false)
        || (_hasDates && vr != DicomVR.UI && !CleanedElements.IsNumeric(vr) && LetterFilter.MayHoldDate(text, isInParts: true));

    private bool IsFound(in DataElement element, DicomVR vr, string text)
    {
        var isRetained = IsRetained(in element);
        return CleanedElements.IsNumeric(vr) ? !IsDate(text, vr) && IsValueFound(text, isRetained)
            : vr == DicomVR.CS && !element.Tag.IsPrivate ? !TermIdentity.AreOfFile(element.Tag, text) && IsTermFound(text)
            : CodeItem.HoldsCode(in element) ? IsCodeFound(text)
            : IsWordFound(text, isRetained) || (!isRetained && IsDateFound(in element, text));
    }

    /// <summary>A short writing, as <c>24-03-12</c>, is a date for sure only where the cleaner looks for it, too.</summary>
    private bool IsDateFound(in DataElement element, string text) =>
        (_cleaned.Include(in element) ? _dates.Find(text) : _dates.FindWhole(text)).Any();

    /// <summary>
    /// Whether an option asks for the value as it is: a station that is called as its institution, a phantom that has
    /// the number of its device. It must not name a person.
    /// </summary>
    private bool IsRetained(in DataElement element) =>
        _plan.RuleFor(element.Tag, element.Dataset.Parent is not null)
            is { Action: ElementAction.Leave, Reason: RuleReason.Option };

    /// <summary>A number that stands in the code of a site by chance is no leak, as it is not cleaned.</summary>
    private bool IsCodeFound(string code) =>
        IsWordFound(code, isRetained: true) || FoldedText.Of(code).Any(_words.IsWord);

    /// <summary>A date is the number of somebody by chance only; those of the patient are searched for as dates.</summary>
    private static bool IsDate(string text, DicomVR vr) => DateOrTime.Applies(vr) && DateOrTime.IsValid(text, vr);

    /// <summary>Whoever is called as a maker of devices whom the standard names is not meant there.</summary>
    private static bool IsSafeCreator(in DataElement element) => element.Tag.IsPrivateCreator
        && ElementText.Text(in element, DicomVR.LO) is { } creator && SafePrivateElements.HasCreator(creator);

    private bool IsTermFound(string terms) => FoldedText.Of(terms).Any(folded => _words.Find(folded)
        .Any(found => folded.IsJoined(found.Start, found.End, found.Word)
            && TermIdentity.IsFound(folded, found.Start, found.End, found.Word)));

    private bool IsUidFound(ReadOnlySpan<byte> uids)
    {
        Span<char> digits = stackalloc char[LongestUid];
        var lookup = _uids.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var range in uids.Split((byte)'\\'))
        {
            var count = 0;
            foreach (var character in uids[range])
            {
                if (char.IsAsciiDigit((char)character) && count < LongestUid)
                {
                    digits[count++] = (char)character;
                }
            }

            if (lookup.Contains(digits[..count]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a word stands in numbers, dates and times; short numbers stand there by chance.
    /// </summary>
    private bool IsValueFound(string values, bool isRetained)
    {
        var numbers = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var text = values.AsSpan();
        foreach (var range in text.Split('\\'))
        {
            var value = text[range].Trim(' ');
            if (value.ContainsAnyExcept(NumberCharacters)
                ? IsWordFound(value.ToString(), isRetained)
                : !isRetained && numbers.Contains(value))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsWordFound(string text, bool isRetained) => FoldedText.Of(text).Any(folded => _words.Find(folded).Any(
        found => folded.IsJoined(found.Start, found.End, found.Word) && (!isRetained || found.Word.IsOfPerson) && IsFound(text, folded, found.Start, found.End, found.Word)));

    private static bool IsFound(string text, FoldedText folded, int start, int end, IdentifyingWord word)
    {
        var isWhole = folded.IsBoundary(start) && folded.IsBoundary(end);
        return word.Kind switch
        {
            IdentityKind.MixedName or IdentityKind.CommonName => isWhole && NameContext.IsName(
                text.AsSpan(folded.OriginOf(start)..folded.EndOf(end - 1)), word.Kind == IdentityKind.CommonName),
            _ => isWhole || FoldedText.IsWithoutSpaces(word.Folded[0]) || IsFoundInside(folded, start, end, word),
        };
    }

    /// <summary>Digits are part of longer numbers by chance; a part of a name is part of other names.</summary>
    private static bool IsFoundInside(FoldedText folded, int start, int end, IdentifyingWord word) =>
        word.Folded.Length >= TokenSearch.LongEnough && !word.IsNumber && word.Kind switch
        {
            IdentityKind.Name => true,

            // IRMCEREB does not stand in "IRM cérébrale".
            IdentityKind.Identifier or IdentityKind.Place => !folded.HasGap(start, end),
            _ => false,
        };

    private static bool IsRead(DicomVR vr) =>
        vr == DicomVR.UI || CleanedElements.IsWritten(vr) || CleanedElements.IsNumeric(vr);
}
