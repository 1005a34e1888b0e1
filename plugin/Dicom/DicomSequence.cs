// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Dicom;

/// <summary>The items of a sequence (PS3.5 7.5).</summary>
public sealed class DicomSequence
{
    private readonly List<DicomDataset> _items = [];

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
    public int Count => _items.Count;

    internal ElementEncoding ItemEncoding { get; set; }

    /// <summary>Whether the sequence ends with a delimiter instead of declaring its length (PS3.5 7.5.2).</summary>
    internal bool HasUndefinedLength { get; set; }

    /// <summary>Whether the sequence, or anything in it, was edited since it was read.</summary>
    internal bool IsEdited { get; set; }

    /// <summary>
    /// The bytes of the items and the delimiter in the file to be written; only of an edited sequence.
    /// </summary>
    internal long MeasuredLength { get; set; }

    /// <summary>An item, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public DicomDataset this[int index] => _items[index];

    /// <summary>The items in their order. None may be appended or removed meanwhile.</summary>
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
        _items.RemoveAt(index);
        MarkEdited();
    }

    /// <summary>Deletes all items.</summary>
    public void Clear()
    {
        if (_items.Count > 0)
        {
            _items.Clear();
            MarkEdited();
        }
    }

    internal DicomDataset AppendItem(bool hasUndefinedLength)
    {
        var item = new DicomDataset(Owner.Source, ItemEncoding, this) { HasUndefinedLength = hasUndefinedLength };
        _items.Add(item);
        return item;
    }

    internal void MarkEdited()
    {
        IsEdited = true;
        Owner.MarkEdited();
    }

    /// <summary>Goes through the items.</summary>
    public struct Enumerator
    {
        private List<DicomDataset>.Enumerator _items;

        internal Enumerator(DicomSequence sequence) => _items = sequence._items.GetEnumerator();

        /// <summary>The item that was reached.</summary>
        public readonly DicomDataset Current => _items.Current;

        /// <summary>Goes on to the next item.</summary>
        /// <returns>False if there is none.</returns>
        /// <exception cref="InvalidOperationException">An item was appended or removed since the first one.</exception>
        public bool MoveNext() => _items.MoveNext();
    }
}
