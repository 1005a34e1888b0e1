// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>Words by their first two letters, so that a text is searched for all of them in one go.</summary>
internal sealed class WordIndex
{
    private readonly Dictionary<int, List<IdentifyingWord>> _words = [];
    private readonly HashSet<IdentifyingWord> _known = [];

    /// <summary>Adds a word of two letters or more.</summary>
    public void Add(IdentifyingWord word)
    {
        if (!_known.Add(word))
        {
            return;
        }

        var key = Key(word.Folded, 0);
        if (!_words.TryGetValue(key, out var words))
        {
            _words[key] = words = [];
        }

        words.Add(word);
    }

    /// <summary>Where the words stand in a text, be it inside of others; numbers with the zeros before them.</summary>
    public IEnumerable<(int Start, int End, IdentifyingWord Word)> Find(FoldedText text)
    {
        for (var at = 0; at + 1 < text.Value.Length; at++)
        {
            if (!_words.TryGetValue(Key(text.Value, at), out var words))
            {
                continue;
            }

            foreach (var word in words)
            {
                var end = at + word.Folded.Length;
                if (string.CompareOrdinal(text.Value, at, word.Folded, 0, word.Folded.Length) == 0
                    && (word.MaySpan || !text.HasGap(at, end)))
                {
                    yield return (word.IsNumber ? WithZeros(text, at) : at, end, word);
                }
            }
        }
    }

    private static int Key(string text, int at) => (text[at] << 16) | text[at + 1];

    private static int WithZeros(FoldedText text, int at)
    {
        while (!text.IsBoundary(at) && text.Value[at - 1] == '0')
        {
            at--;
        }

        return at;
    }
}
