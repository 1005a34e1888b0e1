// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Values;

/// <summary>
/// The parts of a long text that are searched one by one. They overlap, so whatever crosses a border is whole in one of
/// them.
/// </summary>
internal static class TextParts
{
    /// <summary>A shorter text is searched as a whole.</summary>
    private const int ShortestDivided = 1 << 12;

    /// <summary>
    /// What is made of this many characters stays in the caches of a processor, and is not a large object.
    /// </summary>
    private const int Length = 1 << 14;

    /// <summary>How many lengths a part may have together with its context.</summary>
    private const int MostLengths = 4;

    /// <summary>A part of the text.</summary>
    /// <param name="Start">Where it begins.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="First">The start of the stretch that can be judged here: enough context lies before it.</param>
    /// <param name="Last">The end of that stretch.</param>
    /// <param name="Longest">The most characters of a word, not counting the leading zeros of a number.</param>
    public readonly record struct Part(int Start, int End, int First, int Last, int Longest)
    {
        /// <summary>A whole text.</summary>
        public static Part Whole(string text) => new(0, text.Length, 0, text.Length, text.Length);

        /// <summary>The characters of the part.</summary>
        public string Of(string text) => text[Start..End];

        /// <summary>The places in the text of what was found in the part, as far as it can be judged there.</summary>
        /// <param name="found">Counted from the beginning of the part.</param>
        public IEnumerable<(int Start, int End)> InText(IEnumerable<(int Start, int End)> found)
        {
            foreach (var (start, end) in found)
            {
                // What begins earlier and is longer than any word is not whole in any other part.
                if (Start + end > First && Start + end <= Last && (Start + start >= First || end - start > Longest))
                {
                    yield return (Start + start, Start + end);
                }
            }
        }
    }

    /// <summary>All of a text, in parts of equal length.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">How many letters the longest word has.</param>
    /// <param name="context">How many letters around a word can decide what it means, at most.</param>
    public static IEnumerable<Part> All(string text, int longest, int context)
    {
        for (var first = 0; first < text.Length;)
        {
            var next = text.Length - first < 2 * Length ? text.Length : first + Length;
            var last = Behind(text, next, longest);
            var part = new Part(Before(text, first, context), Behind(text, last, context), first, last, longest);
            if (part.End - part.Start > MostLengths * Length)
            {
                // Few of its characters are letters: the context of each part would be all of the text.
                (next, part) = (text.Length, part with { End = text.Length, Last = text.Length });
            }

            yield return part;
            first = next;
        }
    }

    /// <summary>
    /// The parts around the places where something was removed, because only there the rest may form something new; or the
    /// whole text if that is no more work.
    /// </summary>
    /// <param name="text">The text that is left.</param>
    /// <param name="places">How many characters are before each place, without spaces; in ascending order.</param>
    /// <param name="longest">How many letters the longest word has.</param>
    /// <param name="context">How many letters around a word can decide what it means, at most.</param>
    public static IEnumerable<Part> Around(string text, IReadOnlyList<int> places, int longest, int context)
    {
        if (text.Length < ShortestDivided)
        {
            return [Part.Whole(text)];
        }

        var parts = new List<Part>();
        var (at, count, covered) = (0, 0, 0L);
        foreach (var place in places)
        {
            while (at < text.Length && count < place)
            {
                var next = text.AsSpan(at, Math.Min(place - count, text.Length - at));
                count += next.Length - next.Count(' ');
                at += next.Length;
            }

            // Words at the place, or whose context reaches it; and the context of these words.
            var first = Before(text, at, longest + context);
            var last = Behind(text, at, longest + context);
            var part = new Part(Before(text, first, context), Behind(text, last, context), first, last, longest);
            if (parts.Count > 0 && part.Start <= parts[^1].End)
            {
                covered -= parts[^1].End - parts[^1].Start;
                part = part with { Start = Math.Min(parts[^1].Start, part.Start), First = Math.Min(parts[^1].First, first) };
                parts.RemoveAt(parts.Count - 1);
            }

            parts.Add(part);
            covered += part.End - part.Start;
            if (covered > text.Length / 2)
            {
                return [Part.Whole(text)];
            }
        }

        return parts;
    }

    private static int Before(string text, int at, int letters)
    {
        for (; at > 0 && letters > 0; at--)
        {
            letters -= Counts(text[at - 1]) ? 1 : 0;
        }

        return at;
    }

    private static int Behind(string text, int at, int letters)
    {
        for (; at < text.Length && letters > 0; at++)
        {
            letters -= Counts(text[at]) ? 1 : 0;
        }

        return at;
    }

    /// <summary>Whether a character is a letter of a folded text, or a part of one that is never left out.</summary>
    private static bool Counts(char character) =>
        (char.IsLetterOrDigit(character) || char.IsSurrogate(character)) && !FoldedText.IsPartOfLetter(character);
}
