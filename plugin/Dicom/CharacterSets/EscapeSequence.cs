// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>
/// An escape sequence that designates a set of graphic characters as G0 or G1 (PS3.5 6.1.2.5.1, ISO/IEC 2022).
/// </summary>
internal readonly struct EscapeSequence
{
    /// <summary>The byte that begins all escape sequences.</summary>
    public const byte Escape = 0x1B;

    /// <summary>The length of the sequence in bytes, ESC included.</summary>
    public int Length { get; private init; }

    /// <summary>The set; null for ASCII, and for JIS X 0201 romaji, which differs from it in two glyphs only.</summary>
    public GraphicCharacterSet? Set { get; private init; }

    /// <summary>Whether the set becomes G1; otherwise G0.</summary>
    public bool IsG1 { get; private init; }

    /// <summary>
    /// Reads the escape sequence at the start of the bytes. It may be any sequence of DICOM, or another one by which
    /// ISO 2022 can designate the same set.
    /// </summary>
    /// <returns>False if the bytes do not begin with an escape sequence of a known set.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EscapeSequence sequence)
    {
        sequence = default;
        int at = 1;
        bool isDoubleByte = at < bytes.Length && bytes[at] == (byte)'$';
        if (isDoubleByte)
        {
            at++;
        }

        byte intermediate = (byte)'(';
        if (at < bytes.Length && bytes[at] is (byte)'(' or (byte)')' or (byte)'-')
        {
            intermediate = bytes[at++];
        }
        else if (!isDoubleByte)
        {
            return false;
        }

        if (at >= bytes.Length)
        {
            return false;
        }

        byte final = bytes[at++];
        GraphicCharacterSet? set = null;
        bool isAscii = !isDoubleByte && intermediate == (byte)'(' && final is (byte)'B' or (byte)'J';
        if (!isAscii)
        {
            // '@' is the 1978 edition of JIS X 0208, which 'B' replaced. A few characters changed their shapes.
            byte edition = isDoubleByte && final == (byte)'@' ? (byte)'B' : final;
            set = RegisteredSets.ByFinalByte(edition, isDoubleByte, intermediate == (byte)'-');
            if (set is null)
            {
                return false;
            }
        }

        sequence = new EscapeSequence { Length = at, Set = set, IsG1 = intermediate != (byte)'(' };
        return true;
    }
}
