// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Encodings.Rle;

/// <summary>
/// Masks frames of RLE Lossless (PS3.5 G) by decoding, masking and encoding each. One frame is in memory at a time.
/// </summary>
internal sealed class RleCoder : IFrameCoder, INativeBytes
{
    private const int MostSegments = 15;
    private const int HeaderLength = 4 * (1 + MostSegments);

    private readonly ImageFormat _format;
    private readonly Samples _samples;
    private readonly PatchWriter _writer;
    private readonly FramePatches _patches;
    private readonly int _length;
    private byte[] _native = [];

    /// <summary>Makes a coder for the frames of an image.</summary>
    /// <param name="format">The format.</param>
    /// <param name="darkest">The index of the darkest colour of the palette, if the image has one.</param>
    /// <exception cref="PixelDataException">RLE frames of this format are not edited.</exception>
    public RleCoder(ImageFormat format, int darkest)
    {
        if (format.Kind != PixelKind.Integer || format.BitsAllocated == 1
            || format.PhotometricInterpretation is not
                ("MONOCHROME1" or "MONOCHROME2" or "PALETTE COLOR" or "RGB" or "YBR_FULL"))
        {
            throw new PixelDataException(PixelFault.Encoding, "RLE frames of its format are not edited");
        }

        // Each sample has its own segments, so frames are decoded by plane, whatever the file says (PS3.5 G.2).
        _format = format with { Frames = 1, IsPlanar = format.SamplesPerPixel > 1 };
        if (_format.BitsPerFrame / 8 > Array.MaxLength)
        {
            throw new PixelDataException(PixelFault.Broken, "an RLE frame would have more than 2 GiB");
        }

        _samples = new Samples(_format, DicomVR.OW, ByteOrder.LittleEndian);
        _writer = new PatchWriter(_format, _samples);
        _patches = new FramePatches(this, _format, _samples, darkest);
        _length = (int)(_format.BitsPerFrame / 8);
    }

    /// <inheritdoc/>
    public bool BeginsWithMarker => false;

    private int Segments => _format.SamplesPerPixel * _samples.Size;

    private int PixelsPerFrame => _length / Segments;

    /// <inheritdoc/>
    public bool Mask(ReadOnlySpan<byte> encoded, FrameMask mask, FrameBuffer output)
    {
        if (mask.IsEmpty)
        {
            return false;
        }

        Decode(encoded);
        _writer.Write(_patches.Of(0, mask), 0, 0, _native);
        Encode(output);
        return true;
    }

    /// <inheritdoc/>
    ReadOnlySpan<byte> INativeBytes.Slice(long offset, int length) => _native.AsSpan((int)offset, length);

    /// <summary>The offset of a segment in the native frame. A sample begins with its most significant segment.</summary>
    private int FirstOf(int segment)
    {
        var (sample, place) = Math.DivRem(segment, _samples.Size);
        return (sample * PixelsPerFrame * _samples.Size) + _samples.Size - 1 - place;
    }

    private void Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(encoded) != Segments)
        {
            throw new PixelDataException(PixelFault.Broken, $"an RLE frame does not have {Segments} segments");
        }

        // Two bytes encode at most 128, so a small file cannot take much memory.
        if (_length > 64L * encoded.Length)
        {
            throw new PixelDataException(PixelFault.Broken, "an RLE frame is cut off");
        }

        _native = _native.Length == 0 ? new byte[_length] : _native;
        for (var segment = 0; segment < Segments; segment++)
        {
            var start = OffsetAt(encoded, segment);
            var end = segment + 1 < Segments ? OffsetAt(encoded, segment + 1) : (uint)encoded.Length;
            if (start < HeaderLength || end < start || end > encoded.Length)
            {
                throw new PixelDataException(PixelFault.Broken, "the segments of an RLE frame do not lie in it");
            }

            DecodeSegment(encoded[(int)start..(int)end], _native.AsSpan(FirstOf(segment)));
        }
    }

    private static uint OffsetAt(ReadOnlySpan<byte> encoded, int segment) =>
        BinaryPrimitives.ReadUInt32LittleEndian(encoded[(4 * (1 + segment))..]);

    /// <summary>Decodes a segment into those bytes of the native frame that have its significance.</summary>
    private void DecodeSegment(ReadOnlySpan<byte> segment, Span<byte> target)
    {
        var (at, size, left) = (0, _samples.Size, PixelsPerFrame);
        for (var i = 0; left > 0;)
        {
            if (i + 1 >= segment.Length)
            {
                throw new PixelDataException(PixelFault.Broken, "a segment of an RLE frame is cut off");
            }

            var control = (sbyte)segment[i++];
            if (control == sbyte.MinValue)
            {
                continue;
            }

            var count = Math.Min(left, control >= 0 ? control + 1 : 1 - control);
            left -= count;
            if (control < 0)
            {
                var value = segment[i++];
                for (; count > 0; count--, at += size)
                {
                    target[at] = value;
                }

                continue;
            }

            if (count > segment.Length - i)
            {
                throw new PixelDataException(PixelFault.Broken, "a segment of an RLE frame is cut off");
            }

            for (; count > 0; count--, at += size)
            {
                target[at] = segment[i++];
            }
        }
    }

    private void Encode(FrameBuffer output)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        output.Add(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)Segments);
        var row = new byte[_format.Columns];
        for (var segment = 0; segment < Segments; segment++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header[(4 * (1 + segment))..], (uint)output.Length);
            var at = FirstOf(segment);
            for (var y = 0; y < _format.Rows; y++)
            {
                for (var x = 0; x < row.Length; x++, at += _samples.Size)
                {
                    row[x] = _native[at];
                }

                RleRow.Encode(row, output);
            }

            if (output.Length % 2 != 0)
            {
                output.Add(0);
            }
        }

        output.Overwrite(0, header);
    }
}
