// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// Finds elements in a data set that has them out of order. To note their places costs as much as several look-ups one
/// by one, so it waits for some; then a file of many such elements is no slower than one in order. It holds for as long
/// as no element is inserted or removed.
/// </summary>
internal sealed class PlacesOfTags
{
    private const int LookUpsBeforeNoting = 16;

    private int _lookUps;
    private Dictionary<DicomTag, int>? _places;

    /// <summary>The place of the first element with a tag, or −1.</summary>
    public int IndexOf(DicomTag tag, ReadOnlySpan<ElementRecord> records)
    {
        if (_places is null && _lookUps++ < LookUpsBeforeNoting)
        {
            for (var i = 0; i < records.Length; i++)
            {
                if (records[i].Tag == tag)
                {
                    return i;
                }
            }

            return -1;
        }

        _places ??= Note(records);
        return _places.TryGetValue(tag, out var place) ? place : -1;
    }

    private static Dictionary<DicomTag, int> Note(ReadOnlySpan<ElementRecord> records)
    {
        var places = new Dictionary<DicomTag, int>(records.Length);
        for (var i = 0; i < records.Length; i++)
        {
            places.TryAdd(records[i].Tag, i);
        }

        return places;
    }
}
