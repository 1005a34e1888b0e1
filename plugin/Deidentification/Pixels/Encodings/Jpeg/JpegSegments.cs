// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>Marker segments (ISO/IEC 10918-1 B.1.1.4).</summary>
internal static class JpegSegments
{
    /// <summary>Writes a segment.</summary>
    /// <param name="output">Receives the segment.</param>
    /// <param name="marker">The second byte of its marker.</param>
    /// <param name="content">The content after the length, less than 64 KiB.</param>
    public static void Write(FrameBuffer output, byte marker, ReadOnlySpan<byte> content)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], checked((ushort)(content.Length + 2)));
        output.Add(head);
        output.Add(content);
    }

    /// <summary>
    /// The part of an application segment that is kept: what describes the colours. Texts and thumbnails are removed.
    /// </summary>
    /// <param name="marker">The second byte of its marker.</param>
    /// <param name="content">The content after the length.</param>
    /// <returns>Empty if nothing is kept.</returns>
    public static byte[] Kept(byte marker, ReadOnlySpan<byte> content)
    {
        // The thumbnail size in the last bytes becomes 0 x 0.
        const int JfifLength = 14;
        const int AdobeLength = 12;
        const int TransformLength = 5;
        return marker == JpegMarker.App0 && content.Length >= JfifLength && content.StartsWith("JFIF\0"u8)
                ? [.. content[..(JfifLength - 2)], 0, 0]
            : marker == JpegMarker.App14 && content.Length >= AdobeLength && content.StartsWith("Adobe"u8)
                ? content[..AdobeLength].ToArray()

            // The colour transform of JPEG-LS. It is not in the standard, but its first codecs write it.
            : marker == JpegMarker.App8 && content.Length == TransformLength && content.StartsWith("mrfx"u8)
                ? content.ToArray()
            : [];
    }
}
