// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Cleaning;
using OrthancDeid.Deidentification.Cleaning.Spelling;
using OrthancDeid.Deidentification.Conformance;
using OrthancDeid.Deidentification.Options;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Verification;

/// <summary>
/// What must not be found in the new file: what identifies somebody in the old one, but what the request keeps, and
/// what is too short or too common to tell anybody from anything else.
/// </summary>
internal sealed class SourceIdentity : IIdentityCollector
{
    /// <summary>Shorter parts of names are words of their own in many texts, but for those of the patient.</summary>
    private const int ShortestPart = 4;
    private const int ShortestPartOfPatient = 3;

    /// <summary>Shorter names and identifiers, letters and digits counted, are part of anything.</summary>
    private const int ShortestWhole = 5;

    /// <summary>As many letters as an ideograph or a syllable of Hangul stands for.</summary>
    private const int LettersOfIdeograph = 3;

    /// <summary>In bytes: fewer stand in binary values by chance.</summary>
    private const int ShortestBytes = 5;

    /// <summary>Fewer digits are those of any number.</summary>
    private const int ShortestNumber = 8;

    /// <summary>Who is called so before was anonymized before.</summary>
    private static readonly string Dummy = new FoldedText(DummyValue.Word).Value;

    private readonly ModificationRequest _request;
    private readonly CleanedElements _cleaned;
    private readonly HashSet<string> _spared = [];
    private readonly HashSet<string> _patterns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IdentifyingWord> _words = [];
    private readonly HashSet<CalendarDate> _dates = [];
    private readonly HashSet<CalendarDate> _sparedDates = [];
    private DataElement? _element;
    private bool _isSpared;
    private bool _isOfPatient;

    /// <summary>Reads a file.</summary>
    public SourceIdentity(ModificationPlan plan, DicomDataset root)
    {
        _request = plan.Request;
        _cleaned = new CleanedElements(_request);
        Dates = new DateFinder(_request.Options.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates));
        IdentifyingWords.Collect(root, _request, this);
        foreach (var word in _spared)
        {
            _words.Remove(word);
        }

        foreach (var date in _dates.Except(_sparedDates))
        {
            // Of fewer digits than four is also the year of other things.
            Dates.Add(date, isBirth: false);
        }
    }

    /// <summary>The words to search text for.</summary>
    public IReadOnlyCollection<IdentifyingWord> Words => _words.Values;

    /// <summary>The dates to search text for.</summary>
    public DateFinder Dates { get; }

    /// <summary>What to search bytes for, a character for each byte.</summary>
    public IReadOnlyCollection<string> Bytes() => _patterns;

    /// <inheritdoc/>
    public void Begin(in DataElement element, bool isReadable)
    {
        _isSpared = _request.Keeps(element.Tag) && !_cleaned.Include(in element);
        _isOfPatient = element.Tag.Group == DicomTag.PatientName.Group;
        _element = element;
    }

    /// <inheritdoc/>
    public void Add(IdentityKind kind, string word)
    {
        foreach (var spelt in IdentifyingWord.Of(kind, word))
        {
            if (_isSpared)
            {
                _spared.Add(spelt.Folded);
            }
            else if (IsTelling(kind, spelt.Folded)
                && (spelt.MaySpan || !_words.TryGetValue(spelt.Folded, out var known) || !known.MaySpan))
            {
                _words[spelt.Folded] = spelt;
            }
        }

        if (!_isSpared && kind != IdentityKind.Device)
        {
            AddValue();
            if (kind == IdentityKind.PartOfName)
            {
                AddBytes(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(word)));
                AddBytes(Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(word)));
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Where other dates are shifted, one that is left as it was says by how much.</remarks>
    public void Add(CalendarDate date, bool isBirth)
    {
        if (_isSpared)
        {
            _sparedDates.Add(date);
        }
        else if (isBirth)
        {
            AddValue();
            _dates.Add(date);
        }
        else if (_request.Options.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates))
        {
            _dates.Add(date);
        }
    }

    private bool IsTelling(IdentityKind kind, string folded) => folded != Dummy && kind switch
    {
        // Who is called as a part of the body is found by the whole name only.
        IdentityKind.PartOfName => !folded.All(char.IsAsciiDigit)
            && (Weight(folded) >= ShortestPart || (_isOfPatient && Weight(folded) >= ShortestPartOfPatient)),
        IdentityKind.Initials => folded.Length >= ShortestPart,
        IdentityKind.Name or IdentityKind.MixedName or IdentityKind.CommonName or IdentityKind.Identifier
            or IdentityKind.Place or IdentityKind.Uid => Weight(folded) >= ShortestWhole,
        _ => false,
    };

    private static int Weight(string folded) =>
        folded.Sum(letter => FoldedText.IsWithoutSpaces(letter) ? LettersOfIdeograph : 1);

    /// <summary>The bytes of the element as they stand, in whatever character set.</summary>
    private void AddValue()
    {
        if (_element is { Sequence: null, IsEncapsulated: false, Length: <= ushort.MaxValue } element)
        {
            foreach (var value in Encoding.Latin1.GetString(element.Value)
                .Split(element.VR == DicomVR.PN ? ['\\', '=', '^'] : ['\\']))
            {
                AddBytes(value.Trim(' ', '\0'));
            }
        }

        _element = null;
    }

    private void AddBytes(string bytes)
    {
        if (bytes.Length >= (bytes.All(char.IsAsciiDigit) ? ShortestNumber : ShortestBytes)
            && !CommonWords.Contains(new FoldedText(bytes).Value))
        {
            _patterns.Add(bytes);
        }
    }
}
