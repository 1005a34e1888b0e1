// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>
/// Reads the numbers of a text that may be parts of dates, the names of months, and the words around them that belong to a
/// date.
/// </summary>
internal sealed class DateTokens
{
    /// <summary>A number with more digits is not a part of a date, but may be a whole one.</summary>
    public const int MostDigits = 8;

    /// <summary>Between the parts of one date there are no more characters.</summary>
    private const int LongestSeparator = 4;

    /// <summary>In letters. A longer word is not part of a date.</summary>
    private const int LongestWord = 16;

    /// <summary>How far from a word its number can be.</summary>
    private const int Near = 12;

    /// <summary>How far parts of a date, or signs of another one, can be from the number of its day or year.</summary>
    private const int Far = 40;

    /// <summary>How many tokens are read at a time: a long text has many, and few of them are dates.</summary>
    private const int Batch = 256;

    private static readonly SearchValues<char> AllDigits = SearchValues.Create(
        string.Concat(Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(char.IsDigit)));

    /// <summary>The most characters of the name of an era.</summary>
    private const int LongestEra = 2;

    private readonly string _text;
    private readonly OwnDates _dates;
    private readonly bool _isAscii;

    /// <summary>Whether there may be the first year of an era, which is written without a number.</summary>
    private readonly bool _mayLackYear;
    private readonly List<DateToken> _tokens = [];

    /// <summary>The first of the next batch.</summary>
    private DateToken? _next;
    private int _at;

    /// <summary>After this place, nothing can belong to the last number.</summary>
    private int _end;
    private char _separator;
    private int _length;
    private bool _isJoined;
    private bool _isWeek;
    private bool _isAnnounced;
    private int _era;
    private int _eraStart;

    private DateTokens(string text, OwnDates dates)
    {
        _text = text;
        _dates = dates;
        _isAscii = Ascii.IsValid(text);
        _mayLackYear = !_isAscii && text.Contains(DateWords.FirstYear, StringComparison.Ordinal);
    }

    /// <summary>Whether there is at most a space between the last number and what is next.</summary>
    private bool IsRightAfterNumber => IsAfterNumber && (_at == _tokens[^1].End
        || (_at == _tokens[^1].End + 1 && char.IsWhiteSpace(_text[_at - 1])));

    private bool IsAfterNumber => _tokens.Count > 0 && _tokens[^1].Digits > 0;

    /// <summary>
    /// The numbers and months of a text, in their order, wherever there may be one of the dates. They come in batches that
    /// reuse one list. A date is never divided between batches.
    /// </summary>
    public static IEnumerable<List<DateToken>> Of(string text, OwnDates dates)
    {
        var tokens = new DateTokens(text, dates);
        while (tokens.Read())
        {
            yield return tokens._tokens;
        }
    }

    private bool Read()
    {
        _tokens.Clear();
        if (_next is { } next)
        {
            _tokens.Add(next);
            _next = null;
        }

        while (_at < _text.Length && _next is null)
        {
            if (_at >= _end && !Skip())
            {
                _at = _text.Length;
                break;
            }

            ReadOne();
        }

        return _tokens.Count > 0;
    }

    /// <summary>Reads a number, a word, or a character between them.</summary>
    private void ReadOne()
    {
        var character = _text[_at];
        if (char.IsDigit(character))
        {
            ReadNumber();
        }
        else if (DateWords.UnitOf(character) is not DateUnit.None and var unit && IsRightAfterNumber)
        {
            _at++;
            _tokens[^1] = _tokens[^1] with { End = _at, Unit = unit };
            (_separator, _length) = ('\0', 0);
        }
        else if (DateWords.IsOfWord(character))
        {
            ReadWord();
        }
        else
        {
            _separator = _separator is '\0' or ' ' ? (char.IsWhiteSpace(character) ? ' ' : character) : _separator;
            _length++;
            _isJoined &= _length <= LongestSeparator;
            _at++;
        }
    }

    /// <summary>Skips to the words before the next number that may be part of a date: most numbers are not.</summary>
    /// <returns>False if there is none.</returns>
    private bool Skip()
    {
        var (next, end) = (_at, _at);
        do
        {
            var rest = _text.AsSpan(end);
            var digit = _isAscii ? rest.IndexOfAnyInRange('0', '9') : rest.IndexOfAny(AllDigits);
            if (digit < 0)
            {
                return false;
            }

            next = end + digit;
        }
        while (!IsPart(NumberAt(next, out end), end - next));

        if (next - _at > Far)
        {
            _at = next - Far;
            while (_at < next && char.IsLetterOrDigit(_text[_at - 1]))
            {
                // Half of a word or a number would be read as another one.
                _at++;
            }

            (_separator, _length, _isJoined) = ('\0', 0, false);
            (_isWeek, _isAnnounced, _era) = (false, false, 0);
        }

        _end = end;
        return true;
    }

    private bool IsPart(int number, int digits) => _mayLackYear || _dates.MayHold(number, digits);

    /// <summary>The number that begins at a place; 0 if it has more digits than a part of a date.</summary>
    private int NumberAt(int start, out int end)
    {
        var number = 0;
        for (end = start; end < _text.Length && char.IsDigit(_text[end]); end++)
        {
            number = end - start < MostDigits ? (number * 10) + DigitOf(_text[end]) : 0;
        }

        return number;
    }

    private static int DigitOf(char digit) =>
        char.IsAsciiDigit(digit) ? digit - '0' : CharUnicodeInfo.GetDecimalDigitValue(digit);

    private void ReadNumber()
    {
        var start = _at;
        var number = NumberAt(start, out _at);
        if (IsPart(number, _at - start))
        {
            _end = _at + Far;
        }

        // A separate letter is more likely another word.
        Add(new(_era > 0 && (_length == 0 || !char.IsAscii(_text[_eraStart])) ? _eraStart : start, _at, _at - start, number)
        {
            DigitsStart = start,
            Era = _era,
            IsWeek = _isWeek,
        });
    }

    private void Add(DateToken token)
    {
        var read = token with { IsAnnounced = _isAnnounced, Separator = _separator, IsJoined = _isJoined };
        if (_isJoined || _tokens.Count < Batch)
        {
            _tokens.Add(read);
        }
        else
        {
            _next = read;
        }

        (_separator, _length, _isJoined) = ('\0', 0, true);
        (_isWeek, _isAnnounced, _era) = (false, false, 0);
    }

    private void ReadWord()
    {
        var start = _at;
        _at = DateWords.EndOf(_text, start);
        (_isWeek, _era) = (false, 0);
        var isAfterNumber = IsAfterNumber && start == _tokens[^1].End;
        var original = _text.AsSpan(start, _at - start);
        if ((original.Length == 1 || !_isAscii) && IsBeforeNumber(2) && DateWords.EraOf(original) is >= 0 and var era)
        {
            (_era, _eraStart) = (era + 1, Math.Max(start, _at - LongestEra));
            return;
        }

        if (_mayLackYear && original.EndsWith(DateWords.FirstYear)
            && DateWords.EraOf(original[..^DateWords.FirstYear.Length]) is >= 0 and var first)
        {
            Add(new(Math.Max(start, _at - DateWords.FirstYear.Length - LongestEra), _at, 1, 1)
            {
                DigitsStart = _at,
                Era = first + 1,
                Unit = DateUnit.Year,
            });
            return;
        }

        Span<char> folded = stackalloc char[LongestWord];
        var word = Folded(original, folded);
        if (Ascii.IsValid(word) && !DateVocabulary.MayHold(word))
        {
            (_isJoined, _isAnnounced) = (false, false);
            return;
        }

        if (MonthWord.Of(word) is { } month)
        {
            Add(new(start, _at, 0, 0) { Month = month });
            return;
        }

        var kind = DateWords.Of(word);
        if (kind.HasFlag(DateWord.Week) && IsBeforeNumber(2))
        {
            _isWeek = true;
        }
        else if (isAfterNumber && kind.HasFlag(DateWord.Ordinal))
        {
            _tokens[^1] = _tokens[^1] with { End = _at };
        }
        else
        {
            _isJoined &= kind.HasFlag(DateWord.Filler);
            _isAnnounced = kind.HasFlag(DateWord.Announcement);
        }
    }

    /// <summary>The letters of a word without accents; none if it is too long, or there is no number near it.</summary>
    private ReadOnlySpan<char> Folded(ReadOnlySpan<char> word, Span<char> folded) =>
        Ascii.IsValid(word) ? word
        : (_isJoined && IsAfterNumber) || IsBeforeNumber(Near) ? folded[..DateWords.Fold(word, folded)]
        : [];

    /// <summary>Whether a digit is one of the next characters.</summary>
    private bool IsBeforeNumber(int within)
    {
        for (var i = _at; i < _text.Length && i < _at + within; i++)
        {
            if (char.IsDigit(_text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
