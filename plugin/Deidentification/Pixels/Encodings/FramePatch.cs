// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>The new pixels of a box.</summary>
/// <param name="Box">The box, inside the image. If two pixels share their chrominance, it contains whole pairs.</param>
/// <param name="Patterns">For each plane, the bytes to repeat. Null if each pixel has its own bytes.</param>
/// <param name="Pixels">The bytes of the box, plane by plane, row by row. Null if the box is filled.</param>
internal sealed record FramePatch(PixelBox Box, byte[][]? Patterns, byte[]? Pixels);

/// <summary>Computes the new pixels of a frame from its present ones. Writes nothing.</summary>
internal sealed class FramePatches
{
    private readonly ImageFormat _format;
    private readonly NativeRows _rows;
    private readonly FillValues _values;
    private readonly MeanFilter _mean;

    /// <summary>Reads native frames.</summary>
    /// <param name="bytes">The bytes of all frames.</param>
    /// <param name="format">Their format.</param>
    /// <param name="samples">How a sample is encoded.</param>
    /// <param name="darkest">The index of the darkest colour of the palette, if the image has one.</param>
    public FramePatches(INativeBytes bytes, ImageFormat format, Samples samples, int darkest)
    {
        _format = format;
        _rows = new NativeRows(bytes, format, samples);
        _values = new FillValues(format, samples, darkest);
        _mean = new MeanFilter(_rows, format, samples);
    }

    /// <summary>Checks a mask beforehand, so that no frame can fail because of it.</summary>
    /// <exception cref="PixelDataException">The mask does not fit the image.</exception>
    public void Check(FrameMask mask)
    {
        foreach (var masked in mask.Boxes)
        {
            if (masked.Kind == MaskKind.Mean)
            {
                _mean.Check(masked.Box.Clip(_format.Columns, _format.Rows));
            }
            else if (masked.Value is { } value)
            {
                _values.Patterns(value);
            }
        }
    }

    /// <summary>The patches of a frame, in the order in which they are to be written.</summary>
    /// <exception cref="PixelDataException">The mask does not fit the image.</exception>
    public FramePatch[] Of(int frame, FrameMask mask)
    {
        var boxes = mask.Boxes.Select(masked => (masked, Box: Widened(masked.Box.Clip(_format.Columns, _format.Rows))))
            .Where(one => !one.Box.IsEmpty).ToArray();
        PixelBox[] filled = [.. boxes.Where(one => one.masked.Kind == MaskKind.Fill).Select(one => one.Box)];
        var outside = new Lazy<byte[][]>(() => _values.Patterns(_values.Outside(_rows, frame, mask)));
        return
        [
            .. boxes.Where(one => one.masked.Kind == MaskKind.Mean).Select(one =>
                new FramePatch(one.Box, null, _mean.Bytes(frame, one.Box, one.masked.FilterWidth, filled))),
            .. boxes.Where(one => one.masked.Kind == MaskKind.Fill).Select(one => new FramePatch(
                one.Box, one.masked.Value is { } value ? _values.Patterns(value) : outside.Value, null)),
        ];
    }

    private PixelBox Widened(PixelBox box) =>
        _format.IsSubsampled ? box with { Left = box.Left & ~1, Right = (box.Right + 1) & ~1 } : box;
}
