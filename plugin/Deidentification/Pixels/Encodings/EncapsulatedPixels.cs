// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>
/// Encapsulated pixel data (PS3.5 A.4) with one fragment for each frame. Unchanged frames are read from the source. The
/// new bytes of all other frames are in native memory.
/// </summary>
internal sealed class EncapsulatedPixels : ComposedValue
{
    private const int Header = 8;
    private const ushort ItemGroup = 0xFFFE;
    private const ushort Item = 0xE000;
    private const ushort Delimiter = 0xE0DD;

    private readonly DataElement _source;
    private readonly Fragments _fragments;
    private readonly NativeBuffer?[] _new;

    /// <summary>The offset of the item of each frame, followed by that of the delimiter.</summary>
    private readonly long[] _starts;
    private readonly byte[] _table;

    /// <summary>Masks the frames one by one.</summary>
    /// <param name="source">Encapsulated pixel data.</param>
    /// <param name="format">Its format.</param>
    /// <param name="masks">What is masked.</param>
    /// <param name="coder">The coder that masks a frame.</param>
    /// <param name="hasExtendedTable">Whether the data set has an Extended Offset Table. If so, the Basic Offset Table is
    /// empty (PS3.3 C.7.6.3.1.8).</param>
    /// <exception cref="PixelDataException">The pixels cannot be masked. Nothing was changed.</exception>
    public EncapsulatedPixels(DataElement source, ImageFormat format, PixelMasks masks, IFrameCoder coder, bool hasExtendedTable)
    {
        _source = source;
        _fragments = new Fragments(source, format.Frames, coder.BeginsWithMarker);
        _new = new NativeBuffer?[_fragments.Frames];
        try
        {
            var (joined, output) = (new FrameBuffer(), new FrameBuffer());
            for (var frame = 0; frame < _new.Length; frame++)
            {
                output.Clear();
                var bytes = _fragments.Bytes(frame, joined);
                if (coder.Mask(bytes, masks[frame], output))
                {
                    _new[frame] = output.ToNative();
                    IsChanged = true;
                }
                else if (!_fragments.IsOne(frame))
                {
                    _new[frame] = NativeBuffer.CopyOf(bytes);
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        // An empty table stays empty, since one fragment for each frame needs none.
        var hasTable = _fragments.BasicOffsets.Length > 0 && !hasExtendedTable;
        _starts = new long[_new.Length + 1];
        _starts[0] = Header + (hasTable ? sizeof(uint) * (long)_new.Length : 0);
        for (var frame = 0; frame < _new.Length; frame++)
        {
            _starts[frame + 1] = _starts[frame] + Header + Even(LengthOf(frame));
        }

        // Offsets of 32 bits reach no further (PS3.5 A.4). Beyond 4 GiB, the table would be wrong.
        if (_starts[^1] + Header > uint.MaxValue)
        {
            Dispose();
            throw new PixelDataException(PixelFault.Broken, "it becomes longer than 4 GiB");
        }

        _table = Table(hasTable);
        Length = _starts[^1] + Header;
    }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <summary>Whether the coder changed any frame.</summary>
    public bool IsChanged { get; }

    /// <summary>The offset of each frame from the first fragment, as in an Extended Offset Table.</summary>
    public IEnumerable<ulong> Offsets => _starts.SkipLast(1).Select(start => (ulong)(start - _starts[0]));

    /// <summary>The length of each frame in bytes, without the padding that makes its fragment even.</summary>
    public IEnumerable<ulong> Lengths => Enumerable.Range(0, _new.Length).Select(frame => (ulong)LengthOf(frame));

    /// <summary>The length of all fragments in bytes.</summary>
    public ulong TotalLength =>
        (ulong)Enumerable.Range(0, _new.Length).Sum(frame => (long)Even(LengthOf(frame)));

    /// <inheritdoc/>
    public override void CopyTo(long offset, Span<byte> destination)
    {
        var frame = Array.BinarySearch(_starts, offset);
        frame = frame < 0 ? ~frame - 1 : frame;
        while (!destination.IsEmpty)
        {
            var copied = frame < 0 ? Copy(_table, offset, destination)
                : frame == _new.Length ? Copy(ItemHeader(Delimiter, 0), offset - _starts[frame], destination)
                : CopyFrame(frame, offset - _starts[frame], destination);
            ArgumentOutOfRangeException.ThrowIfZero(copied, nameof(offset));
            offset += copied;
            destination = destination[copied..];
            if (frame < _new.Length && offset == _starts[frame + 1])
            {
                frame++;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var bytes in _new)
        {
            bytes?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static int Even(int length) => length + (length & 1);

    private int LengthOf(int frame) => (int?)_new[frame]?.Length ?? _fragments.First(frame).Length;

    private ReadOnlySpan<byte> BytesOf(int frame)
    {
        if (_new[frame] is { } bytes)
        {
            return bytes.AsSpan();
        }

        var (start, length) = _fragments.First(frame);
        return _source.Slice(start, length);
    }

    private byte[] Table(bool hasTable)
    {
        var table = new byte[_starts[0]];
        ItemHeader(Item, table.Length - Header).CopyTo(table, 0);
        for (var frame = 0; hasTable && frame < _new.Length; frame++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(
                table.AsSpan(Header + (sizeof(uint) * frame)), (uint)(_starts[frame] - _starts[0]));
        }

        return table;
    }

    private int CopyFrame(int frame, long offset, Span<byte> destination)
    {
        var length = LengthOf(frame);
        if (offset < Header)
        {
            return Copy(ItemHeader(Item, Even(length)), offset, destination);
        }

        // A zero byte makes the length even.
        return offset - Header < length ? Copy(BytesOf(frame), offset - Header, destination) : Copy([0], 0, destination);
    }

    private static int Copy(ReadOnlySpan<byte> bytes, long offset, Span<byte> destination)
    {
        if (offset >= bytes.Length)
        {
            return 0;
        }

        var part = bytes[(int)offset..];
        part = part[..Math.Min(part.Length, destination.Length)];
        part.CopyTo(destination);
        return part.Length;
    }

    private static byte[] ItemHeader(ushort element, int length)
    {
        var header = new byte[Header];
        BinaryPrimitives.WriteUInt16LittleEndian(header, ItemGroup);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), element);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), length);
        return header;
    }
}
