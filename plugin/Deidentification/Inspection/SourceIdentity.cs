// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.CompilerServices;
using System.Text;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Dates;
using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Inspection;

/// <summary>
/// What must not be in the new file: what identifies somebody in the old one, without what the request keeps, and without
/// what is too short or too common to identify anybody. UIDs are searched for separately, see <see cref="UidSearch"/>.
/// Safe for use by several threads.
/// </summary>
internal sealed class SourceIdentity
{
    /// <summary>
    /// The fewest letters of a part of a name; shorter ones, unless of the patient, are words in many texts.
    /// </summary>
    private const int ShortestPart = 4;
    private const int ShortestPartOfPatient = 3;

    /// <summary>The fewest letters and digits of names and identifiers; shorter ones occur everywhere.</summary>
    private const int ShortestWhole = 5;

    /// <summary>The fewest digits of a number; shorter ones occur everywhere.</summary>
    private const int ShortestNumber = 8;

    /// <summary>Such a name comes from an earlier anonymization.</summary>
    private static readonly string Dummy = new FoldedText(DummyValue.Word).Value;

    /// <summary>Instances with the same identity share one.</summary>
    private static readonly ConditionalWeakTable<KnownIdentity, SourceIdentity> Prepared = [];

    private readonly bool _areDatesShifted;
    private readonly HashSet<string> _spared = [];
    private readonly HashSet<IdentifyingWord> _words = [];
    private readonly HashSet<CalendarDate> _dates = [];
    private readonly HashSet<CalendarDate> _sparedDates = [];

    /// <summary>The values and names to search bytes for, as text of one character for each byte.</summary>
    private readonly HashSet<string> _values = [];
    private readonly HashSet<string> _names = [];
    private readonly Lazy<ByteSearch> _bytes;

    /// <summary>The element whose bytes were added last: it may have ten thousand words.</summary>
    private IdentityOrigin? _added;

    private SourceIdentity(ModificationPlan plan, KnownIdentity identity)
    {
        _areDatesShifted = plan.Request.AreDatesShifted;
        _bytes = new(() => new ByteSearch(Patterns(_names, _values)));
        Dates = new DateFinder(_areDatesShifted);
        foreach (var statement in identity.Statements)
        {
            if (statement.Date is var (day, isBirth))
            {
                Add(day, isBirth, statement.Origin);
            }
            else
            {
                Add(statement);
            }
        }

        foreach (var word in _words)
        {
            if (!_spared.Contains(word.Folded))
            {
                Add(word);
            }
        }

        foreach (var date in _dates.Except(_sparedDates))
        {
            // Not as a date of birth: its form with a year of two digits may be anything else.
            Dates.Add(date, isBirth: false);
        }

        Values = _areDatesShifted ? new DateValues(Dates.Whole) : null;
    }

    /// <summary>The words to search text for.</summary>
    public TokenSearch Words { get; } = new();

    /// <summary>Rules out most texts, which contain none of the words.</summary>
    public LetterFilter Filter { get; } = new();

    /// <summary>The words that the request keeps, folded.</summary>
    public IReadOnlySet<string> Spared => _spared;

    /// <summary>The words that are long numbers.</summary>
    public HashSet<string> Numbers { get; } = [];

    /// <summary>The dates to search text for.</summary>
    public DateFinder Dates { get; }

    /// <summary>The dates to search numbers for; null unless dates are shifted: one that stays reveals the shift.</summary>
    public DateValues? Values { get; }

    /// <summary>Whether a text may contain a date, judged by its bytes.</summary>
    public bool MayHoldDate(ReadOnlySpan<byte> text) => _dates.Count > 0 && LetterFilter.MayHoldDate(text, _areDatesShifted);

    /// <summary>What to search bytes for.</summary>
    public ByteSearch Bytes => _bytes.Value;

    /// <summary>Prepares the search for what was collected from a file, before the file is edited.</summary>
    /// <param name="plan">What is done to the file.</param>
    /// <param name="identity">What was read.</param>
    public static SourceIdentity Of(ModificationPlan plan, KnownIdentity identity) =>
        Prepared.GetValue(identity, known => new SourceIdentity(plan, known));

    /// <summary>Whether a word is distinctive enough to identify somebody.</summary>
    private static bool IsTelling(IdentifyingWord word, bool isOfPatient) => word.Folded != Dummy && word.Kind switch
    {
        // A part of a name that is also a common word is only searched for in the whole name.
        IdentityKind.PartOfName => !word.IsNumber
            && word.Weight >= (isOfPatient ? ShortestPartOfPatient : ShortestPart),
        IdentityKind.Initials => word.Folded.Length >= ShortestPart,
        IdentityKind.Name or IdentityKind.MixedName or IdentityKind.CommonName or IdentityKind.Identifier
            or IdentityKind.Place => word.Weight >= ShortestWhole,
        _ => false,
    };

    /// <summary>The patterns to search bytes for.</summary>
    /// <param name="names">Names, as text.</param>
    /// <param name="values">Values, with one character for each byte.</param>
    public static IReadOnlyCollection<string> Patterns(IEnumerable<string> names, IEnumerable<string> values)
    {
        var patterns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            patterns.Add(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name)));
            patterns.Add(Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(name)));
        }

        foreach (var value in values.SelectMany(value => value.Split('\\', '=', '^')))
        {
            patterns.Add(value.Trim(' ', '\0'));
        }

        patterns.RemoveWhere(bytes => bytes.Length < (bytes.All(char.IsAsciiDigit) ? ShortestNumber : ByteSearch.ShortestPattern)
            || IsRamp(bytes) || CommonWords.Contains(new FoldedText(bytes).Value));
        return patterns;
    }

    /// <summary>
    /// Whether all characters are the same, or go up or down in equal steps of one or two: 00000000 and ABCDE are in any
    /// lookup table.
    /// </summary>
    private static bool IsRamp(string bytes)
    {
        var step = bytes[1] - bytes[0];
        return Math.Abs(step) <= 2 && Enumerable.Range(1, bytes.Length - 1).All(at => bytes[at] - bytes[at - 1] == step);
    }

    private void Add(IdentifyingWord word)
    {
        Words.Add(word);
        Filter.Add(word.Folded);
        if (word.IsNumber && word.Folded.Length >= TokenSearch.LongEnough)
        {
            Numbers.Add(word.Folded);
        }
    }

    private void Add(IdentityStatement statement)
    {
        var origin = statement.Origin;
        foreach (var word in statement.Words)
        {
            if (origin.IsSpared)
            {
                _spared.Add(word.Folded);
            }
            else if (IsTelling(word, origin.Tag.Group == DicomTag.PatientName.Group))
            {
                _words.Add(word);
            }
        }

        if (!origin.IsSpared && statement.Kind != IdentityKind.Device && statement.Words.Length > 0)
        {
            AddValue(origin);
            if (statement.Kind == IdentityKind.PartOfName)
            {
                _names.Add(statement.Text);
            }
        }
    }

    /// <remarks>While other dates are shifted, one that stays reveals the shift.</remarks>
    private void Add(CalendarDate date, bool isBirth, IdentityOrigin origin)
    {
        if (origin.IsSpared)
        {
            _sparedDates.Add(date);
        }
        else if (isBirth)
        {
            AddValue(origin);
            _dates.Add(date);
        }
        else if (_areDatesShifted)
        {
            _dates.Add(date);
        }
    }

    /// <summary>Adds the bytes of the element, in any character set.</summary>
    private void AddValue(IdentityOrigin origin)
    {
        if (origin.Bytes is { } bytes && !ReferenceEquals(origin, _added))
        {
            _values.Add(bytes);
            _added = origin;
        }
    }
}
