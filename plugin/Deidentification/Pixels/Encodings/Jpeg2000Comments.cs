// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>
/// Blanks the comments of JPEG 2000 frames (ISO/IEC 15444-1 A.9.2), and whatever follows the end of a codestream. The
/// bytes are overwritten rather than removed, because other segments count the bytes of tiles. Nothing is masked.
/// </summary>
internal sealed class Jpeg2000Comments : IFrameCoder
{
    private const ushort Start = 0xFF4F;
    private const ushort TilePart = 0xFF90;
    private const ushort Data = 0xFF93;
    private const ushort End = 0xFFD9;
    private const ushort Comment = 0xFF64;

    /// <summary>The offset of a tile-part's length in its first segment: after the marker and two 16-bit fields.</summary>
    private const int LengthOfPart = 6;

    /// <summary>The offset of the text in a comment segment: after the marker, the length and the registration.</summary>
    private const int CommentText = 6;

    /// <inheritdoc/>
    public bool BeginsWithMarker => true;

    /// <inheritdoc/>
    public bool Mask(ReadOnlySpan<byte> encoded, FrameMask mask, FrameBuffer output)
    {
        if (!mask.IsEmpty)
        {
            throw new PixelDataException(PixelFault.Encoding, "JPEG 2000 is not edited");
        }

        var frame = encoded.ToArray();
        if (frame.Length < 2 || MarkerAt(frame, 0) != Start)
        {
            throw Broken("does not begin with its marker");
        }

        // The end of the tile-part whose header is being read; -1 in the main header.
        var (at, end) = (2, -1L);
        while (MarkerAt(frame, at) is var marker && marker != End)
        {
            if (marker == Data)
            {
                if (end < at + 2)
                {
                    throw Broken("has a tile of no length");
                }

                at = (int)end;
                continue;
            }

            var length = LengthAt(frame, at);
            if (marker == TilePart)
            {
                end = PartEnd(frame, at);
            }
            else if (marker == Comment && length > CommentText - 2)
            {
                frame.AsSpan(at + CommentText, length + 2 - CommentText).Clear();
            }

            at += 2 + length;
        }

        frame.AsSpan(at + 2).Clear();
        output.Add(frame);
        return !encoded.SequenceEqual(frame);
    }

    /// <summary>The end of a tile-part. The last one may have length 0, and extends to the end of the codestream
    /// (A.4.2).</summary>
    private static long PartEnd(byte[] frame, int at)
    {
        var length = at + LengthOfPart + sizeof(uint) > frame.Length ? throw Broken("is cut off")
            : BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(at + LengthOfPart));
        var end = length > 0 ? at + (long)length : frame.AsSpan().LastIndexOf([(byte)(End >> 8), (byte)(End & 0xFF)]);
        return end >= 0 && end <= frame.Length - 2 ? end : throw Broken("is cut off");
    }

    private static ushort MarkerAt(byte[] frame, int at) =>
        at + 2 <= frame.Length ? BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(at)) : throw Broken("is cut off");

    /// <summary>The length of a segment, which includes the length field itself.</summary>
    private static int LengthAt(byte[] frame, int at)
    {
        var length = MarkerAt(frame, at + 2);
        return MarkerAt(frame, at) >> 8 == 0xFF && length >= 2 && at + 2 + length <= frame.Length
            ? length : throw Broken("has a broken segment");
    }

    private static PixelDataException Broken(string reason) => new(PixelFault.Broken, $"a JPEG 2000 frame {reason}");
}
