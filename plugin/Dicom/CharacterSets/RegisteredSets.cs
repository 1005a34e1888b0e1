// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>The sets of PS3.3 Tables C.12-2 to C.12-4. A set's table is built on first use.</summary>
internal static class RegisteredSets
{
    /// <summary>The escape sequence, without ESC, that puts ISO-IR 6 (ASCII) into G0.</summary>
    public const string AsciiDesignation = "(B";

    /// <summary>The escape sequence, without ESC, that puts ISO-IR 14 (JIS X 0201 romaji) into G0.</summary>
    public const string RomajiDesignation = "(J";

    /// <summary>ISO-IR 100, Latin alphabet No. 1.</summary>
    public static readonly GraphicCharacterSet Latin1 = new SingleByteSet(100, "-A", 28591);

    /// <summary>ISO-IR 13, JIS X 0201 katakana. Code page 932 has it at the same bytes.</summary>
    public static readonly SingleByteSet Katakana =
        new(13, ")I", 932, "\u00A0\uFFFD\u00FD\uFFFD\u00FE\uFFFD\u00FF\uFFFD");

    /// <summary>ISO-IR 87, JIS X 0208. Row 13 and rows from 85 on are vendor extensions.</summary>
    public static readonly DoubleByteSet Kanji = new(87, "$B", 20932, 0xA0, (row, _) => row is not 13 and < 85);

    private static readonly GraphicCharacterSet[] All =
    [
        Latin1,
        new SingleByteSet(101, "-B", 28592),
        new SingleByteSet(109, "-C", 28593),
        new SingleByteSet(110, "-D", 28594),

        // The code page has the quotation marks of a draft. Euro, drachma and ypogegrammeni were added in 2003 (ISO-IR
        // 227).
        new SingleByteSet(126, "-F", 28597, "\u00A1\u2018\u00A2\u2019", "\u00A4\u20AC\u00A5\u20AF\u00AA\u037A"),
        new SingleByteSet(127, "-G", 28596),

        // A macron, not an overline. The directional marks were added in 1999 (ISO-IR 198).
        new SingleByteSet(138, "-H", 28598, "\u00AF\u00AF", "\u00FD\u200E\u00FE\u200F"),
        new SingleByteSet(144, "-L", 28595),
        new SingleByteSet(148, "-M", 28599),

        // The no-break space belongs to ISO 8859-11, not to TIS 620.
        new SingleByteSet(166, "-T", 874, "", "\u00A0\u00A0"),
        new SingleByteSet(203, "-b", 28605),
        Katakana,
        Kanji,

        // The code page has two characters in other cells. Rows from 78 on are vendor extensions.
        new DoubleByteSet(159, "$(D", 20932, 0x20, (row, _) => row < 78, "\u0002\u0017\uFF5E\u0002\u0051\u2116"),

        // The euro and the registered sign were added in 1998.
        new DoubleByteSet(149, "$)C", 949, 0xA0, (row, cell) => row != 2 || cell is not (70 or 71)),

        // Code page 936 is GBK: what it adds to GB 2312 fills gaps in rows 2, 6 and 8.
        new DoubleByteSet(58, "$)A", 936, 0xA0, (row, cell) => row switch
        {
            2 => cell >= 17,
            6 => cell <= 56,
            8 => cell is not (>= 27 and <= 36),
            _ => true,
        }),
    ];

    /// <summary>
    /// The set with a number in the international register; null if DICOM has no such set, or if it is ASCII.
    /// </summary>
    public static GraphicCharacterSet? ByRegistration(int registration) =>
        Array.Find(All, set => set.Registration == registration);

    /// <summary>The set that the final byte of an escape sequence of this kind designates (ISO 2022).</summary>
    public static GraphicCharacterSet? ByFinalByte(byte final, bool isDoubleByte, bool has96Characters) =>
        Array.Find(All, set => set.Designation[^1] == final && set.IsDoubleByte == isDoubleByte
            && (set.Designation[1] == (byte)'-') == has96Characters);
}
