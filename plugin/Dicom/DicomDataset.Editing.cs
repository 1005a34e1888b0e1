// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Dicom;

/// <content>Changing elements. All other elements keep their bytes.</content>
public sealed partial class DicomDataset
{
    private const ushort MetaInformationGroup = 0x0002;

    /// <summary>Sets an element: replaces those with that tag, or inserts it in tag order.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="vr">The VR; not SQ, and not written if the data set is implicit.</param>
    /// <param name="value">
    /// The bytes in the byte order of the data set. A whole array is not copied, so do not change it afterwards. An odd
    /// number of bytes is padded when it is written. Values of more than about 2 GiB, which no array can hold, can be
    /// read and kept, but not set.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The value is too long for the length field of the VR, the VR is SQ or None, or the tag is not that of
    /// a data element.
    /// </exception>
    public void Set(DicomTag tag, DicomVR vr, ReadOnlyMemory<byte> value)
    {
        ThrowIfNoDataElement(tag);
        ThrowIfNone(tag, vr);
        Put(ValueRecord(tag, vr, value));
    }

    /// <summary>Sets an empty sequence: replaces the elements with that tag, or inserts it in tag order.</summary>
    /// <exception cref="ArgumentException">The tag is not that of a data element.</exception>
    public DicomSequence SetSequence(DicomTag tag)
    {
        ThrowIfNoDataElement(tag);
        var record = SequenceRecord(tag);
        Put(in record);
        return (DicomSequence)record.Content!;
    }

    /// <summary>Deletes all elements with a tag.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(DicomTag tag)
    {
        var index = IndexOf(tag);
        if (index < 0)
        {
            return false;
        }

        RemoveFrom(index, element => element.Tag == tag);
        return true;
    }

    /// <summary>
    /// Deletes, in one pass, all elements that meet a condition, but none inside sequences. The predicate is called for
    /// all elements before any is deleted. It must not change anything; if it throws, nothing is deleted.
    /// </summary>
    /// <returns>How many elements were deleted.</returns>
    public int RemoveWhere(DataElementPredicate predicate) => RemoveFrom(0, predicate);

    /// <summary>Applies the collected edits.</summary>
    internal void Commit(PlacedEdits edits)
    {
        edits.ThrowIfChanged();
        var kept = 0;
        var changesCharacterSet = false;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var edit = ref edits[i];
            changesCharacterSet |= edit.Kind != PlacedEditKind.None && _records[i].Tag == DicomTag.SpecificCharacterSet;
            if (edit.Kind == PlacedEditKind.Remove)
            {
                continue;
            }

            if (edit.Kind is PlacedEditKind.Set or PlacedEditKind.Shorten)
            {
                _records[kept] = edit.RecordOf(_records[i].Tag);
            }
            else if (kept != i)
            {
                _records[kept] = _records[i];
            }

            kept++;
        }

        if (kept < _count)
        {
            Array.Clear(_records, kept, _count - kept);
            _count = kept;
            _places = null;
        }

        Edited(changesCharacterSet ? DicomTag.SpecificCharacterSet : default);
        foreach (var record in edits.ToPut)
        {
            Put(in record);
        }
    }

    internal static void ThrowIfNoDataElement(DicomTag tag)
    {
        // Group 0002 at the beginning of a data set would be taken for the meta information of the file.
        if (tag.IsItemOrDelimiter || tag.IsGroupLength || tag.Group == MetaInformationGroup)
        {
            throw new ArgumentException($"{tag} is not a data element that a data set can be given", nameof(tag));
        }
    }

    internal static void ThrowIfNone(DicomTag tag, DicomVR vr)
    {
        if (vr == DicomVR.None)
        {
            throw new ArgumentException($"{tag} needs a VR", nameof(vr));
        }
    }

    internal ElementRecord ValueRecord(DicomTag tag, DicomVR vr, ReadOnlyMemory<byte> value)
    {
        var longest = IsImplicitVR ? DicomVR.UN.MaximumLength() : vr.MaximumLength();
        if (value.Length > longest)
        {
            throw new ArgumentException(
                $"{tag}: {value.Length} bytes are more than {vr.Letters()} can hold", nameof(value));
        }

        if (vr == DicomVR.SQ)
        {
            throw new ArgumentException($"{tag}: a value cannot have the VR SQ", nameof(vr));
        }

        var isWholeArray = MemoryMarshal.TryGetArray(value, out var array)
            && array is { Offset: 0, Array: not null } && array.Count == array.Array.Length;
        return new ElementRecord { Tag = tag, VR = vr, Content = isWholeArray ? array.Array : value.ToArray() };
    }

    internal ElementRecord SequenceRecord(DicomTag tag) => new()
    {
        Tag = tag,
        VR = DicomVR.SQ,
        Content = new DicomSequence(this, tag, Encoding, hasUndefinedLength: false) { IsEdited = true },
    };

    private void Put(in ElementRecord record)
    {
        var tag = record.Tag;
        var place = LowerBound(tag);
        if (place < _count && _records[place].Tag == tag)
        {
            _records[place] = record;
            if (!_isSorted || (place + 1 < _count && _records[place + 1].Tag == tag))
            {
                RemoveFrom(place + 1, element => element.Tag == tag);
            }
        }
        else
        {
            Insert(place, in record);
        }

        Edited(tag);
    }

    private void Insert(int place, in ElementRecord record)
    {
        if (_count == _records.Length)
        {
            Array.Resize(ref _records, Math.Max(_count + 4, _count + (_count / 2)));
        }

        Array.Copy(_records, place, _records, place + 1, _count - place);
        _records[place] = record;
        _count++;
        _places = null;
    }

    private int RemoveFrom(int first, DataElementPredicate predicate)
    {
        PlacedEdits? edits = null;
        var removed = 0;
        for (var i = first; i < _count; i++)
        {
            if (predicate(new DataElement(this, i, in _records[i])))
            {
                (edits ??= new PlacedEdits(this))[i] = PlacedEdit.Removal;
                removed++;
            }
        }

        if (edits is not null)
        {
            Commit(edits);
        }

        return removed;
    }

    private void Edited(DicomTag tag)
    {
        Version++;
        MarkEdited();
        if (tag == DicomTag.SpecificCharacterSet)
        {
            ForgetCharacterSets();
        }
    }
}
