// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// Finds elements in a data set whose elements are out of order. The index costs as much as several linear searches, so
/// it is built only after a few of them. A file with many such elements is then no slower than one in order. It is
/// valid until an element is inserted or removed.
/// </summary>
internal sealed class TagIndex
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
