// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom.Internals;

namespace OrthancDeid.Dicom;

/// <summary>Whether an element meets a condition.</summary>
public delegate bool DataElementPredicate(DataElement element);

/// <summary>
/// A data set or an item of a sequence: data elements in the order of the file (PS3.5 7). They should be in tag order.
/// A file that breaks this rule is read as it is, and every operation still works, only more slowly.
/// </summary>
/// <remarks>
/// A file and everything that belongs to it may be used by one thread at a time, even for reading, since results such
/// as character sets are cached. Different files share nothing.
/// </remarks>
public sealed partial class DicomDataset
{
    private ElementRecord[] _records = [];
    private int _count;
    private bool _isSorted = true;
    private readonly Origin _origin;
    private TagIndex? _places;

    /// <summary>Creates the data set of a file.</summary>
    internal DicomDataset(NativeBuffer? source, ElementEncoding encoding, ReadingSettings settings)
    {
        _origin = new(source, settings);
        Encoding = encoding;
    }

    /// <summary>Creates an item.</summary>
    internal DicomDataset(ElementEncoding encoding, DicomSequence parent)
    {
        _origin = parent.Owner._origin;
        Encoding = encoding;
        Parent = parent;
    }

    /// <summary>The sequence that this is an item of; null for the data set of a file.</summary>
    public DicomSequence? Parent { get; }

    /// <summary>The number of elements.</summary>
    public int Count => _count;

    /// <summary>Whether elements carry no VR: by the transfer syntax, or inside a UN element (PS3.5 6.2.2).</summary>
    public bool IsImplicitVR => Encoding.IsImplicitVR;

    /// <summary>The order of bytes in binary numbers.</summary>
    public ByteOrder ByteOrder => Encoding.ByteOrder;

    internal NativeBuffer? Source => _origin.Source;

    /// <summary>The settings that the file was read with.</summary>
    internal ReadingSettings Settings => _origin.Settings;

    internal ElementEncoding Encoding { get; private set; }

    /// <summary>How often elements were set, inserted or removed.</summary>
    internal int Version { get; private set; }

    /// <summary>Whether the item ends with a delimiter instead of declaring its length (PS3.5 7.5.1).</summary>
    internal bool HasUndefinedLength { get; set; }

    /// <summary>Whether an element here or below was edited since it was read.</summary>
    internal bool IsEdited { get; private set; }

    /// <summary>
    /// The length in bytes of the elements in the file to be written. Set only for an edited data set.
    /// </summary>
    internal long MeasuredLength { get; set; }

    /// <summary>The stored records of the elements.</summary>
    internal ReadOnlySpan<ElementRecord> Records => _records.AsSpan(0, _count);

    /// <summary>
    /// The length in bytes of the elements in the source. Valid only for a data set that was not edited.
    /// </summary>
    internal long SourceLength => _count == 0 ? 0 : _records[_count - 1].End - _records[0].HeaderStart;

    /// <summary>An element by its place, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public DataElement this[int index] => new(this, index, in RecordAt(index));

    /// <summary>The place of the first element with a tag, or −1.</summary>
    public int IndexOf(DicomTag tag)
    {
        if (!_isSorted)
        {
            return (_places ??= new TagIndex()).IndexOf(tag, Records);
        }

        var place = LowerBound(tag);
        return place < _count && _records[place].Tag == tag ? place : -1;
    }

    /// <summary>
    /// The elements in their order. Do not change anything during the loop; collect changes in
    /// <see cref="DatasetEdits"/>.
    /// </summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Whether there is an element with a tag.</summary>
    public bool Contains(DicomTag tag) => IndexOf(tag) >= 0;

    /// <summary>The first element with a tag.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryGet(DicomTag tag, out DataElement element)
    {
        var index = IndexOf(tag);
        element = index < 0 ? default : this[index];
        return index >= 0;
    }

    /// <summary>This data set and all items below it, each before the items inside it, without recursion.</summary>
    /// <remarks>
    /// A data set may be edited when it is reached: only the sequences that it has afterwards are entered.
    /// </remarks>
    public IEnumerable<DicomDataset> SelfAndDescendants()
    {
        var pending = new Stack<DicomDataset>();
        pending.Push(this);
        while (pending.TryPop(out var dataset))
        {
            yield return dataset;
            for (var i = dataset._count - 1; i >= 0; i--)
            {
                if (dataset._records[i].Content is DicomSequence sequence)
                {
                    for (var item = sequence.Count - 1; item >= 0; item--)
                    {
                        pending.Push(sequence[item]);
                    }
                }
            }
        }
    }

    /// <summary>Takes the elements that a reader found, in their order.</summary>
    internal void Adopt(ReadOnlySpan<ElementRecord> records, bool isSorted)
    {
        _records = records.ToArray();
        _count = records.Length;
        _isSorted = isSorted;
    }

    /// <summary>Has a value disposed together with the file.</summary>
    internal void Own(ComposedValue value) => (_origin.Composed ??= []).Add(value);

    /// <summary>Disposes all composed values of the file.</summary>
    internal void DisposeValues()
    {
        foreach (var value in _origin.Composed ?? [])
        {
            value.Dispose();
        }

        _origin.Composed = null;
    }

    internal void MarkEdited()
    {
        for (var dataset = this; dataset is { IsEdited: false }; dataset = dataset.Parent?.Owner)
        {
            dataset.IsEdited = true;
            if (dataset.Parent is { } sequence)
            {
                sequence.IsEdited = true;
            }
        }
    }

    private ref ElementRecord RecordAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _count);
        return ref _records[index];
    }

    /// <summary>The first place with that tag, else the first with a greater one, else the end.</summary>
    private int LowerBound(DicomTag tag)
    {
        if (!_isSorted)
        {
            return LowerBoundUnsorted(tag);
        }

        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_records[middle].Tag < tag)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int LowerBoundUnsorted(DicomTag tag)
    {
        var greater = _count;
        for (var i = 0; i < _count; i++)
        {
            if (_records[i].Tag == tag)
            {
                return i;
            }

            if (greater == _count && _records[i].Tag > tag)
            {
                greater = i;
            }
        }

        return greater;
    }

    /// <summary>What all data sets of a file have in common. Large files have many data sets.</summary>
    private sealed record Origin(NativeBuffer? Source, ReadingSettings Settings)
    {
        /// <summary>The composed values that the data sets were given.</summary>
        public List<ComposedValue>? Composed { get; set; }
    }

    /// <summary>Enumerates the elements.</summary>
    public struct Enumerator
    {
        private readonly DicomDataset _dataset;
        private readonly int _version;
        private int _index;

        internal Enumerator(DicomDataset dataset)
        {
            _dataset = dataset;
            _version = dataset.Version;
            _index = -1;
        }

        /// <summary>The current element.</summary>
        public readonly DataElement Current => _dataset[_index];

        /// <summary>Moves to the next element.</summary>
        /// <returns>False if there is none.</returns>
        /// <exception cref="InvalidOperationException">The data set was changed during the enumeration.</exception>
        public bool MoveNext() => _dataset.Version == _version
            ? ++_index < _dataset._count
            : throw new InvalidOperationException("A data set was changed by who goes through its elements");
    }
}
