// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Cleaning;

namespace OrthancDeid.Deidentification.Verification;

/// <summary>
/// Looks words up that stand in a text: whole words, several of them together, and long ones inside of others. The
/// cleaner searches in another way, so that a mistake of one is found by the other.
/// </summary>
internal sealed class TokenSearch
{
    /// <summary>From here on a name is found inside other words, a shorter one as a word of its own.</summary>
    public const int LongEnough = 8;

    /// <summary>No name has more words, and no number more groups.</summary>
    private const int MostTokens = 24;

    private readonly Dictionary<string, List<IdentifyingWord>> _words = [];

    /// <summary>Long words by the letters that they begin with.</summary>
    private readonly Dictionary<string, List<IdentifyingWord>> _long = [];
    private readonly Dictionary<string, List<IdentifyingWord>>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<string, List<IdentifyingWord>>.AlternateLookup<ReadOnlySpan<char>> _longLookup;
    private int _longest;
    private int _longestWithoutSpaces;

    /// <summary>Makes a search for nothing.</summary>
    public TokenSearch()
    {
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        _longLookup = _long.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Adds a word.</summary>
    public void Add(IdentifyingWord word)
    {
        Add(_words, word.Folded, word);
        _longest = Math.Max(_longest, word.Folded.Length);
        if (FoldedText.IsWithoutSpaces(word.Folded[0]))
        {
            _longestWithoutSpaces = Math.Max(_longestWithoutSpaces, word.Folded.Length);
        }
        else if (word.Folded.Length >= LongEnough)
        {
            Add(_long, word.Folded[..LongEnough], word);
        }
    }

    /// <summary>Whether a text is nothing but a word.</summary>
    public bool IsWord(FoldedText text) => _words.ContainsKey(text.Value);

    /// <summary>Where the words stand in a text.</summary>
    public IEnumerable<(int Start, int End, IdentifyingWord Word)> Find(FoldedText text)
    {
        for (var start = 0; start < text.Value.Length; start++)
        {
            if (text.IsBoundary(start))
            {
                for (var (end, tokens) = (start + 1, 0);
                    end <= text.Value.Length && end - start <= _longest && tokens < MostTokens; end++)
                {
                    if (text.IsBoundary(end))
                    {
                        tokens++;
                        foreach (var word in WordsOf(text.Value, start, end))
                        {
                            yield return (start, end, word);
                        }
                    }
                }
            }

            foreach (var (end, word) in Inside(text.Value, start))
            {
                yield return (start, end, word);
            }
        }
    }

    private static void Add(Dictionary<string, List<IdentifyingWord>> words, string key, IdentifyingWord word)
    {
        if (!words.TryGetValue(key, out var known))
        {
            words.Add(key, known = []);
        }

        known.Add(word);
    }

    /// <summary>The words that stand there, numbers also without the zeros before them.</summary>
    private List<IdentifyingWord> WordsOf(string text, int start, int end)
    {
        var token = text.AsSpan(start, end - start);
        return _lookup.TryGetValue(token, out var words) ? words
            : token[0] == '0' && _lookup.TryGetValue(token.TrimStart('0'), out words) && words[0].IsNumber ? words
            : [];
    }

    /// <summary>The words that begin there, whatever stands around them.</summary>
    private IEnumerable<(int End, IdentifyingWord Word)> Inside(string text, int start)
    {
        if (FoldedText.IsWithoutSpaces(text[start]))
        {
            for (var end = start + 2; end <= Math.Min(text.Length, start + _longestWithoutSpaces); end++)
            {
                if (_lookup.TryGetValue(text.AsSpan(start, end - start), out var words))
                {
                    foreach (var word in words)
                    {
                        yield return (end, word);
                    }
                }
            }
        }
        else if (_long.Count > 0 && start + LongEnough <= text.Length
            && _longLookup.TryGetValue(text.AsSpan(start, LongEnough), out var words))
        {
            foreach (var word in words)
            {
                if (string.CompareOrdinal(text, start, word.Folded, 0, word.Folded.Length) == 0)
                {
                    yield return (start + word.Folded.Length, word);
                }
            }
        }
    }
}
