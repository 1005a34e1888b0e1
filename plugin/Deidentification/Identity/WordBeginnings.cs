// SPDX-License-Identifier: GPL-3.0-or-later

using System.Numerics;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// The first three letters of words, a bit for each, for a first look at every letter of a text: most places look like no
/// word.
/// </summary>
internal sealed class WordBeginnings
{
    /// <summary>The letters that are looked at; shorter words have no beginning.</summary>
    public const int Length = 3;

    private const int Bits = 1 << 15;

    private readonly ulong[] _bits = new ulong[Bits / 64];

    /// <summary>Adds a word of three letters or more.</summary>
    public void Add(string folded)
    {
        var slot = SlotOf(folded[0], folded[1], folded[2]);
        _bits[slot >> 6] |= 1UL << slot;
    }

    /// <summary>Whether a word may begin so; none is missed.</summary>
    public bool MayBegin(char first, char second, char third)
    {
        var slot = SlotOf(first, second, third);
        return (_bits[slot >> 6] & (1UL << slot)) != 0;
    }

    private static int SlotOf(char first, char second, char third) =>
        (int)BitOperations.RotateLeft((first * 0x9E37_79B1) ^ (second * 0x85EB_CA77) ^ (third * 0xC2B2_AE3D), 9) & (Bits - 1);
}
