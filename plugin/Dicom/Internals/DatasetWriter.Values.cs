// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <content>Values that were edited.</content>
internal sealed unsafe partial class DatasetWriter
{
    private void WriteValue(DicomDataset dataset, in ElementRecord record)
    {
        var length = record.ValueLength;
        var padding = record.IsEncapsulated ? 0 : DatasetLengths.PaddingOf(in record, length);
        WriteHeader(
            dataset.Encoding, record.Tag, record.VR,
            record.IsEncapsulated ? UndefinedLength : (uint)(length + padding));
        if (record.IsEncapsulated)
        {
            WriteFragments(dataset, in record);
        }
        else if (record.Content is byte[] edited)
        {
            fixed (byte* bytes = edited)
            {
                Copy(bytes, length);
            }
        }
        else if (record.Content is ComposedValue composed)
        {
            Compose(composed, length);
        }
        else
        {
            CopySource(dataset, record.Start, length);
        }

        if (padding == 1)
        {
            MakeRoomForHeader();
            *_at++ = record.VR.Padding();
        }
    }

    /// <summary>
    /// Writes the first bytes of a composed value, in one piece into memory or part by part to a stream.
    /// </summary>
    private void Compose(ComposedValue value, long length)
    {
        for (var offset = 0L; offset < length;)
        {
            if (_stream is not null)
            {
                Flush();
            }

            var part = (int)Math.Min(length - offset, _stream is null ? Array.MaxLength : PartLength);
            value.CopyTo(offset, new Span<byte>(_at, part));
            _at += part;
            offset += part;
        }
    }

    /// <summary>Copies fragments, and writes a new delimiter with length zero (PS3.5 7.5).</summary>
    private void WriteFragments(DicomDataset dataset, in ElementRecord record)
    {
        const int DelimiterLength = 8;
        var order = dataset.ByteOrder;
        if (record.Content == ElementRecord.EmptyOffsetTable)
        {
            WriteTag(order, DicomTag.Item, 0);
        }

        if (record.Content is ComposedValue composed)
        {
            Compose(composed, composed.Length - DelimiterLength);
        }
        else
        {
            CopySource(dataset, record.Start, record.Length - DelimiterLength);
        }

        WriteTag(order, DicomTag.SequenceDelimitation, 0);
    }
}
