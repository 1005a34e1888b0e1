// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Dicom;

/// <summary>
/// A data element of a data set (PS3.5 7.1). It refers to the value instead of copying it. It is a snapshot: later
/// edits of the data set do not change it.
/// </summary>
public readonly struct DataElement
{
    private readonly ElementRecord _record;

    internal DataElement(DicomDataset dataset, int place, in ElementRecord record)
    {
        Dataset = dataset;
        Place = place;
        _record = record;
    }

    /// <summary>The tag.</summary>
    public DicomTag Tag => _record.Tag;

    /// <summary>
    /// The VR that the file declares. In an implicit VR data set, or if PS3.5 does not define the declared VR, it is
    /// that of the dictionary, or UN.
    /// </summary>
    public DicomVR VR => _record.VR;

    /// <summary>
    /// The length of the value in the file, in bytes. For sequences and encapsulated pixel data, it includes the
    /// headers and delimiters of the items, but not an offset table that was emptied. For an edited element, the length
    /// of the new value; for an edited sequence, 0.
    /// </summary>
    public long Length => _record.Content switch
    {
        byte[] value => value.Length,
        ComposedValue value => value.Length,
        DicomSequence { IsEdited: true } => 0,
        _ => _record.Length,
    };

    /// <summary>
    /// The bytes of the value, see <see cref="Length"/>. Valid until the file is disposed. A file to which there is no
    /// reference may be collected, and disposed, at any time.
    /// </summary>
    /// <exception cref="OverflowException">The value has more than 2 GiB − 1 bytes.</exception>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public ReadOnlySpan<byte> Value => Slice(0, checked((int)Length));

    /// <summary>The items, if this is a sequence, whatever VR the file declares; null otherwise.</summary>
    public DicomSequence? Sequence => _record.Content as DicomSequence;

    /// <summary>Whether the value is a series of fragments (PS3.5 A.4), not a native value.</summary>
    public bool IsEncapsulated => _record.IsEncapsulated;

    /// <summary>The data set that contains the element.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>Its place in the data set when this snapshot was taken, counted from 0.</summary>
    internal int Place { get; }

    /// <summary>A part of the value, for values that are too long for one span.</summary>
    /// <param name="offset">The first byte of the part, from the start of the value.</param>
    /// <param name="length">The length of the part in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the value.</exception>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return length == 0 ? [] : _record.Content switch
        {
            byte[] value => value.AsSpan((int)offset, length),
            ComposedValue value => Copy(value, offset, length),
            _ => Dataset.Source!.AsSpan(_record.Start + offset, length),
        };
    }

    /// <summary>A record of the element with only the first bytes of its value.</summary>
    internal ElementRecord Shortened(long length) => new()
    {
        Tag = Tag,
        VR = VR,
        Start = _record.Start,
        Length = length,
        Content = _record.Content switch
        {
            byte[] value => value[..(int)length],
            ComposedValue value => new ShortenedValue(value, length),
            _ => null,
        },
    };

    /// <summary>A record of the encapsulated pixel data with an empty offset table.</summary>
    /// <param name="tableLength">The size of the current table in bytes, the item header included.</param>
    /// <exception cref="InvalidOperationException">The value is composed, and so is its table.</exception>
    internal ElementRecord WithoutOffsetTable(long tableLength) => _record.Content is ComposedValue
        ? throw new InvalidOperationException($"The offset table of {Tag} was composed with its value")
        : new()
        {
            Tag = Tag,
            VR = VR,
            Start = _record.Start + tableLength,
            Length = _record.Length - tableLength,
            Content = ElementRecord.EmptyOffsetTable,
            IsEncapsulated = true,
        };

    private static byte[] Copy(ComposedValue value, long offset, int length)
    {
        var part = new byte[length];
        value.CopyTo(offset, part);
        return part;
    }
}
