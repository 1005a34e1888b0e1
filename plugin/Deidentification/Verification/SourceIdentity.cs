// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Cleaning;
using OrthancDeid.Deidentification.Cleaning.Spelling;
using OrthancDeid.Deidentification.Conformance;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Options;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Verification;

/// <summary>
/// What must not be found in the new file: what identifies somebody in the old one, but what the request keeps, and
/// what is too short or too common to tell anybody from anything else.
/// </summary>
internal sealed class SourceIdentity
{
    /// <summary>Shorter parts of names are words of their own in many texts, but for those of the patient.</summary>
    private const int ShortestPart = 4;
    private const int ShortestPartOfPatient = 3;

    /// <summary>Shorter names and identifiers, letters and digits counted, are part of anything.</summary>
    private const int ShortestWhole = 5;

    /// <summary>Fewer digits are those of any number.</summary>
    private const int ShortestNumber = 8;

    /// <summary>Who is called so before was anonymized before.</summary>
    private static readonly string Dummy = new FoldedText(DummyValue.Word).Value;

    private readonly ModificationRequest _request;
    private readonly CleanedElements _cleaned;
    private readonly HashSet<string> _spared = [];
    private readonly HashSet<IdentifyingWord> _words = [];
    private readonly HashSet<CalendarDate> _dates = [];
    private readonly HashSet<CalendarDate> _sparedDates = [];

    /// <summary>The values and names to search bytes for, as text of one character for each byte.</summary>
    private readonly HashSet<string> _values = [];
    private readonly HashSet<string> _names = [];

    /// <summary>Takes what was read from a file, before the file is edited.</summary>
    public SourceIdentity(ModificationPlan plan, CollectedIdentity identity)
    {
        _request = plan.Request;
        _cleaned = new CleanedElements(_request);
        Dates = new DateFinder(AreDatesShifted);
        foreach (var statement in identity.Statements)
        {
            var element = statement.Element;
            var isSpared = _request.Keeps(element.Tag) && !_cleaned.Include(in element);
            if (statement.Date is var (day, isBirth))
            {
                Add(day, isBirth, isSpared, in element);
            }
            else
            {
                Add(statement, isSpared);
            }
        }

        _words.RemoveWhere(word => _spared.Contains(word.Folded));
        foreach (var date in _dates.Except(_sparedDates))
        {
            // Of fewer digits than four is also the year of other things.
            Dates.Add(date, isBirth: false);
        }
    }

    /// <summary>The words to search text for.</summary>
    public IReadOnlyCollection<IdentifyingWord> Words => _words;

    /// <summary>The dates to search text for.</summary>
    public DateFinder Dates { get; }

    private bool AreDatesShifted => _request.Options.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates);

    /// <summary>Whether there are any.</summary>
    public bool HasDates => _dates.Count > 0;

    /// <summary>What to search bytes for, a character for each byte.</summary>
    public IReadOnlyCollection<string> Bytes()
    {
        var patterns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in _names)
        {
            patterns.Add(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name)));
            patterns.Add(Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(name)));
        }

        foreach (var value in _values.SelectMany(value => value.Split('\\', '=', '^')))
        {
            patterns.Add(value.Trim(' ', '\0'));
        }

        patterns.RemoveWhere(bytes => bytes.Length < (bytes.All(char.IsAsciiDigit) ? ShortestNumber : ByteSearch.ShortestPattern)
            || IsRamp(bytes) || CommonWords.Contains(new FoldedText(bytes).Value));
        return patterns;
    }

    /// <summary>
    /// Whether characters are all the same, or each the next or the last but one: 00000000 and ABCDE stand in any lookup table.
    /// </summary>
    private static bool IsRamp(string bytes)
    {
        var step = bytes[1] - bytes[0];
        return Math.Abs(step) <= 2 && Enumerable.Range(1, bytes.Length - 1).All(at => bytes[at] - bytes[at - 1] == step);
    }

    private void Add(IdentityStatement statement, bool isSpared)
    {
        var element = statement.Element;
        foreach (var word in statement.Words)
        {
            if (isSpared)
            {
                _spared.Add(word.Folded);
            }
            else if (IsTelling(word, element.Tag.Group == DicomTag.PatientName.Group))
            {
                _words.Add(word);
            }
        }

        if (!isSpared && statement.Kind != IdentityKind.Device
            && statement.Words.Any(word => word.IsOfText))
        {
            AddValue(in element);
            if (statement.Kind == IdentityKind.PartOfName)
            {
                _names.Add(statement.Text);
            }
        }
    }

    /// <remarks>Where other dates are shifted, one that is left as it was says by how much.</remarks>
    private void Add(CalendarDate date, bool isBirth, bool isSpared, in DataElement element)
    {
        if (isSpared)
        {
            _sparedDates.Add(date);
        }
        else if (isBirth)
        {
            AddValue(in element);
            _dates.Add(date);
        }
        else if (AreDatesShifted)
        {
            _dates.Add(date);
        }
    }

    private static bool IsTelling(IdentifyingWord word, bool isOfPatient) => word.Folded != Dummy && word.Kind switch
    {
        // Who is called as a part of the body is found by the whole name only.
        IdentityKind.PartOfName => !word.IsNumber
            && word.Weight >= (isOfPatient ? ShortestPartOfPatient : ShortestPart),
        IdentityKind.Initials => word.Folded.Length >= ShortestPart,
        IdentityKind.Name or IdentityKind.MixedName or IdentityKind.CommonName or IdentityKind.Identifier
            or IdentityKind.Place or IdentityKind.Uid => word.Weight >= ShortestWhole,
        _ => false,
    };

    /// <summary>The bytes of the element as they stand, in whatever character set.</summary>
    private void AddValue(in DataElement element)
    {
        if (element is { Sequence: null, IsEncapsulated: false, Length: <= ushort.MaxValue })
        {
            _values.Add(Encoding.Latin1.GetString(element.Value));
        }
    }
}
