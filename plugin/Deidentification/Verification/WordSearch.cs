// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using OrthancDeid.Deidentification.Options;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Verification;

/// <summary>Searches text for words, in any letter case, with and without accents and separators.</summary>
internal sealed class WordSearch
{
    /// <summary>From here on a name is found inside other words; a shorter one only where a word begins and ends.</summary>
    private const int LongEnough = 8;

    private readonly Dictionary<char, List<string>> _byFirst = [];
    private readonly SearchValues<string> _values;
    private readonly SourceIdentity _identity;

    /// <summary>Prepares the search.</summary>
    public WordSearch(SourceIdentity identity)
    {
        _identity = identity;
        _values = SearchValues.Create([.. identity.Words.Keys], StringComparison.Ordinal);
        foreach (var word in identity.Words.Keys)
        {
            if (!_byFirst.TryGetValue(word[0], out var words))
            {
                _byFirst[word[0]] = words = [];
            }

            words.Add(word);
        }
    }

    /// <summary>Whether a word stands in an element of text.</summary>
    /// <param name="element">The element.</param>
    /// <param name="made">Texts that were made up, and hold nothing of the original.</param>
    public bool IsFound(in DataElement element, HashSet<string> made)
    {
        if (!IsWritten(element.VR) || element.Length is 0 or > int.MaxValue || element.IsEncapsulated)
        {
            return false;
        }

        var text = element.Dataset.CharacterSet.Decode(element.Value, element.VR).Trim(' ', '\0');
        return !made.Contains(text) && (element.VR == DicomVR.UI
            ? IsUidFound(text)
            : IsWordFound(text) || _identity.Dates.Find(text).Any());
    }

    private bool IsUidFound(string uids) => uids.Split('\\').Any(uid =>
        _identity.Words.GetValueOrDefault(new FoldedText(uid).Value, IdentityKind.PartOfPlace) == IdentityKind.Uid);

    private bool IsWordFound(string text)
    {
        var folded = new FoldedText(text);
        for (var at = 0; at < folded.Value.Length; at++)
        {
            var next = folded.Value.AsSpan(at).IndexOfAny(_values);
            if (next < 0)
            {
                return false;
            }

            at += next;
            foreach (var word in _byFirst[folded.Value[at]])
            {
                if (string.CompareOrdinal(folded.Value, at, word, 0, word.Length) == 0
                    && (IsFoundInside(word) || (folded.IsBoundary(at) && folded.IsBoundary(at + word.Length))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Digits are part of longer numbers by chance; a part of a name is part of other names.</summary>
    private bool IsFoundInside(string word) => word.Length >= LongEnough && word.Any(char.IsLetter)
        && _identity.Words[word] != IdentityKind.PartOfName;

    /// <summary>Whether a VR is of words; numbers, times and dates follow the rules of their tags.</summary>
    private static bool IsWritten(DicomVR vr) => vr is DicomVR.AE or DicomVR.CS or DicomVR.LO or DicomVR.LT
        or DicomVR.PN or DicomVR.SH or DicomVR.ST or DicomVR.UC or DicomVR.UI or DicomVR.UR or DicomVR.UT;
}
