// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>What precedes a letter of a folded text.</summary>
internal enum LetterGap : byte
{
    /// <summary>Another letter, or nothing.</summary>
    None,

    /// <summary>What divides a word at the end of a line.</summary>
    Division,

    /// <summary>Anything else.</summary>
    Wide,
}

/// <summary>
/// The place of a letter in the original text, and what precedes it, in four bytes: after a gap there is always a
/// boundary, and no string is so long that a place needs more than 30 bits.
/// </summary>
/// <param name="origin">The place.</param>
/// <param name="gap">What precedes it.</param>
/// <param name="isBoundary">Whether a word or a number may begin there although there is no gap.</param>
internal readonly struct LetterPlace(int origin, LetterGap gap, bool isBoundary)
{
    private readonly uint _bits = ((uint)origin << 2) | (gap != LetterGap.None ? (uint)gap + 1 : isBoundary ? 1U : 0);

    /// <summary>The place in the original text.</summary>
    public int Origin => (int)(_bits >> 2);

    /// <summary>What precedes it.</summary>
    public LetterGap Gap => (_bits & 3) is > 1 and var gap ? (LetterGap)(gap - 1) : LetterGap.None;

    /// <summary>Whether a word or a number begins there.</summary>
    public bool IsBoundary => (_bits & 3) != 0;
}
