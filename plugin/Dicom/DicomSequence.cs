// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Dicom;

/// <summary>The items of a sequence (PS3.5 7.5).</summary>
public sealed class DicomSequence
{
    /// <summary>Most sequences have one item, and large files have many sequences.</summary>
    private DicomDataset[] _items = [];
    private int _version;

    internal DicomSequence(DicomDataset owner, DicomTag tag, ElementEncoding itemEncoding, bool hasUndefinedLength)
    {
        Owner = owner;
        Tag = tag;
        ItemEncoding = itemEncoding;
        HasUndefinedLength = hasUndefinedLength;
    }

    /// <summary>The data set that the sequence is an element of.</summary>
    public DicomDataset Owner { get; }

    /// <summary>The tag of the sequence in its data set.</summary>
    public DicomTag Tag { get; }

    /// <summary>The number of items.</summary>
    public int Count { get; private set; }

    internal ElementEncoding ItemEncoding { get; set; }

    /// <summary>Whether the sequence ends with a delimiter instead of declaring its length (PS3.5 7.5.2).</summary>
    internal bool HasUndefinedLength { get; set; }

    /// <summary>Whether the sequence, or anything in it, was edited since it was read.</summary>
    internal bool IsEdited { get; set; }

    /// <summary>
    /// The length in bytes of the items and the delimiter in the file to be written. Set only for an edited sequence.
    /// </summary>
    internal long MeasuredLength { get; set; }

    /// <summary>An item, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public DicomDataset this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _items[index];
        }
    }

    /// <summary>The items in their order. None may be appended or removed during the loop.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Appends an empty item.</summary>
    public DicomDataset AddItem()
    {
        var item = AppendItem(hasUndefinedLength: false);
        item.MarkEdited();
        return item;
    }

    /// <summary>Deletes an item, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public void RemoveItemAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        _version++;
        Count--;
        Array.Copy(_items, index + 1, _items, index, Count - index);
        _items[Count] = null!;
        MarkEdited();
    }

    /// <summary>Deletes all items.</summary>
    public void Clear()
    {
        if (Count > 0)
        {
            _version++;
            (_items, Count) = ([], 0);
            MarkEdited();
        }
    }

    internal DicomDataset AppendItem(bool hasUndefinedLength)
    {
        var item = new DicomDataset(ItemEncoding, this) { HasUndefinedLength = hasUndefinedLength };
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(1, Count * 2));
        }

        _version++;
        _items[Count++] = item;
        return item;
    }

    internal void MarkEdited()
    {
        IsEdited = true;
        Owner.MarkEdited();
    }

    /// <summary>Enumerates the items.</summary>
    public struct Enumerator
    {
        private readonly DicomSequence _sequence;
        private readonly int _version;
        private int _index;

        internal Enumerator(DicomSequence sequence)
        {
            _sequence = sequence;
            _version = sequence._version;
            _index = -1;
        }

        /// <summary>The current item.</summary>
        public readonly DicomDataset Current => _sequence[_index];

        /// <summary>Moves to the next item.</summary>
        /// <returns>False if there is none.</returns>
        /// <exception cref="InvalidOperationException">
        /// An item was appended or removed during the enumeration.
        /// </exception>
        public bool MoveNext() => _sequence._version == _version
            ? ++_index < _sequence.Count
            : throw new InvalidOperationException("A sequence was changed by who goes through its items");
    }
}
