// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Inspection;

/// <summary>Searches text for words, in any letter case, with and without accents and separators.</summary>
internal sealed class WordSearch
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-.eE ");

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE \\\0"u8);

    private readonly ModificationPlan _plan;
    private readonly CleanedElements _cleaned;
    private readonly SourceIdentity _identity;
    private readonly UidSearch _uids;

    /// <summary>Prepares the search.</summary>
    /// <param name="plan">What was done to the file.</param>
    /// <param name="identity">What to search for.</param>
    /// <param name="uids">The UIDs to search for.</param>
    public WordSearch(ModificationPlan plan, SourceIdentity identity, UidSearch uids)
    {
        _plan = plan;
        _cleaned = new CleanedElements(plan.Request);
        _identity = identity;
        _uids = uids;
    }

    /// <summary>Whether an element is read as text, or as numbers that are written as text.</summary>
    public bool Reads(in DataElement element) => IsRead(_cleaned.ReadAs(in element));

    /// <summary>Whether a word occurs in an element of text.</summary>
    /// <param name="element">The element.</param>
    /// <param name="made">Texts that were made up, without anything of the original.</param>
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
            return _uids.IsIn(element.Value);
        }

        var text = ElementText.Decode(in element, OtherReading.DecodedAs(in element, vr));
        return !made.Contains(text) && (IsFound(in element, vr, text)
            || (OtherReading.Of(in element, vr) is { } other && IsFound(in element, vr, other)));
    }

    /// <summary>Whether a text may contain a word, judged by its bytes, which rule out most texts.</summary>
    private bool MayHold(ReadOnlySpan<byte> text, DicomVR vr) => vr == DicomVR.UI
        || (CleanedElements.IsNumeric(vr) && !text.ContainsAnyExcept(NumberBytes)
            ? _identity.Numbers.Count > 0 && _identity.Filter.MayHold(text, isWritten: false)
            : _identity.Filter.MayHold(text, isWritten: false) || _uids.MayStandIn(text)
                || (!CleanedElements.IsNumeric(vr) && _identity.MayHoldDate(text)));

    private bool IsFound(in DataElement element, DicomVR vr, string text)
    {
        var isRetained = IsRetained(in element);
        return CleanedElements.IsNumeric(vr) ? !IsDate(text, vr) && IsValueFound(text, isRetained)
            : vr == DicomVR.CS && !element.Tag.IsPrivate ? !TermIdentity.AreOfFile(element.Tag, text) && (IsTermFound(text) || _identity.Dates.FindWhole(text).Any())
            : CodeItem.HoldsCode(in element) ? IsCodeFound(text)
            : IsWordFound(text, isRetained) || IsDateFound(in element, text);
    }

    /// <summary>
    /// Whether a text contains a date. A short form, such as <c>24-03-12</c>, is only searched for where the cleaner
    /// removes it, too.
    /// </summary>
    private bool IsDateFound(in DataElement element, string text) =>
        (_cleaned.Include(in element) ? _identity.Dates.Find(text) : _identity.Dates.FindWhole(text)).Any();

    /// <summary>
    /// Whether an option retains the value, such as the name of a station that contains its institution, or the number of
    /// a device on a phantom. It must still not name a person.
    /// </summary>
    private bool IsRetained(in DataElement element) =>
        _plan.RuleFor(element.Tag, element.Dataset.Parent is not null)
            is { Action: ElementAction.Leave, Reason: RuleReason.Option };

    /// <summary>
    /// Whether a code contains a leak. A number that occurs in the code of a site by chance is not cleaned, and is not a
    /// leak.
    /// </summary>
    private bool IsCodeFound(string code) =>
        IsWordFound(code, isRetained: true) || FoldedText.Of(code).Any(folded => _uids.IsUid(folded.Value) || (_identity.Words.IsWord(folded) && !_uids.Spared.Contains(folded.Value)));

    /// <summary>
    /// A date may equal the number of somebody by chance; dates of the patient are searched for as dates.
    /// </summary>
    private static bool IsDate(string text, DicomVR vr) => DateOrTime.Applies(vr) && DateOrTime.IsValid(text, vr);

    /// <summary>
    /// Whether an element is a creator of safe private elements, which is a manufacturer even if a person has the same
    /// name.
    /// </summary>
    private bool IsSafeCreator(in DataElement element) => element.Tag.IsPrivateCreator
        && ElementText.Text(in element, DicomVR.LO) is { } creator && _plan.Request.SafePrivate.HasCreator(creator);

    private bool IsTermFound(string terms) => FoldedText.Of(terms).Any(folded => _identity.Words.IsAnyIn(
        folded,
        (start, end, word) => folded.IsJoined(start, end, word) && TermIdentity.IsFound(folded, start, end, word)
            && !_uids.Spared.Contains(word.Folded)));

    /// <summary>
    /// Whether a word occurs in numbers, dates and times; short numbers occur there by chance.
    /// </summary>
    private bool IsValueFound(string values, bool isRetained)
    {
        var numbers = _identity.Numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var text = values.AsSpan();
        foreach (var range in text.Split('\\'))
        {
            var value = text[range].Trim(' ');
            if (value.ContainsAnyExcept(NumberCharacters)
                ? IsWordFound(value.ToString(), isRetained)
                : !isRetained && numbers.TryGetValue(value, out var number) && !_uids.Spared.Contains(number))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsWordFound(string text, bool isRetained)
    {
        foreach (var folded in FoldedText.Of(text))
        {
            bool IsFoundHere(int start, int end, IdentifyingWord word) =>
                folded.IsJoined(start, end, word) && (!isRetained || word.IsOfPerson)
                && IsFound(text, folded, start, end, word) && !_uids.Spared.Contains(word.Folded);

            if (_identity.Words.IsAnyIn(folded, IsFoundHere) || _uids.IsAnyIn(folded, IsFoundHere))
            {
                return true;
            }
        }

        return false;
    }

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

    /// <summary>Digits occur in longer numbers by chance, and parts of names in other names.</summary>
    private static bool IsFoundInside(FoldedText folded, int start, int end, IdentifyingWord word) =>
        word.Folded.Length >= TokenSearch.LongEnough && !word.IsNumber && word.Kind switch
        {
            IdentityKind.Name => true,

            // IRMCEREB is not in "IRM cérébrale".
            IdentityKind.Identifier or IdentityKind.Place => !folded.HasGap(start, end),
            _ => false,
        };

    private static bool IsRead(DicomVR vr) =>
        vr == DicomVR.UI || CleanedElements.IsWritten(vr) || CleanedElements.IsNumeric(vr);
}
