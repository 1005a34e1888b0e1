// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// Rules out most texts by a quick look at their bytes, before they are decoded: no three letters in a row begin a word.
/// </summary>
internal sealed class LetterFilter
{
    private const int FewestDigits = 3;
    private const int DigitsOfDate = 8;

    /// <summary>The fewest digits of a date that is nothing but digits: year, month and day, or year and month.</summary>
    private const int FewestOfRun = 6;

    /// <summary>
    /// What escapes begin with, other than a backslash, and what follows a backslash, see <see cref="EscapedText"/>.
    /// </summary>
    private const string Others = "&%=";
    private const string BehindBackslash = "uU'xX";

    /// <summary>After this, ASCII bytes are other characters (PS3.5 6.1.2.5).</summary>
    private const char Escape = '\e';

    private readonly WordBeginnings _beginnings = new();
    private bool _hasPairs;

    /// <summary>Adds a word.</summary>
    public void Add(string folded)
    {
        if (folded.Length < WordBeginnings.Length)
        {
            _hasPairs = true;
            return;
        }

        _beginnings.Add(folded);
    }

    /// <summary>Whether a text may contain a word.</summary>
    /// <param name="text">Its bytes.</param>
    /// <param name="isWritten">Whether the text is free, not only terms and numbers separated by backslashes.</param>
    public bool MayHold(ReadOnlySpan<byte> text, bool isWritten)
    {
        if (_hasPairs)
        {
            return true;
        }

        var letters = 0;
        byte before = 0;
        foreach (var character in text)
        {
            if (character > FoldedText.LastAscii || character == Escape
                || Others.Contains((char)character, StringComparison.Ordinal)
                || (character == '.' && char.IsAsciiLetter((char)before))
                || (isWritten ? character == '\\'
                    : before == '\\' && BehindBackslash.Contains((char)character, StringComparison.Ordinal)))
            {
                return true;
            }

            before = character;
            var letter = FoldedText.OfAscii(character);
            if (letter != '\0')
            {
                letters = WordBeginnings.Next(letters, letter);
                if (_beginnings.MayBegin(letters))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a text may contain a date, judged by its number of digits. With fewer it has none, even if it names a
    /// month.
    /// </summary>
    /// <param name="text">Its bytes.</param>
    /// <param name="isInParts">Whether a month, or a day of any year, counts as a date.</param>
    public static bool MayHoldDate(ReadOnlySpan<byte> text, bool isInParts)
    {
        var digits = 0;
        var isAnyOther = false;
        foreach (var character in text.Trim("\0 "u8))
        {
            var isDigit = char.IsAsciiDigit((char)character);
            digits += isDigit || character > FoldedText.LastAscii ? 1 : 0;
            isAnyOther |= !isDigit;
        }

        return digits >= (!isAnyOther ? FewestOfRun : isInParts ? 1 : FewestDigits);
    }

    /// <summary>
    /// Whether there may be a whole date among terms and numbers: eight digits, or a value that is not a number.
    /// </summary>
    public static bool MayHoldDateAmongNumbers(ReadOnlySpan<byte> values)
    {
        foreach (var range in values.Split((byte)'\\'))
        {
            var value = values[range].Trim((byte)' ');
            var (digits, points, others) = (0, 0, 0);
            for (var at = 0; at < value.Length; at++)
            {
                digits += char.IsAsciiDigit((char)value[at]) ? 1 : 0;
                points += value[at] == '.' ? 1 : 0;
                others += (at > 0 || value[at] is not ((byte)'+' or (byte)'-')) && value[at] != '.' && !char.IsAsciiDigit((char)value[at]) ? 1 : 0;
            }

            if (digits >= FewestDigits && (points > 1 || others > 0 || (points == 0 && digits == DigitsOfDate)))
            {
                return true;
            }
        }

        return false;
    }
}
