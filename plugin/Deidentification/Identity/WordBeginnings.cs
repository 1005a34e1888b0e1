// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// The first three letters of words, with one bit for each combination. A quick test of every letter of a text rules out
/// most places.
/// </summary>
internal sealed class WordBeginnings
{
    /// <summary>How many letters are compared. A shorter word may go on with any letter.</summary>
    public const int Length = 3;

    /// <summary>Enough to distinguish the ASCII letters.</summary>
    private const int BitsOfLetter = 5;

    private const int Letters = 1 << BitsOfLetter;
    private const int Beginnings = Letters * Letters * Letters;

    private readonly ulong[] _bits = new ulong[Beginnings / 64];

    /// <summary>The last letters of a text in one number.</summary>
    /// <param name="letters">The letters before it; 0 at the start.</param>
    /// <param name="letter">The next letter.</param>
    public static int Next(int letters, char letter) =>
        ((letters << BitsOfLetter) | (letter & (Letters - 1))) & (Beginnings - 1);

    /// <summary>Adds a word of two letters or more.</summary>
    public void Add(string folded)
    {
        var letters = Next(Next(0, folded[0]), folded[1]);
        if (folded.Length >= Length)
        {
            Add(Next(letters, folded[2]));
            return;
        }

        for (var letter = '\0'; letter < Letters; letter++)
        {
            Add(Next(letters, letter));
        }
    }

    /// <summary>Whether a word may begin with these letters. No word is missed.</summary>
    /// <param name="letters">See <see cref="Next"/>.</param>
    public bool MayBegin(int letters) => (_bits[letters >> 6] & (1UL << letters)) != 0;

    private void Add(int letters) => _bits[letters >> 6] |= 1UL << letters;
}
