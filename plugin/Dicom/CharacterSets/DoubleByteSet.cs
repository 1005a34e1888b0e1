// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>
/// A set of 94 rows of 94 cells (PS3.3 Table C.12-4), read from a code page that encodes it as pairs of bytes.
/// </summary>
/// <param name="registration">See <see cref="GraphicCharacterSet.Registration"/>.</param>
/// <param name="designation">The escape sequence without ESC.</param>
/// <param name="codePage">The code page, in which the first byte of a pair has the high bit set.</param>
/// <param name="cellOffset">What the code page adds to a cell number, counted from 1, to get the second byte.</param>
/// <param name="isStandard">
/// Whether a row and a cell are in the standard. Characters that only the code page has are
/// read, since files contain them, but never written.
/// </param>
/// <param name="corrections">Triples of row, cell and character where the code page differs from the standard.</param>
internal sealed class DoubleByteSet(
    int registration,
    string designation,
    int codePage,
    int cellOffset,
    Func<int, int, bool> isStandard,
    string corrections = "") : GraphicCharacterSet(registration, designation)
{
    private const int Rows = 94;

    private readonly Lazy<Table> _table = new(() => new Table(codePage, cellOffset, isStandard, corrections));

    /// <inheritdoc/>
    public override bool IsDoubleByte => true;

    /// <summary>The character of two bytes from 21H to 7EH.</summary>
    public char CharacterOf(int first, int second) =>
        _table.Value.Characters[((first - 0x21) * Rows) + second - 0x21];

    /// <inheritdoc/>
    public override int CodeOf(char character) =>
        _table.Value.Codes[character >> 8] is { } page ? page[character & 0xFF] : 0;

    private sealed class Table
    {
        public Table(int codePage, int cellOffset, Func<int, int, bool> isStandard, string corrections)
        {
            Encoding encoding = CodePage.Open(codePage);
            Span<byte> pair = stackalloc byte[2];
            for (int row = 1; row <= Rows; row++)
            {
                pair[0] = (byte)(0xA0 + row);
                for (int cell = 1; cell <= Rows; cell++)
                {
                    pair[1] = (byte)(cellOffset + cell);
                    Characters[Index(row, cell)] = CodePage.CharacterOf(encoding, pair);
                }
            }

            for (int i = 0; i < corrections.Length; i += 3)
            {
                Characters[Index(corrections[i], corrections[i + 1])] = corrections[i + 2];
            }

            for (int row = 1; row <= Rows; row++)
            {
                for (int cell = 1; cell <= Rows; cell++)
                {
                    char character = Characters[Index(row, cell)];
                    if (character != Meaningless && isStandard(row, cell))
                    {
                        ushort[] page = Codes[character >> 8] ??= new ushort[256];
                        page[character & 0xFF] = (ushort)(((0x20 + row) << 8) | (0x20 + cell));
                    }
                }
            }
        }

        public char[] Characters { get; } = new char[Rows * Rows];

        /// <summary>The codes, in pages by the upper byte of the character.</summary>
        public ushort[]?[] Codes { get; } = new ushort[256][];

        private static int Index(int row, int cell) => ((row - 1) * Rows) + cell - 1;
    }
}
