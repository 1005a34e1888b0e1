// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Deidentification.Requests;

namespace OrthancDeid.Deidentification.Values.Embedding;

/// <summary>
/// The size of a compressed image according to its header. It is read before the image is decoded, because a decoder
/// allocates what the header says, however little data follows.
/// </summary>
/// <param name="Rows">The rows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="BitsPerPixel">The bits of a pixel, all samples together.</param>
internal readonly record struct EncodedImageHeader(long Rows, long Columns, int BitsPerPixel)
{
    /// <summary>
    /// No image is compressed further. Deflate needs at least 1 byte for 1032. The Huffman codes of JPEG need at least 1
    /// bit for each block; 32 x 32 pixels in colour, 3,072 bytes, have at least 9 blocks, so 1 byte holds at most 2731.
    /// </summary>
    private const int MostCompression = 4096;

    /// <summary>Whether pixel data can have this many rows, columns and bytes.</summary>
    public bool HasValidSize =>
        Rows is > 0 and <= NativeImage.MostRowsOrColumns && Columns is > 0 and <= NativeImage.MostRowsOrColumns
        && NativeLength <= NativeImage.MostBytes;

    private long NativeLength => ((Columns * BitsPerPixel) + 7) / 8 * Rows;

    /// <summary>Whether this many bytes can hold an image of that size, which must be valid.</summary>
    public bool Fits(long encodedLength) => NativeLength / MostCompression <= encodedLength;

    /// <summary>Reads the header.</summary>
    /// <returns>False if the bytes do not begin as the format does.</returns>
    public static bool TryRead(EncodedImageFormat format, ReadOnlySpan<byte> encoded, out EncodedImageHeader header) =>
        format == EncodedImageFormat.Png ? TryReadPng(encoded, out header) : TryReadJpeg(encoded, out header);

    /// <summary>The signature, and IHDR, the first chunk (ISO/IEC 15948, 5.2 and 11.2.2).</summary>
    private static bool TryReadPng(ReadOnlySpan<byte> encoded, out EncodedImageHeader header)
    {
        ReadOnlySpan<byte> start = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', 0, 0, 0, 13, .. "IHDR"u8];
        header = default;
        if (encoded.Length < start.Length + 10 || !encoded.StartsWith(start))
        {
            return false;
        }

        var columns = BinaryPrimitives.ReadUInt32BigEndian(encoded[16..]);
        var rows = BinaryPrimitives.ReadUInt32BigEndian(encoded[20..]);
        var samples = encoded[25] switch
        {
            0 or 3 => 1,
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 0,
        };
        header = new(rows, columns, encoded[24] * samples);
        return samples > 0;
    }

    /// <summary>The frame header, among the marker segments before a scan (ISO/IEC 10918-1, B.1.1 and B.2.2).</summary>
    private static bool TryReadJpeg(ReadOnlySpan<byte> encoded, out EncodedImageHeader header)
    {
        header = default;
        if (!encoded.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            return false;
        }

        var rest = encoded[2..];
        while (TryTakeMarker(ref rest, out var marker) && marker is not (0xD8 or 0xD9 or 0xDA))
        {
            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                continue;
            }

            // A segment begins with its length, which counts itself.
            var length = rest.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length < 2 || length > rest.Length)
            {
                return false;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                header = length < 8 ? default : new(
                    BinaryPrimitives.ReadUInt16BigEndian(rest[3..]),
                    BinaryPrimitives.ReadUInt16BigEndian(rest[5..]),
                    rest[2] * rest[7]);
                return length >= 8;
            }

            rest = rest[length..];
        }

        return false;
    }

    /// <summary>Skips the next marker. Bytes before it are ignored, and it may begin with any number of 0xFF.</summary>
    private static bool TryTakeMarker(ref ReadOnlySpan<byte> rest, out byte marker)
    {
        marker = 0;
        while (marker == 0)
        {
            var at = rest.IndexOf((byte)0xFF);
            rest = at < 0 ? [] : rest[at..].TrimStart((byte)0xFF);
            if (rest.IsEmpty)
            {
                return false;
            }

            marker = rest[0];
            rest = rest[1..];
        }

        return true;
    }
}
