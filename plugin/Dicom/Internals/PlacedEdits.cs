// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>What happens to the element at an index.</summary>
internal enum PlacedEditKind : byte
{
    None,
    Remove,
    Set,

    /// <summary>Keeps only the beginning of the value.</summary>
    Shorten,
}

/// <summary>The edit of the element at an index: its new record, except for the tag, which stays.</summary>
internal readonly struct PlacedEdit
{
    private readonly object? _content;
    private readonly long _start;
    private readonly long _length;
    private readonly DicomVR _vr;
    private readonly bool _isEncapsulated;

    private PlacedEdit(PlacedEditKind kind, in ElementRecord record)
    {
        (Kind, _content, _start, _length, _vr) = (kind, record.Content, record.Start, record.Length, record.VR);
        _isEncapsulated = record.IsEncapsulated;
    }

    public static PlacedEdit Removal => new(PlacedEditKind.Remove, default);

    public PlacedEditKind Kind { get; }

    public static PlacedEdit Of(in ElementRecord record, PlacedEditKind kind = PlacedEditKind.Set) =>
        new(kind, in record);

    public ElementRecord RecordOf(DicomTag tag) => new()
    {
        Tag = tag,
        VR = _vr,
        Content = _content,
        Start = _start,
        Length = _length,
        IsEncapsulated = _isEncapsulated,
    };
}

/// <summary>The edits of one data set, which must not change before they are committed.</summary>
internal sealed class PlacedEdits(DicomDataset dataset)
{
    private readonly int _version = dataset.Version;
    private readonly PlacedEdit[] _edits = new PlacedEdit[dataset.Count];
    private List<ElementRecord>? _put;

    public DicomDataset Dataset => dataset;

    /// <summary>The elements to set. Each replaces those with its tag, or is inserted.</summary>
    public IReadOnlyList<ElementRecord> ToPut => _put ?? [];

    public ref PlacedEdit this[int place] => ref _edits[place];

    public void Put(in ElementRecord record) => (_put ??= []).Add(record);

    public void ThrowIfChanged()
    {
        if (dataset.Version != _version)
        {
            throw new InvalidOperationException("A data set was changed while its edits were collected");
        }
    }
}
