// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>
/// The upper half of a single-byte set (PS3.3 Table C.12-2), from the code page that is closest to it.
/// </summary>
/// <param name="registration">See <see cref="GraphicCharacterSet.Registration"/>.</param>
/// <param name="designation">The escape sequence without ESC.</param>
/// <param name="codePage">The code page; its private use characters, which mark undefined bytes, are ignored.</param>
/// <param name="corrections">Pairs of a byte and its character where the code page differs from the registered
/// set.</param>
/// <param name="laterAdditions">
/// Bytes that a later edition or the code page added to the set: read, but never written.
/// </param>
internal sealed class SingleByteSet(
    int registration,
    string designation,
    int codePage,
    string corrections = "",
    string laterAdditions = "") : GraphicCharacterSet(registration, designation)
{
    private readonly Lazy<Table> _table = new(() => new Table(codePage, corrections, laterAdditions));

    /// <inheritdoc/>
    public override bool IsDoubleByte => false;

    /// <summary>
    /// The character of a byte from 80H to FFH. 80H to 9FH are the control characters with the same numbers.
    /// </summary>
    public char CharacterOf(byte code) => _table.Value.Characters[code - 0x80];

    /// <inheritdoc/>
    public override int CodeOf(char character) =>
        _table.Value.Codes.TryGetValue(character, out byte code) ? code & 0x7F : 0;

    private sealed class Table
    {
        public Table(int codePage, string corrections, string laterAdditions)
        {
            Encoding encoding = CodePage.Open(codePage);
            for (int code = 0x80; code <= 0xFF; code++)
            {
                // C1 is not used in DICOM (PS3.5 6.1.3), but files contain it; it is kept, so that nothing is lost.
                Characters[code - 0x80] = code < 0xA0 ? (char)code : CodePage.CharacterOf(encoding, [(byte)code]);
            }

            Assign(corrections);
            Assign(laterAdditions);
            for (int code = 0xA0; code <= 0xFF; code++)
            {
                char character = Characters[code - 0x80];
                if (character != Meaningless && !IsPairedIn(laterAdditions, (char)code))
                {
                    Codes.Add(character, (byte)code);
                }
            }
        }

        public char[] Characters { get; } = new char[0x80];

        public Dictionary<char, byte> Codes { get; } = [];

        private void Assign(string pairs)
        {
            for (int i = 0; i < pairs.Length; i += 2)
            {
                Characters[pairs[i] - 0x80] = pairs[i + 1];
            }
        }

        private static bool IsPairedIn(string pairs, char code)
        {
            for (int i = 0; i < pairs.Length; i += 2)
            {
                if (pairs[i] == code)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
