// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>The Basic Offset Table of encapsulated pixel data: where each frame begins (PS3.5 A.4).</summary>
internal static class OffsetTable
{
    private const int ItemHeader = 8;

    /// <summary>
    /// Whether a table has anything else than the places of fragments, in their order. It helps no reader then, and is
    /// better empty, as it may be.
    /// </summary>
    public static bool IsMeaningless(in DataElement element)
    {
        if (!element.IsEncapsulated || element.Length < 2 * ItemHeader || LengthAt(in element, 0) is not (> 0 and var length))
        {
            return false;
        }

        if (length % sizeof(uint) != 0)
        {
            return true;
        }

        // Both go forward, so each is read once.
        var first = ItemHeader + (long)length;
        var fragment = first;
        for (var place = (long)ItemHeader; place < first; place += sizeof(uint))
        {
            var named = first + Number(in element, place);
            while (fragment < named && fragment + ItemHeader < element.Length)
            {
                fragment += ItemHeader + LengthAt(in element, fragment);
            }

            if (fragment != named || fragment + ItemHeader >= element.Length)
            {
                return true;
            }

            fragment += ItemHeader + LengthAt(in element, fragment);
        }

        return false;
    }

    private static uint LengthAt(in DataElement element, long item) => Number(in element, item + 4);

    private static uint Number(in DataElement element, long place) => element.Dataset.ByteOrder == ByteOrder.LittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(element.Slice(place, sizeof(uint)))
        : BinaryPrimitives.ReadUInt32BigEndian(element.Slice(place, sizeof(uint)));
}
