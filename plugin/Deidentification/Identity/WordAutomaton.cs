// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using OrthancDeid.Deidentification.Cleaning;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// Finds words in text, all of them in one go: a trie of the words whose nodes know where to go on when a letter does
/// not fit (Aho and Corasick), so that a text takes as long as it has letters, however many words there are.
/// </summary>
internal sealed class WordAutomaton
{
    /// <summary>Of a longer word, such as a whole address, its parts are found.</summary>
    public const int LongestWord = 256;

    private const int Root = 0;
    private const int None = -1;

    private readonly HashSet<IdentifyingWord> _known = [];
    private readonly List<IdentifyingWord> _words = [];

    /// <summary>The next word that ends in the same node as the word.</summary>
    private readonly List<int> _others = [];
    private readonly List<Node> _nodes = [new(Root, '\0', 0)];

    /// <summary>From a node and a letter to the next node: keys, and where they lead; a power of two.</summary>
    private ulong[] _keys = new ulong[64];
    private int[] _targets = new int[64];
    private bool _isReady;

    /// <summary>Adds a word of two letters or more.</summary>
    public void Add(IdentifyingWord word)
    {
        if (word.Folded.Length > LongestWord || !_known.Add(word))
        {
            return;
        }

        var at = Root;
        var isName = word.Kind == IdentityKind.PartOfName;
        foreach (var letter in word.Folded)
        {
            at = ChildOf(at, letter) is >= 0 and var child ? child : AddNode(at, letter);
            CollectionsMarshal.AsSpan(_nodes)[at].StartsName |= isName;
        }

        ref var node = ref CollectionsMarshal.AsSpan(_nodes)[at];
        _words.Add(word);
        _others.Add(node.Word);
        node.Word = _words.Count - 1;
        _isReady = false;
    }

    /// <summary>Where the words stand in a text, be it inside of others; numbers with the zeros before them.</summary>
    public IEnumerable<(int Start, int End, IdentifyingWord Word)> Find(FoldedText text)
    {
        MakeReady();
        var at = Root;
        for (var i = 0; i < text.Value.Length; i++)
        {
            at = Next(at, text.Value[i]);
            for (var node = _nodes[at].Word != None ? at : _nodes[at].Shorter; node != Root; node = _nodes[node].Shorter)
            {
                for (var word = _nodes[node].Word; word != None; word = _others[word])
                {
                    var found = _words[word];
                    var start = i + 1 - found.Folded.Length;
                    if (text.IsJoined(start, i + 1, found))
                    {
                        yield return (found.IsNumber ? WithZeros(text, start) : start, i + 1, found);
                    }
                }
            }
        }
    }

    /// <summary>Whether letters, folded, are the beginning of a part of a name.</summary>
    public bool StartsName(ReadOnlySpan<char> folded)
    {
        var at = Root;
        foreach (var letter in folded)
        {
            at = ChildOf(at, letter);
            if (at == None)
            {
                return false;
            }
        }

        return _nodes[at].StartsName;
    }

    private static int WithZeros(FoldedText text, int at)
    {
        while (!text.IsBoundary(at) && text.Value[at - 1] == '0')
        {
            at--;
        }

        return at;
    }

    private int Next(int at, char letter)
    {
        while (true)
        {
            var child = ChildOf(at, letter);
            if (child != None)
            {
                return child;
            }

            if (at == Root)
            {
                return Root;
            }

            at = _nodes[at].Fallback;
        }
    }

    /// <summary>Where each node goes on when a letter does not fit: those nearer to the root first.</summary>
    private void MakeReady()
    {
        if (_isReady)
        {
            return;
        }

        var nodes = CollectionsMarshal.AsSpan(_nodes);
        var order = new int[nodes.Length];
        var depths = new int[nodes.Length];
        for (var i = 0; i < order.Length; i++)
        {
            (order[i], depths[i]) = (i, nodes[i].Depth);
        }

        Array.Sort(depths, order);
        foreach (var at in order.AsSpan(1))
        {
            ref var node = ref nodes[at];
            node.Fallback = node.Parent == Root ? Root : Next(nodes[node.Parent].Fallback, node.Letter);
            node.Shorter = nodes[node.Fallback].Word != None ? node.Fallback : nodes[node.Fallback].Shorter;
        }

        _isReady = true;
    }

    private int AddNode(int parent, char letter)
    {
        _nodes.Add(new(parent, letter, _nodes[parent].Depth + 1));
        if (_nodes.Count * 2 > _keys.Length)
        {
            var (keys, targets) = (_keys, _targets);
            _keys = new ulong[keys.Length * 4];
            _targets = new int[keys.Length * 4];
            for (var i = 0; i < keys.Length; i++)
            {
                if (keys[i] != 0)
                {
                    Set(keys[i], targets[i]);
                }
            }
        }

        Set(KeyOf(parent, letter), _nodes.Count - 1);
        return _nodes.Count - 1;
    }

    private int ChildOf(int at, char letter)
    {
        var key = KeyOf(at, letter);
        for (var slot = SlotOf(key); _keys[slot] != 0; slot = (slot + 1) & (_keys.Length - 1))
        {
            if (_keys[slot] == key)
            {
                return _targets[slot];
            }
        }

        return None;
    }

    private void Set(ulong key, int target)
    {
        var slot = SlotOf(key);
        while (_keys[slot] != 0)
        {
            slot = (slot + 1) & (_keys.Length - 1);
        }

        (_keys[slot], _targets[slot]) = (key, target);
    }

    private int SlotOf(ulong key) => (int)((key * 0x9E37_79B9_7F4A_7C15) >> 32) & (_keys.Length - 1);

    /// <summary>No letter is 0, so no key is.</summary>
    private static ulong KeyOf(int at, char letter) => ((ulong)at << 16) | letter;

    /// <summary>The beginning of words.</summary>
    private struct Node(int parent, char letter, int depth)
    {
        public readonly int Parent = parent;
        public readonly int Depth = depth;
        public readonly char Letter = letter;

        /// <summary>The longest end of these letters that is the beginning of another word.</summary>
        public int Fallback;

        /// <summary>The longest end of these letters that is a whole word; the root if none is.</summary>
        public int Shorter;

        /// <summary>The last word that ends here.</summary>
        public int Word = None;

        /// <summary>Whether it is the beginning of a part of a name.</summary>
        public bool StartsName;
    }
}
