// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// Finds all words in a text in one pass. At most places, the next letters show that no word begins there; at others, the
/// sorted words are narrowed down letter by letter. So the time depends on the length of the text, not on the number of
/// words. Immutable, and safe for use by several threads.
/// </summary>
internal sealed class WordIndex
{
    /// <summary>A longer word, such as a whole address, is found by its parts.</summary>
    public const int LongestWord = 256;

    /// <summary>This many letters distinguish most words.</summary>
    private const int Head = 4;

    /// <summary>A single letter is not a word.</summary>
    private const int Shortest = 2;

    /// <summary>Bits of the filter for each word: few places look like a word by chance.</summary>
    private const int BitsOfWord = 16;
    private const int FewestBits = 1 << 12;

    /// <summary>The words, each text once, in the order of their letters.</summary>
    private readonly string[] _texts;

    /// <summary>The words with each text, which may say several things.</summary>
    private readonly IdentifyingWord[][] _words;

    /// <summary>How many parts of names are before each word.</summary>
    private readonly int[] _partsOfNames;

    /// <summary>The range of the words with the same first letters.</summary>
    private readonly Dictionary<ulong, (int First, int End)> _heads = [];

    /// <summary>A bit for each beginning, for a first look.</summary>
    private readonly ulong[] _filter;
    private readonly WordBeginnings _beginnings = new();
    private readonly bool _hasShort;

    /// <summary>Makes the index.</summary>
    /// <param name="words">Words of two letters or more.</param>
    public WordIndex(IEnumerable<IdentifyingWord> words)
    {
        var byText = new Dictionary<string, List<IdentifyingWord>>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (word.Folded.Length > LongestWord)
            {
                continue;
            }

            if (!byText.TryGetValue(word.Folded, out var same))
            {
                byText.Add(word.Folded, [word]);
            }
            else if (!same.Contains(word))
            {
                same.Add(word);
            }
        }

        _texts = [.. byText.Keys];
        Array.Sort(_texts, StringComparer.Ordinal);
        _words = Array.ConvertAll(_texts, text => byText[text].ToArray());
        _partsOfNames = new int[_texts.Length + 1];
        _filter = new ulong[(int)System.Numerics.BitOperations.RoundUpToPowerOf2(
            (uint)Math.Max(FewestBits, _texts.Length * BitsOfWord)) / 64];
        for (var i = 0; i < _texts.Length; i++)
        {
            var isPart = Array.Exists(_words[i], word => word.Kind == IdentityKind.PartOfName);
            _partsOfNames[i + 1] = _partsOfNames[i] + (isPart ? 1 : 0);
            var head = HeadOf(_texts[i]);
            _heads[head] = _heads.TryGetValue(head, out var known) ? (known.First, i + 1) : (i, i + 1);
            var bit = BitOf(head);
            _filter[bit >> 6] |= 1UL << bit;
            _hasShort |= _texts[i].Length < Head;
            _beginnings.Add(_texts[i]);
            Longest = Math.Max(Longest, _texts[i].Length);
        }
    }

    /// <summary>How many letters the longest word has.</summary>
    public int Longest { get; }

    /// <summary>The places of the words in a text, even inside other words; numbers include leading zeros.</summary>
    public IEnumerable<(int Start, int End, IdentifyingWord Word)> Find(FoldedText text)
    {
        for (var start = NextStart(text.Value, 0); start >= 0; start = NextStart(text.Value, start + 1))
        {
            for (var length = _hasShort ? Shortest : Head; length <= Head && start + length <= text.Value.Length; length++)
            {
                var head = HeadOf(text.Value.AsSpan(start, length));
                if (!IsHead(head) || !_heads.TryGetValue(head, out var range))
                {
                    continue;
                }

                for (var depth = length; TryNarrow(text.Value, start, ref depth, ref range, out var found);)
                {
                    foreach (var word in _words[found])
                    {
                        if (text.IsJoined(start, start + depth, word))
                        {
                            yield return (word.IsNumber ? WithZeros(text, start) : start, start + depth, word);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Whether letters, folded, are the beginning of a part of a name.</summary>
    public bool StartsName(ReadOnlySpan<char> folded)
    {
        var range = (First: 0, End: _texts.Length);
        for (var depth = 0; depth < folded.Length && range.First < range.End; depth++)
        {
            range = Narrow(range, depth, folded[depth]);
        }

        return _partsOfNames[range.End] > _partsOfNames[range.First];
    }

    private static int WithZeros(FoldedText text, int at)
    {
        while (!text.IsBoundary(at) && text.Value[at - 1] == '0')
        {
            at--;
        }

        return at;
    }

    /// <summary>The next place where a word may begin; -1 if there is none.</summary>
    private int NextStart(string text, int from)
    {
        if (from + Shortest > text.Length)
        {
            return -1;
        }

        var letters = WordBeginnings.Next(WordBeginnings.Next(0, text[from]), text[from + 1]);
        for (var at = from + Shortest; at < text.Length; at++)
        {
            letters = WordBeginnings.Next(letters, text[at]);
            if (_beginnings.MayBegin(letters))
            {
                return at - Shortest;
            }
        }

        // The last two letters may be a two-letter word.
        return _beginnings.MayBegin(WordBeginnings.Next(letters, '\0')) ? text.Length - Shortest : -1;
    }

    private bool IsHead(ulong head)
    {
        var bit = BitOf(head);
        return (_filter[bit >> 6] & (1UL << bit)) != 0;
    }

    /// <summary>Finds the next word that the text has at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The place.</param>
    /// <param name="depth">How many letters are known to match; on return, the length of the word.</param>
    /// <param name="range">The words that begin with these letters; on return, those that may still match.</param>
    /// <param name="found">The index of the word.</param>
    private bool TryNarrow(string text, int start, ref int depth, ref (int First, int End) range, out int found)
    {
        while (range.First < range.End)
        {
            if (_texts[range.First].Length == depth)
            {
                found = range.First++;
                return true;
            }

            if (start + depth == text.Length)
            {
                break;
            }

            range = Narrow(range, depth, text[start + depth]);
            depth++;
        }

        found = -1;
        return false;
    }

    /// <summary>Of words that are equal before a depth, those that have a letter there. All of them are longer.</summary>
    private (int First, int End) Narrow((int First, int End) range, int depth, char letter)
    {
        var first = LowerBound(range, depth, letter);
        return (first, LowerBound((first, range.End), depth, (char)(letter + 1)));
    }

    private int LowerBound((int First, int End) range, int depth, char letter)
    {
        var (low, high) = range;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var text = _texts[middle];
            if (depth >= text.Length || text[depth] < letter)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The first letters of a word in one number; all letters of a shorter word.</summary>
    private static ulong HeadOf(ReadOnlySpan<char> letters)
    {
        ulong head = 0;
        for (var i = 0; i < letters.Length && i < Head; i++)
        {
            head = (head << 16) | letters[i];
        }

        return head;
    }

    private int BitOf(ulong head) => (int)((head * 0x9E37_79B9_7F4A_7C15) >> 40) & ((_filter.Length * 64) - 1);
}
