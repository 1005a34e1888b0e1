// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Deidentification.Tests.Values;

/// <summary>Small images, and requests that embed them.</summary>
internal static class EmbeddedSamples
{
    public const string Pam = "image/x-portable-arbitrarymap";

    /// <summary>A PAM with 1 row of 3 gray pixels of 1 byte: 1, 2, 3.</summary>
    public static byte[] Gray => Map(3, 1, "GRAYSCALE", 1, 255, 1, 2, 3);

    /// <summary>A request that embeds something, and may replace other elements.</summary>
    public static string Replace(string tag, string mimeType, byte[] content, string? others = null) =>
        $"{{\"Replace\":{{\"{tag}\":\"{Uri(mimeType, content)}\"{(others is null ? "" : "," + others)}}}}}";

    /// <summary>A data URI.</summary>
    public static string Uri(string mimeType, byte[] content) =>
        $"data:{mimeType};base64,{Convert.ToBase64String(content)}";

    /// <summary>A PAM.</summary>
    public static byte[] Map(int width, int height, string type, int depth, int most, params byte[] samples) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH {depth}\nMAXVAL {most}\nTUPLTYPE {type}\nENDHDR\n"),
        .. samples,
    ];

    /// <summary>The signature and the IHDR of a PNG, and nothing else.</summary>
    public static byte[] PngHeader(uint width, uint height, byte depth, byte colour) =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. BigEndian(width), .. BigEndian(height), depth,
        colour, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>A JPEG up to the end of its frame header, of one component.</summary>
    public static byte[] JpegHeader(ushort width, ushort height) =>
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC2, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8),
        (byte)width, 1, 1, 0x11, 0,
    ];

    private static byte[] BigEndian(uint number) =>
        [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
