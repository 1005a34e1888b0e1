// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>A component of a frame.</summary>
/// <param name="Id">The number by which scans refer to it.</param>
/// <param name="Across">The number of its blocks across an MCU.</param>
/// <param name="Down">The number of its blocks down an MCU.</param>
/// <param name="Quantization">The number of its quantization table.</param>
internal sealed record JpegComponent(byte Id, int Across, int Down, int Quantization);

/// <summary>The header of a sequential frame with Huffman codes (ISO/IEC 10918-1 B.2.2). Immutable.</summary>
internal sealed class JpegFrameHeader
{
    /// <summary>The width and height of a block in samples.</summary>
    public const int BlockSize = 8;

    private const int FixedLength = 6;

    private JpegFrameHeader(int precision, int rows, int columns, JpegComponent[] components)
    {
        (Precision, Rows, Columns, Components) = (precision, rows, columns, components);
        UnitWidth = BlockSize * components.Max(component => component.Across);
        UnitHeight = BlockSize * components.Max(component => component.Down);
    }

    /// <summary>The bits of a sample, 8 or 12.</summary>
    public int Precision { get; }

    /// <summary>The number of rows of pixels.</summary>
    public int Rows { get; }

    /// <summary>The number of columns of pixels.</summary>
    public int Columns { get; }

    /// <summary>The components.</summary>
    public IReadOnlyList<JpegComponent> Components { get; }

    /// <summary>The width in pixels of an MCU of all components.</summary>
    public int UnitWidth { get; }

    /// <summary>The height in pixels of an MCU of all components.</summary>
    public int UnitHeight { get; }

    /// <summary>The number of MCUs across.</summary>
    public int UnitsAcross => (Columns + UnitWidth - 1) / UnitWidth;

    /// <summary>The number of MCUs down.</summary>
    public int UnitsDown => (Rows + UnitHeight - 1) / UnitHeight;

    /// <summary>Reads the header of a frame.</summary>
    /// <param name="segment">The content of the SOF0 or SOF1 segment, after its length.</param>
    /// <param name="format">The format according to the attributes of the image.</param>
    /// <exception cref="PixelDataException">The header is broken, or contradicts the format.</exception>
    public static JpegFrameHeader Read(ReadOnlySpan<byte> segment, ImageFormat format)
    {
        if (segment.Length < FixedLength || segment.Length != FixedLength + (3 * segment[5]))
        {
            throw Broken("the header of a JPEG frame is broken");
        }

        var precision = segment[0];
        var rows = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        var columns = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        if (precision is not (8 or 12))
        {
            throw Broken($"a JPEG frame has samples of {precision} bits");
        }

        if (rows != format.Rows || columns != format.Columns || segment[5] != format.SamplesPerPixel
            || precision > format.BitsAllocated)
        {
            throw Broken(
                $"a JPEG frame has {columns} x {rows} pixels of {segment[5]} samples with {precision} bits, its attributes "
                + $"say {format.Columns} x {format.Rows}, {format.SamplesPerPixel} and {format.BitsAllocated}");
        }

        var components = new JpegComponent[segment[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var component = segment[(FixedLength + (3 * i))..];
            components[i] = new(component[0], component[1] >> 4, component[1] & 0xF, component[2]);
            if (components[i] is not { Across: >= 1 and <= 4, Down: >= 1 and <= 4, Quantization: < 4 })
            {
                throw Broken("a component of a JPEG frame is broken");
            }
        }

        if (components.DistinctBy(component => component.Id).Count() != components.Length)
        {
            throw Broken("two components of a JPEG frame have the same number");
        }

        // With one component, an MCU is one block, whatever its sampling factors are (A.2.2).
        return new(precision, rows, columns,
            components.Length == 1 ? [components[0] with { Across = 1, Down = 1 }] : components);
    }

    /// <summary>The number of blocks of a component across, in a scan of its own (A.1.1, A.2.2).</summary>
    public int BlocksAcross(JpegComponent component) =>
        Blocks(Columns, component.Across * BlockSize, UnitWidth);

    /// <summary>The number of blocks of a component down, in a scan of its own.</summary>
    public int BlocksDown(JpegComponent component) => Blocks(Rows, component.Down * BlockSize, UnitHeight);

    private static int Blocks(int pixels, int part, int unit) =>
        ((((pixels * part) + unit - 1) / unit) + BlockSize - 1) / BlockSize;

    private static PixelDataException Broken(string reason) => new(PixelFault.Broken, reason);
}
