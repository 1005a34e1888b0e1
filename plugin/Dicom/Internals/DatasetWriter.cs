// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// Writes a data set to memory of exactly its size, or to a stream, after <see cref="DatasetLengths.Measure"/>. Runs of
/// elements that were not edited are copied from the source in one piece, headers included. Neither measuring nor writing
/// recurses.
/// </summary>
internal sealed unsafe partial class DatasetWriter
{
    private const uint UndefinedLength = 0xFFFF_FFFF;

    /// <summary>Output to a stream is buffered in blocks of this many bytes; longer values bypass the buffer.</summary>
    private const int PartLength = 1 << 16;

    /// <summary>The longest header.</summary>
    private const int HeaderLength = 12;

    private readonly Stack<Cursor> _open = new();
    private readonly Stream? _stream;

    /// <summary>The block that is not yet in the stream; null if there is no stream.</summary>
    private readonly byte* _part;
    private byte* _at;

    private DatasetWriter(byte* at, Stream? stream)
    {
        _at = at;
        _part = stream is null ? null : at;
        _stream = stream;
    }

    /// <summary>Writes a data set after <see cref="DatasetLengths.Measure"/>.</summary>
    /// <param name="root">The data set.</param>
    /// <param name="destination">Room for as many bytes as <see cref="DatasetLengths.Measure"/> returned.</param>
    public static void Write(DicomDataset root, byte* destination) => new DatasetWriter(destination, null).Write(root);

    /// <summary>Writes a data set to a stream, after <see cref="DatasetLengths.Measure"/>.</summary>
    public static void Write(DicomDataset root, Stream destination)
    {
        using var part = NativeBuffer.Allocate(PartLength);
        var writer = new DatasetWriter((byte*)part.Pointer, destination);
        writer.Write(root);
        writer.Flush();
    }

    private void Write(DicomDataset root)
    {
        Open(root);
        while (_open.TryPop(out var cursor))
        {
            if (cursor.Sequence is { } sequence)
            {
                WriteItem(sequence, cursor.Next);
            }
            else
            {
                WriteElements(cursor.Dataset!, cursor.Next);
            }
        }
    }

    /// <summary>Begins a data set: copies it if it was not edited, else schedules its elements.</summary>
    private void Open(DicomDataset dataset)
    {
        if (dataset.IsEdited)
        {
            _open.Push(new Cursor(dataset, null, 0));
        }
        else if (dataset.Count > 0)
        {
            CopySource(dataset, dataset.Records[0].HeaderStart, dataset.SourceLength);
        }
    }

    private void WriteElements(DicomDataset dataset, int next)
    {
        var records = dataset.Records;
        while (next < records.Length)
        {
            ref readonly var record = ref records[next];
            if (record.IsAsRead)
            {
                next = CopyRun(dataset, next);
            }
            else if (record.Content is DicomSequence sequence)
            {
                WriteHeader(dataset.Encoding, record.Tag, record.VR, sequence.HasUndefinedLength
                    ? UndefinedLength
                    : (uint)sequence.MeasuredLength);
                _open.Push(new Cursor(dataset, null, next + 1));
                _open.Push(new Cursor(null, sequence, 0));
                return;
            }
            else
            {
                WriteValue(dataset, in record);
                next++;
            }
        }

        if (dataset.Parent is not null && dataset.HasUndefinedLength)
        {
            WriteTag(dataset.Encoding.ByteOrder, DicomTag.ItemDelimitation, 0);
        }
    }

    private void WriteItem(DicomSequence sequence, int index)
    {
        var order = sequence.ItemEncoding.ByteOrder;
        if (index == sequence.Count)
        {
            if (sequence.HasUndefinedLength)
            {
                WriteTag(order, DicomTag.SequenceDelimitation, 0);
            }

            return;
        }

        var item = sequence[index];
        WriteTag(order, DicomTag.Item, item.HasUndefinedLength ? UndefinedLength : (uint)DatasetLengths.Of(item));
        _open.Push(new Cursor(null, sequence, index + 1));
        Open(item);
        if (!item.IsEdited && item.HasUndefinedLength)
        {
            WriteTag(order, DicomTag.ItemDelimitation, 0);
        }
    }

    /// <summary>Copies elements that were not edited, as long as they are adjacent in the source.</summary>
    private int CopyRun(DicomDataset dataset, int first)
    {
        var records = dataset.Records;
        var end = records[first].End;
        var next = first + 1;
        while (next < records.Length && records[next].IsAsRead && records[next].HeaderStart == end)
        {
            end = records[next].End;
            next++;
        }

        CopySource(dataset, records[first].HeaderStart, end - records[first].HeaderStart);
        return next;
    }

    private void CopySource(DicomDataset dataset, long start, long length) =>
        Copy((byte*)dataset.Source!.Pointer + start, length);

    private void Copy(byte* from, long length)
    {
        if (_stream is not null && length > Room)
        {
            Flush();
            for (; length > PartLength; length -= PartLength, from += PartLength)
            {
                _stream.Write(new ReadOnlySpan<byte>(from, PartLength));
            }
        }

        Buffer.MemoryCopy(from, _at, length, length);
        _at += length;
    }

    /// <summary>The free bytes of the block.</summary>
    private long Room => _part + PartLength - _at;

    private void MakeRoomForHeader()
    {
        if (_stream is not null && Room < HeaderLength)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _stream!.Write(new ReadOnlySpan<byte>(_part, (int)(_at - _part)));
        _at = _part;
    }

    private void WriteHeader(ElementEncoding encoding, DicomTag tag, DicomVR vr, uint length)
    {
        if (encoding.IsImplicitVR)
        {
            WriteTag(encoding.ByteOrder, tag, length);
            return;
        }

        MakeRoomForHeader();
        WriteUInt16(encoding.ByteOrder, tag.Group);
        WriteUInt16(encoding.ByteOrder, tag.Element);
        *_at++ = (byte)((ushort)vr >> 8);
        *_at++ = (byte)vr;
        if (vr.HasShortLength())
        {
            WriteUInt16(encoding.ByteOrder, (ushort)length);
        }
        else
        {
            WriteUInt16(encoding.ByteOrder, 0);
            WriteUInt32(encoding.ByteOrder, length);
        }
    }

    private void WriteTag(ByteOrder order, DicomTag tag, uint length)
    {
        MakeRoomForHeader();
        WriteUInt16(order, tag.Group);
        WriteUInt16(order, tag.Element);
        WriteUInt32(order, length);
    }

    private void WriteUInt16(ByteOrder order, ushort value)
    {
        var to = new Span<byte>(_at, 2);
        if (order == ByteOrder.LittleEndian)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(to, value);
        }

        _at += 2;
    }

    private void WriteUInt32(ByteOrder order, uint value)
    {
        var to = new Span<byte>(_at, 4);
        if (order == ByteOrder.LittleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(to, value);
        }

        _at += 4;
    }

    /// <summary>The next thing to write: an element of a data set or an item of a sequence.</summary>
    private readonly record struct Cursor(DicomDataset? Dataset, DicomSequence? Sequence, int Next);
}
