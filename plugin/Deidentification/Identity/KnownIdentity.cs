// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Identity.Dates;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// What instances say about the patient, the study and the staff, in all its spellings. Immutable, and safe for use by
/// several threads: it keeps nothing of the file that it was read from.
/// </summary>
internal sealed class KnownIdentity : IIdentityCollector
{
    private readonly List<IdentityStatement> _statements = [];
    private readonly HashSet<(DicomTag Tag, IdentityKind Kind, string Word)> _known = [];
    private readonly Lazy<WordsToTake> _words;
    private readonly Lazy<WordsToTake> _wordsAndDates;
    private IdentityOrigin _origin = new(default, false, null);

    /// <summary>Spells out what was read.</summary>
    /// <param name="reader">The elements of the first instance with this identity.</param>
    public KnownIdentity(IdentityReader reader)
    {
        IdentifyingWords.Collect(reader, this);
        _words = new(() => new(this, areDatesShifted: false));
        _wordsAndDates = new(() => new(this, areDatesShifted: true));
    }

    /// <summary>The words and dates that were read.</summary>
    public IReadOnlyList<IdentityStatement> Statements => _statements;

    /// <summary>An element whose words could not be read.</summary>
    public DicomTag? Unreadable { get; private set; }

    /// <summary>What is to be removed from texts.</summary>
    /// <param name="areDatesShifted">Whether the dates of the file are shifted.</param>
    public WordsToTake ToTake(bool areDatesShifted) => areDatesShifted ? _wordsAndDates.Value : _words.Value;

    /// <inheritdoc/>
    public void Begin(in IdentityValue value, bool isReadable)
    {
        var element = value.Element;
        var bytes = element is { IsEncapsulated: false, Length: <= ushort.MaxValue }
            ? Encoding.Latin1.GetString(element.Value)
            : null;
        _origin = new(element.Tag, value.IsSpared, bytes);
        if (!isReadable)
        {
            Unreadable ??= element.Tag;
        }
    }

    /// <inheritdoc/>
    public void Add(IdentityKind kind, string word)
    {
        if (_known.Add((_origin.Tag, kind, word)))
        {
            _statements.Add(new(_origin, kind, word, [.. IdentifyingWord.Of(kind, word)], null));
        }
    }

    /// <inheritdoc/>
    public void Add(CalendarDate date, bool isBirth) =>
        _statements.Add(new(_origin, default, string.Empty, [], (date, isBirth)));
}

/// <summary>The element that a word or a date was read from.</summary>
/// <param name="Tag">The tag of the element.</param>
/// <param name="IsSpared">Whether the request keeps it.</param>
/// <param name="Bytes">Its value, with one character for each byte; null if it is too long to be a name or a number.</param>
internal sealed record IdentityOrigin(DicomTag Tag, bool IsSpared, string? Bytes);

/// <summary>A word or a date of an element.</summary>
/// <param name="Origin">The element.</param>
/// <param name="Kind">What the word says about somebody.</param>
/// <param name="Text">The word as it is written there; empty for a date.</param>
/// <param name="Words">Its spellings.</param>
/// <param name="Date">The date, and whether it is a date of birth; null for a word.</param>
internal sealed record IdentityStatement(
    IdentityOrigin Origin, IdentityKind Kind, string Text, IdentifyingWord[] Words, (CalendarDate Day, bool IsBirth)? Date);
