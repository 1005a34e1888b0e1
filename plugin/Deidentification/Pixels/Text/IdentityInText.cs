// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Dates;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Deidentification.Pixels.Text.Recognition;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>
/// Decides whether a text read from an image may identify the subject of the file. Since texts are misread, it is enough
/// that a text resembles a name, a number or a date of the file. Immutable, and safe for use by several threads.
/// </summary>
internal sealed class IdentityInText
{
    /// <summary>Shorter words have to match a whole word, without mistakes.</summary>
    private const int ShortestInside = 4;

    /// <summary>The number of letters for each one that may be wrong.</summary>
    private const int LettersOfMistake = 4;

    /// <summary>The same for dates, of which fewer digits may be wrong, since dates resemble each other.</summary>
    private const int DigitsOfMistake = 7;

    /// <summary>The first ideograph. The recognizer was trained on no other letters without capitals.</summary>
    private const char FirstIdeograph = '\u4E00';
    private const char LastIdeograph = '\u9FFF';

    /// <summary>The last accented Latin letter.</summary>
    private const char LastLatin = '\u024F';

    private readonly HashSet<string> _whole = [];
    private readonly Dictionary<string, int> _inside = [];
    private bool _isOtherScript;

    /// <summary>Prepares the words and dates of a file.</summary>
    /// <param name="identity">What the file says about its subject.</param>
    public IdentityInText(KnownIdentity identity)
    {
        // Text of the file that could not be read may be in the image.
        _isOtherScript = identity.Unreadable is not null;
        foreach (var statement in identity.Statements)
        {
            if (statement.Date is var (day, _))
            {
                Add(day);
            }

            foreach (var word in statement.Words)
            {
                Add(word);
            }
        }
    }

    /// <summary>Whether a text may identify the subject of the file.</summary>
    /// <param name="text">The text that was read. It is not kept.</param>
    public bool MayStandIn(ReadOnlySpan<char> text)
    {
        // Letters of other scripts are read as similar Latin letters, and with high confidence.
        if (_isOtherScript)
        {
            return true;
        }

        var folded = new char[text.Length];
        try
        {
            var letters = folded.AsSpan(0, MisreadText.Fold(text, folded));
            foreach (var (word, mistakes) in _inside)
            {
                if (MisreadText.Holds(letters, word, mistakes))
                {
                    return true;
                }
            }

            return HasWhole(text, folded);
        }
        finally
        {
            Array.Clear(folded);
        }
    }

    private static bool IsKnownScript(char letter) =>
        letter is <= LastLatin or (>= FirstIdeograph and <= LastIdeograph) || !char.IsLetter(letter);

    /// <summary>The spellings of a date in digits or with the name of the month, without separators.</summary>
    private static IEnumerable<string> Spellings(CalendarDate date)
    {
        var (year, century) = (date.Year.ToString("D4", CultureInfo.InvariantCulture), date.Year % 100);
        string[] years = [year, century.ToString("D2", CultureInfo.InvariantCulture)];
        string[] formats = ["D2", "D1"];
        string[] months = date.Month is >= 1 and <= 12
            ? [CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(date.Month),
                CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(date.Month)]
            : [];
        return from written in years
               from format in formats
               let day = date.Day.ToString(format, CultureInfo.InvariantCulture)
               from month in months.Prepend(date.Month.ToString(format, CultureInfo.InvariantCulture))
               from spelling in (string[])[written + month + day, day + month + written, month + day + written]
               select spelling;
    }

    private bool HasWhole(ReadOnlySpan<char> text, Span<char> folded)
    {
        var count = 0;
        var words = _whole.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var letter in text)
        {
            if (MisreadText.Fold(letter) is not '\0' and var known)
            {
                folded[count++] = known;
            }
            else if (words.Contains(folded[..count]))
            {
                return true;
            }
            else
            {
                count = 0;
            }
        }

        return words.Contains(folded[..count]);
    }

    private void Add(IdentifyingWord word)
    {
        _isOtherScript |= word.IsOfPerson && !word.Folded.All(IsKnownScript);
        var folded = Folded(word.Folded);
        if (folded.Length == 0)
        {
            return;
        }

        var isCommon = word.Kind is IdentityKind.CommonPartOfName or IdentityKind.ShortNumber;
        var isIdeographic = folded.Any(letter => letter >= FirstIdeograph);
        if (isCommon || (folded.Length < ShortestInside && !isIdeographic))
        {
            _whole.Add(folded);
            return;
        }

        _inside[folded] = folded.Length / LettersOfMistake;
    }

    private void Add(CalendarDate date)
    {
        foreach (var folded in Spellings(date).Select(Folded))
        {
            if (folded.Length < ShortestInside + 2)
            {
                _whole.Add(folded);
            }
            else
            {
                _inside.TryAdd(folded, folded.Length / DigitsOfMistake);
            }
        }
    }

    private static string Folded(string word)
    {
        var folded = new char[word.Length];
        return new string(folded, 0, MisreadText.Fold(word, folded));
    }
}
