// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Cleaning.Spelling;

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>
/// The letters and digits of a text alone, capital and without accents, so that the same words in another spelling are
/// the same text; and where each of them stood.
/// </summary>
internal sealed class FoldedText
{
    /// <summary>The first ideographs and syllables, which are written without spaces between words.</summary>
    private const char FirstWithoutSpaces = '\u2E80';

    private const char LastAscii = '\u007F';

    private readonly string _text;
    private readonly List<Place> _places;

    /// <summary>Folds a text.</summary>
    public FoldedText(string text)
        : this(text, isSpeltOut: false)
    {
    }

    private FoldedText(string text, bool isSpeltOut)
    {
        var folded = new StringBuilder(text.Length);
        _text = text;
        _places = new(text.Length);
        var (gaps, isGap) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (IsPartOfLetter(text[i]))
            {
                continue;
            }

            var letter = char.ToUpperInvariant(Kana.Fold(text[i], next));
            string? letters = null;
            if (letter > LastAscii || next > LastAscii)
            {
                var speltOut = BaseLetters.SpeltOut(letter, next);
                HasOtherSpelling |= speltOut is not null;
                letters = (isSpeltOut ? speltOut : null) ?? BaseLetters.Of(letter);
            }

            if (letters is null && !char.IsLetterOrDigit(letter) && !char.IsSurrogate(letter))
            {
                isGap = true;
                continue;
            }

            gaps += isGap ? 1 : 0;
            var place = new Place(
                i, gaps, isGap || (_places.Count > 0 && IsBoundaryBetween(text[_places[^1].Origin], text[i])));
            isGap = false;
            if (letters is null)
            {
                folded.Append(letter);
                _places.Add(place);
                continue;
            }

            folded.Append(letters);
            for (var added = 0; added < letters.Length; added++)
            {
                _places.Add(place with { IsBoundary = place.IsBoundary && added == 0 });
            }
        }

        Value = folded.ToString();
    }

    /// <summary>The letters and digits.</summary>
    public string Value { get; }

    /// <summary>Whether it holds letters that are also written as two.</summary>
    private bool HasOtherSpelling { get; }

    /// <summary>
    /// A text without its accents and, if that is another one, with umlauts and the like as those write them who have
    /// none on their keyboard.
    /// </summary>
    public static IEnumerable<FoldedText> Of(string text)
    {
        var folded = new FoldedText(text);
        yield return folded;
        if (folded.HasOtherSpelling)
        {
            yield return new FoldedText(text, isSpeltOut: true);
        }
    }

    /// <summary>Whether a word is of a script without spaces, where it is found anywhere.</summary>
    public static bool IsWithoutSpaces(char character) => character >= FirstWithoutSpaces;

    /// <summary>The place in the original text of a character of <see cref="Value"/>.</summary>
    public int OriginOf(int index) => _places[index].Origin;

    /// <summary>Where a character of <see cref="Value"/> ends in the original, with the accents behind it.</summary>
    public int EndOf(int index)
    {
        var end = OriginOf(index) + 1;
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

    /// <summary>Whether something else stood between characters of <see cref="Value"/>.</summary>
    public bool HasGap(int start, int end) => _places[end - 1].Gaps > _places[start].Gaps;

    /// <summary>A change between letters and digits, from small to capital letters, or of the kind of script.</summary>
    private static bool IsBoundaryBetween(char before, char after) =>
        char.IsDigit(before) != char.IsDigit(after)
        || (char.IsLower(before) && char.IsUpper(after))
        || IsWithoutSpaces(before) != IsWithoutSpaces(after);

    /// <summary>Accents that stand as characters of their own, and what nobody sees.</summary>
    private static bool IsPartOfLetter(char character) => character > LastAscii && (Kana.IsMark(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.Format);

    /// <summary>Where a character stood, and how many gaps there were before it.</summary>
    private readonly record struct Place(int Origin, int Gaps, bool IsBoundary);
}
