// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;

namespace OrthancDeid.Deidentification.Inspection;

/// <summary>
/// Finds words in a text: whole words, several together, and long ones inside others. The cleaner searches differently, so
/// that each finds the mistakes of the other.
/// </summary>
internal sealed class TokenSearch
{
    /// <summary>
    /// The fewest letters of a name that is found inside other words; shorter ones are found as whole words.
    /// </summary>
    public const int LongEnough = 8;

    private const int LettersOfBeginning = 4;
    private const int Beginnings = 1 << 15;

    /// <summary>The most words of a name, and groups of a number.</summary>
    private const int MostTokens = 24;

    private readonly Dictionary<string, List<IdentifyingWord>> _words = [];

    /// <summary>Long words by the letters that they begin with.</summary>
    private readonly Dictionary<string, List<IdentifyingWord>> _long = [];
    private readonly Dictionary<string, List<IdentifyingWord>>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<string, List<IdentifyingWord>>.AlternateLookup<ReadOnlySpan<char>> _longLookup;

    /// <summary>Which letters words begin with. They rule out most of a text.</summary>
    private readonly Beginning[] _beginnings = new Beginning[Beginnings];

    /// <summary>How long the words with each beginning are.</summary>
    private readonly Dictionary<int, ulong> _lengths = [];
    private bool _hasShort;
    private int _longest;
    private int _longestWithoutSpaces;

    /// <summary>What kinds of words begin with some letters.</summary>
    [Flags]
    private enum Beginning : byte
    {
        None = 0,

        /// <summary>A word that has at least these letters.</summary>
        Word = 1,

        /// <summary>A long word, which is also found inside others.</summary>
        LongWord = 2,
    }

    /// <summary>Makes an empty search.</summary>
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
        if (word.Folded.Length < LettersOfBeginning)
        {
            _hasShort = true;
        }
        else
        {
            var beginning = BeginningOf(word.Folded, 0);
            _beginnings[beginning] |= Beginning.Word;
            _lengths[beginning] = _lengths.GetValueOrDefault(beginning) | BitOf(word.Folded.Length);
        }

        if (FoldedText.IsWithoutSpaces(word.Folded[0]))
        {
            _longestWithoutSpaces = Math.Max(_longestWithoutSpaces, word.Folded.Length);
        }
        else if (word.Folded.Length >= LongEnough)
        {
            Add(_long, word.Folded[..LongEnough], word);
            _beginnings[BeginningOf(word.Folded, 0)] |= Beginning.LongWord;
        }
    }

    /// <summary>Whether a text is one of the words and nothing else.</summary>
    public bool IsWord(FoldedText text) => _words.ContainsKey(text.Value);

    /// <summary>Whether a text contains a word that is also accepted in its context.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isFound">Whether to accept a word, given where it begins, where it ends, and the word.</param>
    public bool IsAnyIn(FoldedText text, Func<int, int, IdentifyingWord, bool> isFound)
    {
        var value = text.Value;
        for (var start = 0; start < value.Length; start++)
        {
            var beginning = BeginningAt(value, start);
            if (beginning == Beginning.None && !_hasShort && value[start] != '0' && !FoldedText.IsWithoutSpaces(value[start]))
            {
                continue;
            }

            if ((text.IsBoundary(start) && AreTokens(text, start, beginning, isFound))
                || IsInside(value, start, beginning, isFound))
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(Dictionary<string, List<IdentifyingWord>> words, string key, IdentifyingWord word)
    {
        if (!words.TryGetValue(key, out var known))
        {
            words.Add(key, known = []);
        }

        known.Add(word);
    }

    /// <summary>
    /// Whether there is a word that begins and ends with words of the text; a number also without its leading zeros.
    /// </summary>
    private bool AreTokens(FoldedText text, int start, Beginning beginning, Func<int, int, IdentifyingWord, bool> isFound)
    {
        // Without its leading zeros, a number begins differently.
        var lengths = text.Value[start] == '0' ? ulong.MaxValue : LengthsAt(text.Value, start, beginning);
        if (lengths == 0)
        {
            return false;
        }

        var tokens = 0;
        for (var end = start + 1;
            end <= text.Value.Length && end - start <= _longest && tokens < MostTokens; end++)
        {
            if (!text.IsBoundary(end))
            {
                continue;
            }

            tokens++;
            if ((lengths & BitOf(end - start)) == 0)
            {
                continue;
            }

            var token = text.Value.AsSpan(start, end - start);
            if ((_lookup.TryGetValue(token, out var words)
                    || (token[0] == '0' && _lookup.TryGetValue(token.TrimStart('0'), out words) && words[0].IsNumber))
                && IsAny(words, start, end, isFound))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAny(
        List<IdentifyingWord> words, int start, int end, Func<int, int, IdentifyingWord, bool> isFound)
    {
        foreach (var word in words)
        {
            if (isFound(start, end, word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a word begins at a place, whatever is around it.</summary>
    private bool IsInside(string text, int start, Beginning beginning, Func<int, int, IdentifyingWord, bool> isFound)
    {
        if (FoldedText.IsWithoutSpaces(text[start]))
        {
            for (var end = start + 2; end <= Math.Min(text.Length, start + _longestWithoutSpaces); end++)
            {
                if (_lookup.TryGetValue(text.AsSpan(start, end - start), out var words) && IsAny(words, start, end, isFound))
                {
                    return true;
                }
            }

            return false;
        }

        if (start + LongEnough > text.Length || !beginning.HasFlag(Beginning.LongWord)
            || !_longLookup.TryGetValue(text.AsSpan(start, LongEnough), out var longWords))
        {
            return false;
        }

        foreach (var word in longWords)
        {
            if (string.CompareOrdinal(text, start, word.Folded, 0, word.Folded.Length) == 0
                && isFound(start, start + word.Folded.Length, word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The possible lengths of the words that begin as the text does.</summary>
    private ulong LengthsAt(string text, int start, Beginning beginning)
    {
        var lengths = _hasShort ? BitOf(LettersOfBeginning) - 1 : 0;
        return beginning.HasFlag(Beginning.Word) ? lengths | _lengths[BeginningOf(text, start)] : lengths;
    }

    private Beginning BeginningAt(string text, int start) =>
        start + LettersOfBeginning <= text.Length ? _beginnings[BeginningOf(text, start)] : Beginning.None;

    /// <summary>A bit for each length; the last stands for all longer ones.</summary>
    private static ulong BitOf(int length) => 1UL << Math.Min(length, 63);

    /// <summary>A number for the letters that a word begins with.</summary>
    private static int BeginningOf(string text, int start) =>
        ((text[start] * 961) ^ (text[start + 1] * 31) ^ text[start + 2] ^ (text[start + 3] * 29_791)) & (Beginnings - 1);
}
