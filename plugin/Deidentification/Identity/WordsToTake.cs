// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Dates;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// The words and dates of an identity that are to be removed from texts, ready for the search. Safe for use by several
/// threads.
/// </summary>
internal sealed class WordsToTake
{
    private readonly KnownIdentity _identity;
    private readonly LetterFilter _filter = new();
    private readonly HashSet<string> _whole = [];
    private readonly Lazy<WordIndex> _words;
    private readonly bool _areDatesShifted;
    private readonly bool _hasDates;

    /// <summary>Prepares them.</summary>
    /// <param name="identity">What was read from an instance.</param>
    /// <param name="areDatesShifted">Whether the dates of the file are shifted, see <see cref="DateFinder"/>.</param>
    public WordsToTake(KnownIdentity identity, bool areDatesShifted)
    {
        _identity = identity;
        _areDatesShifted = areDatesShifted;
        _words = new(() => new(identity.Statements.SelectMany(statement => statement.Words)));
        Dates = new DateFinder(areDatesShifted);
        foreach (var statement in identity.Statements)
        {
            if (statement.Date is var (day, isBirth))
            {
                Dates.Add(day, isBirth);
                _hasDates = true;
            }

            foreach (var word in statement.Words)
            {
                _filter.Add(word.Folded);
                if (word.Kind is not (IdentityKind.CommonPartOfName or IdentityKind.ShortNumber))
                {
                    _whole.Add(word.Folded);
                }
            }
        }
    }

    /// <summary>An element whose words could not be read.</summary>
    public DicomTag? Unreadable => _identity.Unreadable;

    /// <summary>The dates.</summary>
    public DateFinder Dates { get; }

    /// <summary>The words.</summary>
    public WordIndex Words => _words.Value;

    /// <summary>Whether a folded text is one of the words and nothing else.</summary>
    public bool IsWord(string folded) => _whole.Contains(folded);

    /// <summary>Whether a text may contain anything to remove, judged by its bytes: most do not.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="isTerm">Whether it is a term of the standard.</param>
    public bool MayStandIn(ReadOnlySpan<byte> text, bool isTerm) => _filter.MayHold(text, !isTerm)
        || (_hasDates && (isTerm && !_areDatesShifted
            ? LetterFilter.MayHoldDateAmongNumbers(text)
            : LetterFilter.MayHoldDate(text, _areDatesShifted)));
}
