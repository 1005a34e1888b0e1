// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>
/// Native pixel data that is masked while it is written, frame by frame. It takes memory only for the boxes of one frame
/// that get a mean. Bytes after the last frame are cut off, except one that makes the length even.
/// </summary>
internal sealed class NativePixels : ComposedValue
{
    private readonly DataElement _element;
    private readonly ImageFormat _format;
    private readonly PixelMasks _masks;
    private readonly PatchWriter _writer;
    private readonly FramePatches _frames;

    /// <summary>The patches of the frame that was written last, since the next part may belong to the same frame.</summary>
    private (int Frame, FramePatch[] Patches) _last = (-1, []);

    /// <summary>Checks the length of the pixel data and the masks.</summary>
    /// <param name="element">The pixel data.</param>
    /// <param name="format">Its format.</param>
    /// <param name="masks">What is masked.</param>
    /// <param name="darkest">The index of the darkest colour of the palette, if the image has one.</param>
    /// <exception cref="PixelDataException">The length does not match the format, or the mask does not suit the
    /// image.</exception>
    public NativePixels(DataElement element, ImageFormat format, PixelMasks masks, int darkest)
    {
        var samples = new Samples(format, element.VR, element.Dataset.ByteOrder);
        _element = element;
        _format = format;
        _writer = new PatchWriter(format, samples);
        Length = LengthOf(in element, format, samples);
        _masks = masks;
        _frames = new FramePatches(new ElementBytes(element), format, samples, darkest);
        foreach (var mask in masks.All)
        {
            _frames.Check(mask);
        }
    }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override void CopyTo(long offset, Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        _element.Slice(offset, destination.Length).CopyTo(destination);

        // With swapped words, the byte at either end may belong to the adjacent frame.
        var last = Math.Min(_format.Frames - 1, (((offset + destination.Length) * 8) + 8) / _format.BitsPerFrame);
        for (var frame = Math.Max(0, ((offset * 8) - 8) / _format.BitsPerFrame); frame <= last; frame++)
        {
            _writer.Write(PatchesOf((int)frame), (int)frame, offset, destination);
        }
    }

    private FramePatch[] PatchesOf(int frame)
    {
        if (_masks[frame].IsEmpty)
        {
            return [];
        }

        if (_last.Frame != frame)
        {
            _last = (frame, _frames.Of(frame, _masks[frame]));
        }

        return _last.Patches;
    }

    private static long LengthOf(in DataElement element, ImageFormat format, Samples samples)
    {
        if (element.IsEncapsulated || element.Sequence is not null)
        {
            throw new PixelDataException(PixelFault.Broken, "it is not native, as its transfer syntax says");
        }

        if (format.PhotometricInterpretation is "YBR_ICT" or "YBR_RCT" or "YBR_PARTIAL_420")
        {
            throw new PixelDataException(
                PixelFault.Encoding, $"native pixels cannot be {format.PhotometricInterpretation}");
        }

        if (format.IsSubsampled && (format.Columns % 2 != 0 || format.IsPlanar))
        {
            throw new PixelDataException(PixelFault.Broken, "pixels that share their colours do not come in pairs");
        }

        // A frame has at most 4 GiB, so this does not overflow.
        var bits = (decimal)format.BitsPerFrame * format.Frames;
        var needed = Math.Ceiling(bits / 8);
        needed += samples.Swap == 1 ? needed % 2 : 0;
        if (needed > element.Length)
        {
            throw new PixelDataException(
                PixelFault.Broken, $"it has {element.Length} bytes, its attributes make {needed} of it");
        }

        // Frames that the attributes do not count would stay unmasked, or be lost.
        return element.Length - needed < Math.Max(2, format.BitsPerFrame / 8)
            ? (long)needed
            : throw new PixelDataException(
                PixelFault.Broken, $"it has {element.Length} bytes, its attributes make only {needed} of it");
    }
}
