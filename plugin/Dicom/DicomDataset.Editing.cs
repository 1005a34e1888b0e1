// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Dicom;

/// <content>Changing elements. Whatever is not named here keeps its bytes.</content>
public sealed partial class DicomDataset
{
    private const ushort MetaInformationGroup = 0x0002;

    /// <summary>Sets an element, in place of those with that tag or inserted by tag order.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="vr">The VR; not SQ, and not written if the data set is implicit.</param>
    /// <param name="value">
    /// The bytes in the byte order of the data set; they may not be copied, so leave them alone. An odd number of bytes
    /// is padded when it is written. Longer values than one array can hold, about 2 GiB, can be read and kept, not set.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The value is longer than the length field of the VR can say, the VR is SQ or none, or the tag is no data
    /// element.
    /// </exception>
    public void Set(DicomTag tag, DicomVR vr, ReadOnlyMemory<byte> value)
    {
        ThrowIfNoDataElement(tag);
        ThrowIfNone(tag, vr);
        Put(tag, ValueRecord(tag, vr, value));
    }

    /// <summary>
    /// Sets the value of the element at a place; otherwise as <see cref="Set"/>. Its tag stays, and may keep its VR,
    /// also if a file has what <see cref="Set"/> would refuse.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="ArgumentException">The value is longer than the length field of the VR can say, or the VR is
    /// SQ.</exception>
    public void SetAt(int index, DicomVR vr, ReadOnlyMemory<byte> value)
    {
        ref var record = ref RecordAt(index);
        if (vr != record.VR)
        {
            ThrowIfNone(record.Tag, vr);
        }

        record = ValueRecord(record.Tag, vr, value);
        Edited(record.Tag);
    }

    /// <summary>Sets an empty sequence, in place of the elements with that tag or inserted by tag order.</summary>
    /// <exception cref="ArgumentException">The tag is no data element.</exception>
    public DicomSequence SetSequence(DicomTag tag)
    {
        ThrowIfNoDataElement(tag);
        var sequence = new DicomSequence(this, tag, Encoding, hasUndefinedLength: false) { IsEdited = true };
        Put(tag, new ElementRecord { Tag = tag, VR = DicomVR.SQ, Content = sequence });
        return sequence;
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
    /// Deletes, in one pass, all elements that are meant; does not look into sequences. If the predicate throws, those
    /// that it was not asked about stay.
    /// </summary>
    /// <returns>How many elements were deleted.</returns>
    public int RemoveWhere(DataElementPredicate predicate) => RemoveFrom(0, predicate);

    private static void ThrowIfNoDataElement(DicomTag tag)
    {
        // Group 0002 at the beginning of a data set would be taken for the meta information of the file.
        if (tag.IsItemOrDelimiter || tag.IsGroupLength || tag.Group == MetaInformationGroup)
        {
            throw new ArgumentException($"{tag} is not a data element that a data set can be given", nameof(tag));
        }
    }

    private static void ThrowIfNone(DicomTag tag, DicomVR vr)
    {
        if (vr == DicomVR.None)
        {
            throw new ArgumentException($"{tag} needs a VR", nameof(vr));
        }
    }

    private ElementRecord ValueRecord(DicomTag tag, DicomVR vr, ReadOnlyMemory<byte> value)
    {
        var longest = IsImplicitVR ? DicomVR.UN.MaximumLength() : vr.MaximumLength();
        if (value.Length > longest)
        {
            throw new ArgumentException($"{tag}: {value.Length} bytes are more than {vr.Letters()} can hold", nameof(value));
        }

        if (vr == DicomVR.SQ)
        {
            throw new ArgumentException($"{tag}: a value cannot have the VR SQ", nameof(vr));
        }

        var isWholeArray = MemoryMarshal.TryGetArray(value, out var array)
            && array is { Offset: 0, Array: not null } && array.Count == array.Array.Length;
        return new ElementRecord { Tag = tag, VR = vr, Content = isWholeArray ? array.Array : value.ToArray() };
    }

    private void Put(DicomTag tag, in ElementRecord record)
    {
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
            Insert(place, record);
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
        var kept = first;
        var next = first;
        var losesCharacterSet = false;
        try
        {
            for (; next < _count; next++)
            {
                if (predicate(new DataElement(this, in _records[next])))
                {
                    losesCharacterSet |= _records[next].Tag == DicomTag.SpecificCharacterSet;
                }
                else
                {
                    if (kept != next)
                    {
                        _records[kept] = _records[next];
                    }

                    kept++;
                }
            }
        }
        finally
        {
            CloseGap(kept, next, losesCharacterSet);
        }

        return next - kept;
    }

    /// <summary>Moves the records from <paramref name="next"/> on to where the last one was kept.</summary>
    private void CloseGap(int kept, int next, bool losesCharacterSet)
    {
        var removed = next - kept;
        if (removed > 0)
        {
            Array.Copy(_records, next, _records, kept, _count - next);
            _count -= removed;
            Array.Clear(_records, _count, removed);
            _places = null;
            Edited(losesCharacterSet ? DicomTag.SpecificCharacterSet : default);
        }
    }

    private void Edited(DicomTag tag)
    {
        MarkEdited();
        if (tag == DicomTag.SpecificCharacterSet)
        {
            ForgetCharacterSets();
        }
    }
}
