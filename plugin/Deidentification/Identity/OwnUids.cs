// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Deidentification.Standard;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// The UIDs of one instance that are to be replaced. They are kept apart from all other words, because the instances of a
/// series differ in them, and hardly any text contains one.
/// </summary>
internal sealed class OwnUids
{
    private readonly HashSet<string> _known = [];
    private readonly List<OwnUid> _uids = [];

    /// <summary>The digits of the shortest UID that is looked for in text.</summary>
    private int _fewestDigits = int.MaxValue;

    /// <summary>The UIDs.</summary>
    public IReadOnlyList<OwnUid> All => _uids;

    /// <summary>Adds the UIDs of an element.</summary>
    /// <param name="uids">The text of the element; null if it has none.</param>
    /// <param name="isSpared">Whether the request keeps them.</param>
    public void Add(string? uids, bool isSpared)
    {
        if (string.IsNullOrEmpty(uids) || !_known.Add(isSpared ? '=' + uids : uids))
        {
            return;
        }

        foreach (var uid in uids.Split('\\'))
        {
            if (UniqueIdentifier.IsOfStandard(uid) || UniqueIdentifier.HasOthers(uid))
            {
                continue;
            }

            var digits = uid.Replace(".", string.Empty, StringComparison.Ordinal).Trim(' ', '\0');
            var word = new IdentifyingWord(digits, IdentityKind.Uid, MaySpan: true);
            _uids.Add(new(uid, word, isSpared));
            if (word.IsOfText)
            {
                _fewestDigits = Math.Min(_fewestDigits, digits.Length);
            }
        }
    }

    /// <summary>Whether a text has enough digits to contain a UID, judged by its bytes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isOfValues">Whether each value of the text is judged alone, like a number.</param>
    public bool MayStandIn(ReadOnlySpan<byte> text, bool isOfValues = false)
    {
        if (text.Length < _fewestDigits)
        {
            return false;
        }

        var digits = 0;
        foreach (var character in text)
        {
            // Bytes beyond ASCII may be digits in other scripts.
            digits = isOfValues && character == '\\' ? 0
                : char.IsAsciiDigit((char)character) || character > FoldedText.LastAscii ? digits + 1
                : digits;
            if (digits >= _fewestDigits)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a folded text has enough digits to contain a UID.</summary>
    public bool MayStandIn(ReadOnlySpan<char> folded)
    {
        for (var count = 0; count < _fewestDigits; count++)
        {
            var next = folded.IndexOfAnyInRange('0', '9');
            if (next < 0)
            {
                return false;
            }

            folded = folded[(next + 1)..];
        }

        return true;
    }
}

/// <summary>A UID of an instance.</summary>
/// <param name="Uid">The UID as it is written in the instance.</param>
/// <param name="Word">Its form in folded text: its digits.</param>
/// <param name="IsSpared">Whether the request keeps it.</param>
internal readonly record struct OwnUid(string Uid, IdentifyingWord Word, bool IsSpared);
