// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>
/// Shift JIS, which is not a DICOM character set: devices write it but declare JIS X 0201, in which its pairs of bytes
/// mean nothing. Such pairs are read, since their second byte may be a backslash; they are never written.
/// </summary>
internal static class ShiftJis
{
    /// <summary>The character of a pair; U+FFFD if the pair is not valid.</summary>
    public static char CharacterOf(byte first, byte second)
    {
        if (first is not ((>= 0x81 and <= 0x9F) or (>= 0xE0 and <= 0xEF)) || second is < 0x40 or 0x7F or > 0xFC)
        {
            return GraphicCharacterSet.Meaningless;
        }

        // JIS X 0208 Annex 1: two rows of 94 cells for each first byte.
        int place = ((first - (first < 0xA0 ? 0x81 : 0xC1)) * 188) + second - (second < 0x7F ? 0x40 : 0x41);
        return RegisteredSets.Kanji.CharacterOf(0x21 + (place / 94), 0x21 + (place % 94));
    }
}
