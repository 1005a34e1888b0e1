// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>The functional groups of one frame of a multi-frame image (PS3.3 C.7.6.16).</summary>
internal readonly struct FunctionalGroups
{
    private static readonly DicomTag Shared = new(0x5200_9229);
    private static readonly DicomTag PerFrame = new(0x5200_9230);

    private readonly DicomDataset? _ofFrame;
    private readonly DicomDataset? _ofAll;

    /// <summary>Finds the groups of a frame.</summary>
    /// <param name="dataset">The data set of the image.</param>
    /// <param name="frame">The number of the frame, counted from 0.</param>
    public FunctionalGroups(DicomDataset dataset, int frame) =>
        (_ofFrame, _ofAll) = (ItemAt(dataset, PerFrame, frame), ItemAt(dataset, Shared, 0));

    /// <summary>Whether the image has per-frame functional groups for this frame.</summary>
    public bool HasFrame => _ofFrame is not null;

    /// <summary>The items of a sequence: first the item of this frame, then the item shared by all frames.</summary>
    public IEnumerable<DicomDataset> ItemsOf(DicomTag sequence)
    {
        DicomDataset?[] groups = [_ofFrame, _ofAll];
        return groups.OfType<DicomDataset>().Select(group => ItemAt(group, sequence, 0)).OfType<DicomDataset>();
    }

    private static DicomDataset? ItemAt(DicomDataset dataset, DicomTag sequence, int index) =>
        dataset.TryGet(sequence, out var element) && element.Sequence is { } items && index < items.Count ? items[index] : null;
}
