// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;

namespace OrthancDeid.Deidentification.Inspection;

/// <summary>Searches for the UIDs of the old file, except those that the request keeps.</summary>
internal sealed class UidSearch
{
    /// <summary>No UID has more characters (PS3.5 9.1).</summary>
    private const int LongestUid = 64;

    private readonly OwnUids _own;
    private readonly HashSet<string> _uids = [];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Lazy<TokenSearch> _words;
    private readonly Lazy<ByteSearch> _bytes;

    /// <summary>Prepares the search.</summary>
    /// <param name="uids">The UIDs.</param>
    /// <param name="spared">Other words that the request keeps.</param>
    public UidSearch(OwnUids uids, IReadOnlySet<string> spared)
    {
        _own = uids;
        foreach (var (_, word, isSpared) in uids.All)
        {
            if (isSpared)
            {
                Spared.Add(word.Folded);
            }
            else if (word.IsOfText && !spared.Contains(word.Folded))
            {
                _uids.Add(word.Folded);
            }
        }

        _uids.ExceptWith(Spared);
        _lookup = _uids.GetAlternateLookup<ReadOnlySpan<char>>();
        _words = new(MakeWords, isThreadSafe: false);
        _bytes = new(
            () => new ByteSearch(SourceIdentity.Patterns(
                [], _own.All.Where(uid => !uid.IsSpared && uid.Word.IsOfText).Select(uid => uid.Uid))),
            isThreadSafe: false);
    }

    /// <summary>The UIDs that the request keeps, as digits.</summary>
    public HashSet<string> Spared { get; } = [];

    /// <summary>The search for the UIDs in bytes.</summary>
    public ByteSearch Bytes => _bytes.Value;

    /// <summary>Whether a text has enough digits to contain a UID, judged by its bytes.</summary>
    public bool MayStandIn(ReadOnlySpan<byte> text) => _own.MayStandIn(text);

    /// <inheritdoc cref="TokenSearch.IsAnyIn"/>
    public bool IsAnyIn(FoldedText text, Func<int, int, IdentifyingWord, bool> isFound) =>
        _own.MayStandIn(text.Value) && _words.Value.IsAnyIn(text, isFound);

    /// <summary>Whether a folded text is one of the UIDs and nothing else.</summary>
    public bool IsUid(string folded) => _uids.Contains(folded);

    /// <summary>Whether a value of VR UI contains one of them.</summary>
    public bool IsIn(ReadOnlySpan<byte> uids)
    {
        Span<char> digits = stackalloc char[LongestUid];
        foreach (var range in uids.Split((byte)'\\'))
        {
            var count = 0;
            foreach (var character in uids[range])
            {
                if (char.IsAsciiDigit((char)character) && count < LongestUid)
                {
                    digits[count++] = (char)character;
                }
            }

            if (_lookup.Contains(digits[..count]))
            {
                return true;
            }
        }

        return false;
    }

    private TokenSearch MakeWords()
    {
        var words = new TokenSearch();
        foreach (var uid in _uids)
        {
            words.Add(new(uid, IdentityKind.Uid, MaySpan: true));
        }

        return words;
    }
}
