// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// Reads the elements of a data set (PS3.5 7), nested to any depth, in one pass and without recursion: open data sets
/// and sequences are <see cref="Frame"/>s on the heap.
/// </summary>
/// <remarks>
/// A value that may be a sequence, but does not have to be (UN, PS3.5 6.2.2), is tried as one. If that fails, the
/// reader rolls back to it and takes it as plain bytes, so that each byte is read a bounded number of times.
/// </remarks>
internal sealed unsafe partial class DatasetReader
{
    private const uint UndefinedLength = 0xFFFF_FFFF;

    private readonly NativeBuffer _source;
    private readonly byte* _bytes;
    private readonly ReadingSettings _settings;
    private readonly ElementDictionary _dictionary;
    private readonly Stack<Frame> _open = new();
    private readonly Stack<Trial> _trials = new();

    /// <summary>
    /// The private creators of open data sets that have any, each with the number of frames open around it.
    /// </summary>
    private readonly Stack<(int Depth, Dictionary<DicomTag, string> ByTag)> _creators = new();

    /// <summary>The records of all open data sets, the innermost last; a data set takes its own when it ends.</summary>
    private ElementRecord[] _records = new ElementRecord[64];
    private int _recordCount;
    private long _position;

    /// <summary>
    /// The end of a run of zeros, so that it is searched for once and not again from each element in the run.
    /// </summary>
    private long _zerosEnd;

    /// <summary>Whether the Pixel Representation that was read last says that pixels are signed.</summary>
    private bool _hasSignedPixels;
    private string _fault = string.Empty;
    private long _faultOffset;

    public DatasetReader(NativeBuffer source, ReadingSettings settings)
    {
        _source = source;
        _bytes = (byte*)source.Pointer;
        _settings = settings;
        _dictionary = settings.Dictionary;
    }

    /// <summary>The only group to read: the data set ends where another one begins. Null to read all groups.</summary>
    public ushort? OnlyGroup { get; init; }

    /// <summary>Reads a data set from an offset to the end of the source, or of <see cref="OnlyGroup"/>.</summary>
    /// <param name="start">The offset of its first byte.</param>
    /// <param name="encoding">How it is encoded.</param>
    /// <param name="end">The offset of the byte after its last element.</param>
    /// <exception cref="DicomFormatException">The bytes are not a data set.</exception>
    public DicomDataset Read(long start, ElementEncoding encoding, out long end)
    {
        var root = new DicomDataset(_source, encoding, _settings);
        _position = start;
        _open.Push(Frame.OfDataset(root, _source.Length, firstRecord: 0));
        while (_open.TryPeek(out var frame))
        {
            var isRead = frame.Sequence is null ? ReadElements(frame) : ReadItems(frame, frame.Sequence);
            if (!isRead && !RollBack())
            {
                throw new DicomFormatException(_fault, _faultOffset);
            }
        }

        end = _position;
        return root;
    }

    /// <summary>Reads elements until the data set ends or a sequence begins.</summary>
    private bool ReadElements(Frame frame)
    {
        var (encoding, end) = (frame.Dataset.Encoding, frame.End);
        while (_position < end)
        {
            if (end - _position < 8)
            {
                return frame.IsRoot ? CloseDataset(frame)
                    : Fail("the last element of an item has no complete header", _position);
            }

            var tag = SourceBytes.ReadTag(_bytes + _position, encoding.ByteOrder);
            if (frame.IsRoot && OnlyGroup is { } group && tag.Group != group)
            {
                return CloseDataset(frame);
            }

            if (tag.Group is 0xFFFE or 0)
            {
                // Some writers end an item twice: by its length and by a delimiter inside that length.
                if (tag == DicomTag.ItemDelimitation
                    && (frame.HasUndefinedLength || (!frame.IsRoot && end - _position == 8)))
                {
                    if (HasLength(_position, encoding.ByteOrder))
                    {
                        frame.Dataset.MarkEdited();
                    }

                    _position += 8;
                    return CloseDataset(frame);
                }

                // Orthanc ignores what follows such a delimiter, too.
                if (frame.IsRoot && (tag == DicomTag.ItemDelimitation
                    || (tag.Value == 0 && AreZerosUpTo(end))))
                {
                    return CloseDataset(frame);
                }

                if (tag == DicomTag.Item || tag == DicomTag.ItemDelimitation || tag == DicomTag.SequenceDelimitation)
                {
                    return Fail($"{tag} stands where an element should", _position);
                }
            }

            if (!ReadElement(frame, tag, out var opensSequence))
            {
                return false;
            }

            if (opensSequence)
            {
                return true;
            }
        }

        return frame.HasUndefinedLength
            ? Fail("an item of undefined length has no end", _position)
            : CloseDataset(frame);
    }

    private bool AreZerosUpTo(long end)
    {
        if (_position >= _zerosEnd)
        {
            _zerosEnd = _position + SourceBytes.CountZeros(_bytes + _position, end - _position);
        }

        return _zerosEnd == end;
    }

    private bool ReadElement(Frame frame, DicomTag tag, out bool opensSequence)
    {
        opensSequence = false;
        if (!ReadHeader(frame, tag, out var vr, out var headerLength, out var length))
        {
            return false;
        }

        var record = new ElementRecord
        {
            Tag = tag,
            VR = vr,
            HeaderLength = headerLength,
            Start = _position + headerLength,
        };
        var isDefined = length != UndefinedLength;
        if (isDefined && length > frame.End - record.Start)
        {
            return Fail($"{tag} declares {length} bytes, {frame.End - record.Start} are left", _position);
        }

        record.Length = isDefined ? length : 0;
        MendHeader(frame, ref record, isDefined);
        var content = ContentOf(frame.Dataset, in record, isDefined);
        if (content == ElementContent.Fragments)
        {
            _position = record.Start;
            record.IsEncapsulated = true;
            if (!SkipFragments(frame))
            {
                return false;
            }

            record.Length = _position - record.Start;
            MendFragments(frame, ref record);
            Append(in record);
            return true;
        }

        if (content == ElementContent.Value)
        {
            if (!isDefined)
            {
                return Fail($"{tag} has a VR of defined length, and no length", _position);
            }

            _position = record.End;
            if (!tag.IsGroupLength)
            {
                RememberCreator(in record);
                RememberSign(frame, in record);
                Append(in record);
            }
            else
            {
                // Retired (PS3.5 7.2). After an edit it would be wrong, so it is dropped everywhere. The elements
                // around it are then no longer one run of bytes.
                frame.Dataset.MarkEdited();
            }

            return true;
        }

        opensSequence = true;
        OpenSequence(frame, record, isDefined, isTrial: content == ElementContent.PerhapsSequence);
        return true;
    }

    private bool CloseDataset(Frame frame)
    {
        var records = _records.AsSpan(frame.FirstRecord, _recordCount - frame.FirstRecord);
        var isSorted = true;
        for (var i = 1; i < records.Length && isSorted; i++)
        {
            isSorted = records[i - 1].Tag <= records[i].Tag;
        }

        frame.Dataset.Adopt(records, isSorted);
        records.Clear();
        _recordCount = frame.FirstRecord;
        _open.Pop();
        ForgetCreators(_open.Count);
        return true;
    }

    private void Append(in ElementRecord record)
    {
        if (_recordCount == _records.Length)
        {
            Array.Resize(ref _records, _recordCount * 2);
        }

        _records[_recordCount++] = record;
    }

    private bool Fail(string fault, long offset)
    {
        _fault = fault;
        _faultOffset = offset;
        return false;
    }

    /// <summary>A data set or a sequence that has begun and not yet ended.</summary>
    private readonly record struct Frame(
        DicomDataset Dataset,
        DicomSequence? Sequence,
        long End,
        int FirstRecord,
        bool HasUndefinedLength,
        bool IsTrial)
    {
        public bool IsRoot => Dataset.Parent is null && Sequence is null;

        public static Frame OfDataset(DicomDataset dataset, long end, int firstRecord) =>
            new(dataset, null, end, firstRecord, dataset.HasUndefinedLength, false);

        public static Frame OfSequence(DicomSequence sequence, long end, bool hasUndefinedLength, bool isTrial) =>
            new(sequence.Owner, sequence, end, 0, hasUndefinedLength, isTrial);
    }
}
