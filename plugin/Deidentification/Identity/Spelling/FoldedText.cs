// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Globalization;
using OrthancDeid.Deidentification.Identity.Words;

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>
/// The letters and digits of a text, in capitals and without accents, so that words are equal in any spelling; and
/// the place of each.
/// </summary>
internal sealed class FoldedText
{
    /// <summary>The last character of ASCII.</summary>
    public const char LastAscii = '\u007F';

    /// <summary>The first ideographs and syllables, which are written without spaces between words.</summary>
    private const char FirstWithoutSpaces = '\u2E80';

    /// <summary>The fewest letters of a word that is divided at the end of a line.</summary>
    private const int ShortestDivided = 5;

    /// <summary>From this length on, arrays are pooled: every new large one burdens the garbage collector.</summary>
    private const int ShortestRented = 1 << 12;

    private const char Tatweel = '\u0640';

    private readonly string _text;

    /// <summary>The place of each letter, and what was before it.</summary>
    private LetterPlace[] _places;
    private bool _isRented;

    /// <summary>Folds a text.</summary>
    public FoldedText(string text)
        : this(text, isSpeltOut: false)
    {
    }

    private FoldedText(string text, bool isSpeltOut)
    {
        _text = text;
        _isRented = text.Length >= ShortestRented;
        _places = _isRented ? ArrayPool<LetterPlace>.Shared.Rent(text.Length) : new LetterPlace[text.Length];
        var folded = ArrayPool<char>.Shared.Rent(text.Length);
        if (System.Text.Ascii.IsValid(text))
        {
            Value = Take(folded, AsciiLetters.Fold(text, folded, _places));
            return;
        }

        var (count, gap) = (0, LetterGap.None);
        var (hasBreak, hasOther) = (false, false);

        // The last letter as it is written in the text.
        var last = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (character <= LastAscii && next <= LastAscii)
            {
                var plain = AsciiLetters.Of(character);
                if (plain == '\0')
                {
                    AddGap(character);
                    continue;
                }

                if (count == folded.Length || count == _places.Length)
                {
                    Add(i, plain);
                    continue;
                }

                // Most letters take this short path.
                folded[count] = plain;
                _places[count++] = new(
                    i, gap, gap != LetterGap.None || (last != '\0' && IsBoundaryBetween(last, character)));
                (gap, hasBreak, hasOther, last) = (LetterGap.None, false, false, character);
                continue;
            }

            if (IsPartOfLetter(character))
            {
                continue;
            }

            if (Hangul.Compose(text, i, out var syllable) is var jamo and > 1)
            {
                Add(i, syllable);
                i += jamo - 1;
                continue;
            }

            var letter = char.ToUpperInvariant(Kana.Fold(character, next));
            string? letters = null;
            if (letter > LastAscii || next > LastAscii)
            {
                var speltOut = BaseLetters.SpeltOut(letter, next);
                HasOtherSpelling |= speltOut is not null;
                letters = (isSpeltOut ? speltOut : null) ?? BaseLetters.Of(letter);
            }

            if (letters is not null)
            {
                for (var added = 0; added < letters.Length; added++)
                {
                    Add(i, letters[added]);
                }
            }
            else if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
            {
                Add(i, Ideographs.Fold(letter));
            }
            else
            {
                AddGap(character);
            }
        }

        Value = Take(folded, count);

        void AddGap(char character)
        {
            hasBreak |= character is '-' or '\r' or '\n' or '\u2010' or '\u2011';
            hasOther |= !(hasBreak && character is '-' or '\r' or '\n' or ' ' or '\t' or '\u2010' or '\u2011');
            gap = hasOther ? LetterGap.Wide : LetterGap.Division;
        }

        void Add(int origin, char letter)
        {
            if (count == folded.Length)
            {
                var larger = ArrayPool<char>.Shared.Rent((count * 2) + 4);
                folded.AsSpan().CopyTo(larger);
                GiveBack(folded, count);
                folded = larger;
            }

            if (count == _places.Length)
            {
                var more = new LetterPlace[(count * 2) + 4];
                _places.AsSpan().CopyTo(more);
                GiveBackPlaces();
                _places = more;
            }

            // Letters that come from one character belong together.
            var isFirst = count == 0 || _places[count - 1].Origin != origin;
            folded[count] = letter;
            _places[count] = new(origin, gap, isFirst && (gap != LetterGap.None
                || (count > 0 && IsBoundaryBetween(last, text[origin]))));
            count++;
            (gap, hasBreak, hasOther, last) = (LetterGap.None, false, false, text[origin]);
        }
    }

    /// <summary>The letters and digits.</summary>
    public string Value { get; }

    /// <summary>Whether it contains letters that are also written as two.</summary>
    private bool HasOtherSpelling { get; }

    /// <summary>
    /// A text without accents and, if different, with umlauts and the like spelt out. Each result of a long text is valid
    /// until the next one is requested.
    /// </summary>
    public static IEnumerable<FoldedText> Of(string text)
    {
        var folded = new FoldedText(text);
        try
        {
            yield return folded;
            if (folded.HasOtherSpelling)
            {
                folded.GiveBackPlaces();
                folded = new FoldedText(text, isSpeltOut: true);
                yield return folded;
            }
        }
        finally
        {
            folded.GiveBackPlaces();
        }
    }

    /// <summary>A character of ASCII as it is folded; 0 if it is no letter or digit.</summary>
    public static char OfAscii(byte character) => character <= LastAscii ? AsciiLetters.Of((char)character) : '\0';

    /// <summary>Whether a word is in a script without spaces, so that it is found anywhere.</summary>
    public static bool IsWithoutSpaces(char character) => character >= FirstWithoutSpaces;

    /// <summary>Whether a character is a combining accent or invisible.</summary>
    public static bool IsPartOfLetter(char character) => character > LastAscii && (Kana.IsMark(character)
        || character == Tatweel
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.Format);

    /// <summary>The place in the original text of a character of <see cref="Value"/>.</summary>
    public int OriginOf(int index) => _places[index].Origin;

    /// <summary>Where a character of <see cref="Value"/> ends in the original, with the accents after it.</summary>
    public int EndOf(int index)
    {
        var end = Math.Max(OriginOf(index) + 1, Hangul.EndOf(_text, OriginOf(index)));
        while (end < _text.Length && IsPartOfLetter(_text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>
    /// Whether a word or a number begins or ends before a character of <see cref="Value"/>, or at its end.
    /// </summary>
    public bool IsBoundary(int index) => index == 0 || index == Value.Length || _places[index].IsBoundary;

    /// <summary>Whether there was something else between characters of <see cref="Value"/>.</summary>
    public bool HasGap(int start, int end) => HasGap(start, end, LetterGap.Division);

    /// <summary>
    /// Whether the characters can be a word. Some words are also found with separators inside, and all except short ones
    /// if they are divided at the end of a line.
    /// </summary>
    public bool IsJoined(int start, int end, IdentifyingWord word) =>
        word.MaySpan || !HasGap(start, end, end - start < ShortestDivided ? LetterGap.Division : LetterGap.Wide);

    private bool HasGap(int start, int end, LetterGap least)
    {
        foreach (ref readonly var place in _places.AsSpan(start + 1, end - start - 1))
        {
            if (place.Gap >= least)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The letters in a string of their own.</summary>
    private static string Take(char[] letters, int count)
    {
        var value = new string(letters, 0, count);
        GiveBack(letters, count);
        return value;
    }

    private void GiveBackPlaces()
    {
        if (_isRented)
        {
            ArrayPool<LetterPlace>.Shared.Return(_places);
            (_places, _isRented) = ([], false);
        }
    }

    /// <summary>Clears the letters, so that nobody who rents the array next sees them.</summary>
    private static void GiveBack(char[] letters, int count)
    {
        letters.AsSpan(0, count).Clear();
        ArrayPool<char>.Shared.Return(letters);
    }

    /// <summary>
    /// Whether there is a change between letters and digits, from small to capital letters, or of the kind of script.
    /// </summary>
    private static bool IsBoundaryBetween(char before, char after) => before <= LastAscii && after <= LastAscii
        ? char.IsAsciiDigit(before) != char.IsAsciiDigit(after)
            || (char.IsAsciiLetterLower(before) && char.IsAsciiLetterUpper(after))
        : char.IsDigit(before) != char.IsDigit(after)
            || (char.IsLower(before) && char.IsUpper(after))
            || IsWithoutSpaces(before) != IsWithoutSpaces(after);
}
