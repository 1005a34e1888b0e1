// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Deidentification.Standard;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// The UIDs of one instance that are to be replaced. They are what two instances of a series differ in, and hardly any
/// text holds one, so they are kept apart from all other words.
/// </summary>
internal sealed class OwnUids
{
    private readonly HashSet<string> _known = [];
    private readonly List<(string Uid, bool IsSpared)> _uids = [];

    /// <summary>The UIDs, and whether the request keeps each of them.</summary>
    public IReadOnlyList<(string Uid, bool IsSpared)> All => _uids;

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
            if (!UniqueIdentifier.IsOfStandard(uid) && !UniqueIdentifier.HasOthers(uid))
            {
                _uids.Add((uid, isSpared));
            }
        }
    }

    /// <summary>What stands for a UID in folded text.</summary>
    public static IdentifyingWord WordOf(string uid) =>
        new(uid.Replace(".", string.Empty, StringComparison.Ordinal).Trim(' ', '\0'), IdentityKind.Uid, MaySpan: true);

    /// <summary>The digits of the shortest UID that is no number like any other.</summary>
    /// <param name="least">As many digits are enough not to be.</param>
    /// <returns><see cref="int.MaxValue"/> if there is no UID.</returns>
    public int FewestDigits(int least)
    {
        var fewest = int.MaxValue;
        foreach (var (uid, _) in _uids)
        {
            var digits = 0;
            foreach (var character in uid)
            {
                digits += character == '.' ? 0 : 1;
            }

            fewest = digits >= least && digits < fewest ? digits : fewest;
        }

        return fewest;
    }

    /// <summary>Whether a text has so many digits that a UID may stand there, seen from its bytes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shortest">The digits of the shortest UID.</param>
    /// <param name="isOfValues">Whether each value of the text stands for itself, as a number does.</param>
    public static bool MayStandIn(ReadOnlySpan<byte> text, int shortest, bool isOfValues = false)
    {
        if (text.Length < shortest)
        {
            return false;
        }

        var digits = 0;
        foreach (var character in text)
        {
            // Other bytes may be digits in other scripts.
            digits = isOfValues && character == '\\' ? 0
                : char.IsAsciiDigit((char)character) || character > FoldedText.LastAscii ? digits + 1
                : digits;
            if (digits >= shortest)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a folded text has so many digits that a UID may stand there.</summary>
    /// <param name="folded">The text.</param>
    /// <param name="shortest">The digits of the shortest UID.</param>
    public static bool HasDigits(ReadOnlySpan<char> folded, int shortest)
    {
        for (var count = 0; count < shortest; count++)
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
