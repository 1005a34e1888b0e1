// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Text;
using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Dicom;

/// <summary>
/// Edits of data sets, collected while the data sets are read and applied all at once by <see cref="Commit"/>. Until then
/// nothing changes, so each edit reaches exactly the element it was made for, even in a file that repeats a tag or has its
/// elements out of order. Of several edits of one element, the last one counts.
/// </summary>
/// <remarks>A data set must not be changed in any other way between its first edit and the commit.</remarks>
public sealed class DatasetEdits
{
    private readonly Dictionary<DicomDataset, PlacedEdits> _datasets = [];

    /// <summary>The edits of the data set that was edited last. The next edit is usually of the same one.</summary>
    private PlacedEdits? _last;

    /// <summary>Deletes an element.</summary>
    public void Remove(in DataElement element) => At(in element) = PlacedEdit.Removal;

    /// <summary>Whether an element is to be deleted.</summary>
    public bool Removes(in DataElement element) => At(in element).Kind == PlacedEditKind.Remove;

    /// <summary>Gives an element a value; its tag stays.</summary>
    /// <param name="element">The element.</param>
    /// <param name="vr">The VR; not SQ. Any other VR that the element has is allowed.</param>
    /// <param name="value">See <see cref="DicomDataset.Set"/>.</param>
    /// <exception cref="ArgumentException">The value is too long for the length field of the VR, or the VR is SQ
    /// or None.</exception>
    public void SetValue(in DataElement element, DicomVR vr, ReadOnlyMemory<byte> value)
    {
        if (vr != element.VR)
        {
            DicomDataset.ThrowIfNone(element.Tag, vr);
        }

        At(in element) = PlacedEdit.Of(element.Dataset.ValueRecord(element.Tag, vr, value));
    }

    /// <summary>Gives an element a value that is composed when it is written; its tag stays.</summary>
    /// <param name="element">The element.</param>
    /// <param name="vr">The VR; not SQ.</param>
    /// <param name="value">The value, which is disposed with the file. An odd number of bytes is padded.</param>
    /// <exception cref="ArgumentException">The value is too long for the length field of the VR, or the VR is SQ
    /// or None.</exception>
    public void SetComposed(in DataElement element, DicomVR vr, ComposedValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (vr is DicomVR.SQ or DicomVR.None || value.Length > vr.MaximumLength())
        {
            throw new ArgumentException($"{element.Tag}: {vr} cannot have {value.Length} bytes", nameof(value));
        }

        Set(in element, vr, value, isEncapsulated: false);
    }

    /// <summary>Gives encapsulated pixel data new fragments (PS3.5 A.4).</summary>
    /// <param name="element">The element, which is encapsulated.</param>
    /// <param name="fragments">
    /// The items, the offset table first, and the delimiter. This value is disposed with the file.
    /// </param>
    /// <exception cref="ArgumentException">The element is not encapsulated.</exception>
    public void SetFragments(in DataElement element, ComposedValue fragments)
    {
        ArgumentNullException.ThrowIfNull(fragments);
        if (!element.IsEncapsulated)
        {
            throw new ArgumentException($"{element.Tag} has no fragments", nameof(element));
        }

        Set(in element, element.VR, fragments, isEncapsulated: true);
    }

    /// <summary>Truncates a value. A value in the source is not copied.</summary>
    /// <param name="element">The element, not a sequence and not encapsulated.</param>
    /// <param name="length">The number of bytes to keep.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is shorter.</exception>
    /// <exception cref="ArgumentException">The element is a sequence or encapsulated.</exception>
    public void Shorten(in DataElement element, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, element.Length);
        if (element.Sequence is not null || element.IsEncapsulated)
        {
            throw new ArgumentException($"{element.Tag} has no value that could be shorter", nameof(element));
        }

        At(in element) = PlacedEdit.Of(element.Shortened(length), PlacedEditKind.Shorten);
    }

    /// <summary>Empties the Basic Offset Table of encapsulated pixel data (PS3.5 A.4); nothing is copied.</summary>
    /// <exception cref="ArgumentException">The element is not encapsulated, or has no table.</exception>
    public void EmptyOffsetTable(in DataElement element)
    {
        const int ItemHeader = 8;
        if (!element.IsEncapsulated || element.Length < 2 * ItemHeader)
        {
            throw new ArgumentException($"{element.Tag} has no offset table", nameof(element));
        }

        var length = element.Dataset.ByteOrder == ByteOrder.LittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(element.Slice(4, 4))
            : BinaryPrimitives.ReadUInt32BigEndian(element.Slice(4, 4));
        At(in element) = PlacedEdit.Of(element.WithoutOffsetTable(ItemHeader + length));
    }

    /// <summary>Turns an element into an empty sequence, even if it is a sequence already; its tag stays.</summary>
    /// <returns>The sequence. It can be filled at once, but is part of no data set before the commit.</returns>
    public DicomSequence SetSequence(in DataElement element)
    {
        var record = element.Dataset.SequenceRecord(element.Tag);
        At(in element) = PlacedEdit.Of(record);
        return (DicomSequence)record.Content!;
    }

    /// <summary>Sets an element: replaces those with that tag, or inserts it in tag order.</summary>
    /// <inheritdoc cref="DicomDataset.Set"/>
    public void Set(DicomDataset dataset, DicomTag tag, DicomVR vr, ReadOnlyMemory<byte> value)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        DicomDataset.ThrowIfNoDataElement(tag);
        DicomDataset.ThrowIfNone(tag, vr);
        Of(dataset).Put(dataset.ValueRecord(tag, vr, value));
    }

    /// <summary>Sets an empty sequence: replaces the elements with that tag, or inserts it in tag order.</summary>
    /// <returns>The sequence. It can be filled at once, but is part of no data set before the commit.</returns>
    /// <exception cref="ArgumentException">The tag is not that of a data element.</exception>
    public DicomSequence SetSequence(DicomDataset dataset, DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        DicomDataset.ThrowIfNoDataElement(tag);
        var record = dataset.SequenceRecord(tag);
        Of(dataset).Put(in record);
        return (DicomSequence)record.Content!;
    }

    /// <summary>
    /// Converts the text of a data set and of everything below it, except for elements with an edit other than
    /// <c>Shorten</c>; see <see cref="DicomDataset.ConvertText"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">As described there. No edit was added.</exception>
    public void ConvertText(DicomDataset root, SpecificCharacterSet target)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(target);
        var converted = new List<(DataElement Element, byte[] Value)>();
        var declaring = new List<DicomDataset> { root };
        var pending = new Stack<DicomDataset>();
        pending.Push(root);
        while (pending.TryPop(out var dataset))
        {
            if (dataset != root && dataset.Contains(DicomTag.SpecificCharacterSet))
            {
                declaring.Add(dataset);
            }

            var edits = _datasets.GetValueOrDefault(dataset);
            for (var i = 0; i < dataset.Count; i++)
            {
                var element = dataset[i];
                if (edits?[i] is { Kind: not PlacedEditKind.None } edit)
                {
                    if (edit.Kind != PlacedEditKind.Shorten)
                    {
                        continue;
                    }

                    // What is left of the value is still in the old character set.
                    element = new DataElement(dataset, i, edit.RecordOf(element.Tag));
                }

                if (element.Sequence is { } sequence)
                {
                    foreach (var item in sequence)
                    {
                        pending.Push(item);
                    }
                }
                else if (dataset.Converted(in element, target) is { } value)
                {
                    converted.Add((element, value));
                }
            }
        }

        foreach (var (element, value) in converted)
        {
            SetValue(in element, element.VR, value);
        }

        var terms = Encoding.ASCII.GetBytes(target.Terms);
        foreach (var dataset in declaring)
        {
            Set(dataset, DicomTag.SpecificCharacterSet, DicomVR.CS, terms);
        }
    }

    /// <summary>Applies the edits and clears the collection.</summary>
    /// <exception cref="InvalidOperationException">A data set was changed since its first edit.</exception>
    public void Commit()
    {
        foreach (var edits in _datasets.Values)
        {
            edits.ThrowIfChanged();
        }

        foreach (var edits in _datasets.Values)
        {
            edits.Dataset.Commit(edits);
        }

        _datasets.Clear();
        _last = null;
    }

    private void Set(in DataElement element, DicomVR vr, ComposedValue value, bool isEncapsulated)
    {
        At(in element) = PlacedEdit.Of(
            new ElementRecord { Tag = element.Tag, VR = vr, Content = value, IsEncapsulated = isEncapsulated });
        element.Dataset.Own(value);
    }

    private ref PlacedEdit At(in DataElement element)
    {
        ArgumentNullException.ThrowIfNull(element.Dataset, nameof(element));
        return ref Of(element.Dataset)[element.Place];
    }

    private PlacedEdits Of(DicomDataset dataset)
    {
        if (_last?.Dataset != dataset)
        {
            if (!_datasets.TryGetValue(dataset, out _last))
            {
                _datasets[dataset] = _last = new PlacedEdits(dataset);
            }
        }

        _last.ThrowIfChanged();
        return _last;
    }
}
