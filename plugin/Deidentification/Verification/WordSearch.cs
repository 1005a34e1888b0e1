// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Deidentification.Cleaning;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Verification;

/// <summary>Searches text for words, in any letter case, with and without accents and separators.</summary>
internal sealed class WordSearch
{
    /// <summary>From here on a name is found inside other words, a shorter one as a word of its own.</summary>
    private const int LongEnough = 8;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-.eE ");

    private readonly ModificationPlan _plan;
    private readonly WordIndex _words = new();
    private readonly HashSet<string> _uids = [];
    private readonly HashSet<string> _numbers = [];
    private readonly HashSet<string> _whole = [];
    private readonly DateFinder _dates;

    /// <summary>Prepares the search.</summary>
    public WordSearch(ModificationPlan plan, SourceIdentity identity)
    {
        _plan = plan;
        _dates = identity.Dates;
        foreach (var word in identity.Words)
        {
            _words.Add(word);
            _whole.Add(word.Folded);
            if (word.Kind == IdentityKind.Uid)
            {
                _uids.Add(word.Folded);
            }
            else if (word.IsNumber && word.Folded.Length >= LongEnough)
            {
                _numbers.Add(word.Folded);
            }
        }
    }

    /// <summary>Whether a word stands in an element of text.</summary>
    /// <param name="element">The element.</param>
    /// <param name="made">Texts that were made up, and hold nothing of the original.</param>
    public bool IsFound(in DataElement element, HashSet<string> made)
    {
        if (!(IsWritten(element.VR) || IsNumeric(element.VR)) || element.Length is 0 or > int.MaxValue
            || element.IsEncapsulated || (CodeItem.HoldsCode(in element) && CodeItem.IsPublic(in element)))
        {
            return false;
        }

        var text = element.Dataset.CharacterSet.Decode(element.Value, element.VR).Trim(' ', '\0');
        var isRetained = IsRetained(in element);
        return !made.Contains(text) && (element.VR == DicomVR.UI ? IsUidFound(text)
            : IsNumeric(element.VR) ? IsValueFound(text, isRetained)
            : CodeItem.HoldsCode(in element) ? IsCodeFound(text)
            : IsWordFound(text, isRetained) || (!isRetained && _dates.Find(text).Any()));
    }

    /// <summary>
    /// Whether an option asks for the value as it is: a station that is called as its institution, a phantom that has
    /// the number of its device. It must not name a person.
    /// </summary>
    private bool IsRetained(in DataElement element) =>
        _plan.RuleFor(element.Tag, element.Dataset.Parent is not null)
            is { Action: ElementAction.Leave, Reason: RuleReason.Option };

    /// <summary>A number that stands in the code of a site by chance is no leak, as it is not cleaned.</summary>
    private bool IsCodeFound(string code) =>
        IsWordFound(code, isRetained: true) || FoldedText.Of(code).Any(folded => _whole.Contains(folded.Value));

    private bool IsUidFound(string uids) => uids.Split('\\').Any(uid => _uids.Contains(new FoldedText(uid).Value));

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
        found => (!isRetained || IsOfPerson(found.Word.Kind))
            && ((folded.IsBoundary(found.Start) && folded.IsBoundary(found.End)) || IsFoundInside(found.Word))));

    private static bool IsOfPerson(IdentityKind kind) =>
        kind is IdentityKind.Name or IdentityKind.Initials or IdentityKind.PartOfName;

    /// <summary>Digits are part of longer numbers by chance; a part of a name is part of other names.</summary>
    private static bool IsFoundInside(IdentifyingWord word) =>
        FoldedText.IsWithoutSpaces(word.Folded[0])
        || (word.Folded.Length >= LongEnough && !word.IsNumber
            && word.Kind is not (IdentityKind.PartOfName or IdentityKind.Initials));

    /// <summary>Whether a VR is of words.</summary>
    private static bool IsWritten(DicomVR vr) => vr is DicomVR.AE or DicomVR.CS or DicomVR.LO or DicomVR.LT
        or DicomVR.PN or DicomVR.SH or DicomVR.ST or DicomVR.UC or DicomVR.UI or DicomVR.UR or DicomVR.UT;

    /// <summary>Whether a VR is of numbers, dates and times as text, where programs write anything.</summary>
    private static bool IsNumeric(DicomVR vr) =>
        vr is DicomVR.AS or DicomVR.DA or DicomVR.DS or DicomVR.DT or DicomVR.IS or DicomVR.TM;
}
