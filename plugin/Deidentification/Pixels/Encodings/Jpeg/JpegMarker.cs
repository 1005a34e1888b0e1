// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>The second byte of markers (ISO/IEC 10918-1 Table B.1).</summary>
internal static class JpegMarker
{
#pragma warning disable CS1591 // Their names in the standard.
    public const byte Sof0 = 0xC0;
    public const byte Sof1 = 0xC1;
    public const byte Sof15 = 0xCF;
    public const byte Dht = 0xC4;
    public const byte Jpg = 0xC8;
    public const byte Dac = 0xCC;
    public const byte Restart0 = 0xD0;
    public const byte Restart7 = 0xD7;
    public const byte Soi = 0xD8;
    public const byte Eoi = 0xD9;
    public const byte Sos = 0xDA;
    public const byte Dqt = 0xDB;
    public const byte Dri = 0xDD;
    public const byte App0 = 0xE0;
    public const byte App8 = 0xE8;
    public const byte App14 = 0xEE;
    public const byte App15 = 0xEF;
    public const byte Com = 0xFE;
#pragma warning restore CS1591

    /// <summary>The lowest marker of JPEG-LS. In its data, FF is followed by a lower byte (ISO/IEC 14495-1 C.1).</summary>
    public const byte FirstOfLossless = 0x80;

    /// <summary>The offset of the next marker, after entropy-coded data and fill bytes (B.1.1.2); −1 if there is
    /// none.</summary>
    /// <param name="bytes">The frame.</param>
    /// <param name="at">The offset at which to start.</param>
    /// <param name="first">The lowest second byte of a marker.</param>
    public static int Next(ReadOnlySpan<byte> bytes, int at, byte first = 1)
    {
        for (; at + 1 < bytes.Length; at++)
        {
            if (bytes[at] == 0xFF && bytes[at + 1] >= first && bytes[at + 1] != 0xFF)
            {
                return at;
            }
        }

        return -1;
    }
}
