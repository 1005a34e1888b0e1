// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OrthancDeid.Orthanc.Tests.Samples;

/// <summary>Small images for embedding, and the data URIs that embed them.</summary>
internal static class EncodedImage
{
    /// <summary>The MIME type of Netpbm's PAM.</summary>
    public const string Pam = "image/x-portable-arbitrarymap";

    /// <summary>A PNG of 3 x 3 pixels of gray, an odd number of bytes.</summary>
    public static byte[] PngOfGray => Png(3, 3, 8, 0, [1, 2, 3, 4, 5, 6, 7, 8, 9]);

    /// <summary>A baseline JPEG of 3 x 3 pixels of gray.</summary>
    public static byte[] JpegOfGray => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////"
        + "////////////wAALCAADAAMBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABP/EABkQAAIDAQAAAAAAAAAAAAAAAAEDAAISIv/aAAgBAQAA"
        + "PwBFEryOBP/Z");

    /// <summary>A progressive JPEG of 3 x 1 pixels in colour.</summary>
    public static byte[] JpegOfColour => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////"
        + "////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wgAR"
        + "CAABAAMDAREAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABUBAQEAAAAAAAAAAAAAAAAAAAEC/9oADAMBAAIQAxAAAAE7P//EABUQ"
        + "AQEAAAAAAAAAAAAAAAAAAAAB/9oACAEBAAEFAq//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/AX//xAAWEQADAAAAAAAAAAAAAAAA"
        + "AAAAAjH/2gAIAQIBAT8BWH//xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAY/An//xAAVEAEBAAAAAAAAAAAAAAAAAAAAMf/aAAgBAQAB"
        + "PyGn/9oADAMBAAIAAwAAABB//8QAGBEAAgMAAAAAAAAAAAAAAAAAAAExcbH/2gAIAQMBAT8Qcu3p/8QAFxEAAwEAAAAAAAAAAAAAAAAAADGB"
        + "sf/aAAgBAgEBPxBd0//EABYQAQEBAAAAAAAAAAAAAAAAALEAAf/aAAgBAQABPxAcL//Z");

    /// <summary>A JPEG of 3 x 1 pixels in CMYK.</summary>
    public static byte[] JpegOfCmyk => Convert.FromBase64String(
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwBQNzxGPDJQRkFGWlVQX3jIgnhubnj1r7mRyP//////////////////////////////////////////"
        + "/////////8AAFAgAAQADBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAQD/8QAHhAAAQQBBQAAAAAAAAAAAAAAAAECA7FyBDIz"
        + "NIH/2gAOBEMATQBZAEsAAD8ALNzyZLYWXemLaQto+sz21Gn/2Q==");

    /// <summary>A PNG without filters (ISO/IEC 15948).</summary>
    /// <param name="width">The columns.</param>
    /// <param name="height">The rows.</param>
    /// <param name="depth">The bits of a sample.</param>
    /// <param name="colour">The colour type: 0 gray, 2 RGB, 3 a palette, 4 gray and alpha, 6 RGBA.</param>
    /// <param name="rows">The bytes of the rows.</param>
    public static byte[] Png(int width, int height, byte depth, byte colour, ReadOnlySpan<byte> rows)
    {
        var length = rows.Length / height;
        var lines = new List<byte>();
        for (var row = 0; row < height; row++)
        {
            lines.Add(0);
            lines.AddRange(rows.Slice(row * length, length));
        }

        return Png(width, height, depth, colour, interlace: 0, [.. lines]);
    }

    /// <summary>A PNG of 3 x 3 pixels of gray in the seven passes of Adam7, of which this size has five.</summary>
    public static byte[] InterlacedPng(byte[] pixels) => Png(
        3, 3, 8, 0, interlace: 1,
        [
            0, pixels[0], 0, pixels[2], 0, pixels[6], pixels[8], 0, pixels[1], 0, pixels[7], 0, pixels[3], pixels[4],
            pixels[5],
        ]);

    /// <summary>A PAM.</summary>
    /// <param name="width">The columns.</param>
    /// <param name="height">The rows.</param>
    /// <param name="type">The tuple type.</param>
    /// <param name="depth">The samples of a pixel.</param>
    /// <param name="most">The largest value of a sample.</param>
    /// <param name="samples">The samples.</param>
    public static byte[] Map(int width, int height, string type, int depth, int most, params byte[] samples) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH {depth}\nMAXVAL {most}\nTUPLTYPE {type}\nENDHDR\n"),
        .. samples,
    ];

    /// <summary>A data URI.</summary>
    public static string Uri(string mimeType, ReadOnlySpan<byte> content) =>
        $"data:{mimeType};base64,{Convert.ToBase64String(content)}";

    private static byte[] Png(int width, int height, byte depth, byte colour, byte interlace, byte[] lines)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = depth;
        header[9] = colour;
        header[12] = interlace;
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(lines);
        }

        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", compressed.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        var check = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(typed));
        return [.. length, .. typed, .. check];
    }

    /// <summary>The cyclic redundancy code of ISO 3309, as ISO/IEC 15948, 5.5 requires.</summary>
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB8_8320);
            }
        }

        return ~crc;
    }
}
