// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>The tables of a JPEG frame that apply at a scan (ISO/IEC 10918-1 B.2.4).</summary>
/// <param name="isLong">Whether samples may have 12 bits.</param>
internal sealed class JpegTables(bool isLong)
{
    private const int Classes = 2;
    private const int Destinations = 4;
    private const int MostRemembered = 16;

    private readonly (HuffmanTable Read, HuffmanTable Written)?[] _huffman = new (HuffmanTable, HuffmanTable)?[Classes * Destinations];
    private readonly int[] _steps = new int[Destinations];

    /// <summary>Tables read before, since the frames of an image mostly have the same ones.</summary>
    private readonly List<(byte[] Specification, (HuffmanTable Read, HuffmanTable Written) Tables)> _remembered = [];

    /// <summary>The number of MCUs in a restart interval; 0 if there are none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>Forgets the tables of the last frame.</summary>
    public void Clear()
    {
        Array.Clear(_huffman);
        Array.Clear(_steps);
        RestartInterval = 0;
    }

    /// <summary>The Huffman tables to read and to write DC coefficients.</summary>
    public (HuffmanTable Read, HuffmanTable Written) OfDC(int destination) => Of(destination);

    /// <summary>The Huffman tables to read and to write AC coefficients.</summary>
    public (HuffmanTable Read, HuffmanTable Written) OfAC(int destination) => Of(Destinations + destination);

    /// <summary>The quantization step of the DC coefficient.</summary>
    public int Step(int destination) => _steps[destination] is > 0 and var step ? step : throw Broken();

    /// <summary>Reads a DRI segment.</summary>
    public void ReadInterval(ReadOnlySpan<byte> segment) =>
        RestartInterval = segment.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(segment) : throw Broken();

    /// <summary>Reads a DQT segment.</summary>
    public void ReadQuantization(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            var (size, destination) = ((segment[0] >> 4) + 1, segment[0] & 0xF);
            var length = 1 + (64 * size);
            if (size > 2 || destination >= Destinations || segment.Length < length)
            {
                throw Broken();
            }

            _steps[destination] = size == 1 ? segment[1] : BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
            segment = segment[length..];
        }
    }

    /// <summary>Reads a DHT segment, and writes one that includes the codes that masks need.</summary>
    /// <param name="segment">The content of the segment, after its length.</param>
    /// <param name="output">Receives the new segment; null if none is needed.</param>
    public void ReadHuffman(ReadOnlySpan<byte> segment, FrameBuffer? output)
    {
        var written = new List<byte>();
        while (!segment.IsEmpty)
        {
            if (segment.Length < 1 + HuffmanTable.LongestCode)
            {
                throw Broken();
            }

            var (kind, destination) = (segment[0] >> 4, segment[0] & 0xF);
            var count = 0;
            foreach (var codes in segment.Slice(1, HuffmanTable.LongestCode))
            {
                count += codes;
            }

            var length = 1 + HuffmanTable.LongestCode + count;
            if (kind >= Classes || destination >= Destinations || count > 256 || segment.Length < length)
            {
                throw Broken();
            }

            var tables = TablesOf(segment[..length], isDC: kind == 0);
            _huffman[(kind * Destinations) + destination] = tables;
            written.Add(segment[0]);
            written.AddRange(tables.Written.Specification);
            segment = segment[length..];
        }

        if (output is not null)
        {
            JpegSegments.Write(output, JpegMarker.Dht, [.. written]);
        }
    }

    private (HuffmanTable Read, HuffmanTable Written) TablesOf(ReadOnlySpan<byte> specification, bool isDC)
    {
        foreach (var (known, tables) in _remembered)
        {
            if (specification.SequenceEqual(known))
            {
                return tables;
            }
        }

        var counts = specification.Slice(1, HuffmanTable.LongestCode);
        var read = new HuffmanTable(counts, specification[(1 + HuffmanTable.LongestCode)..]);
        var made = (read, read.With(isDC ? Differences() : [0]));
        if (_remembered.Count == MostRemembered)
        {
            _remembered.RemoveAt(0);
        }

        _remembered.Add((specification.ToArray(), made));
        return made;
    }

    /// <summary>
    /// The sizes that a difference of DC coefficients can have: up to 11 bits, or 15 for samples of 12 bits (F.1.2.1.2).
    /// </summary>
    private IEnumerable<byte> Differences() => Enumerable.Range(0, isLong ? 16 : 12).Select(size => (byte)size);

    private (HuffmanTable Read, HuffmanTable Written) Of(int place) => _huffman[place] ?? throw Broken();

    private static PixelDataException Broken() => new(PixelFault.Broken, "a table of a JPEG frame is broken or missing");
}
