// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>The Basic Offset Table of encapsulated pixel data: where each frame begins (PS3.5 A.4).</summary>
internal static class OffsetTable
{
    /// <summary>The length of the header of an item, and of the delimiter after the last one, in bytes.</summary>
    public const int ItemHeader = 8;

    /// <summary>
    /// Whether a table contains anything but offsets of fragments in ascending order. Then it is useless and is emptied,
    /// which the standard allows.
    /// </summary>
    public static bool IsMeaningless(in DataElement element)
    {
        if (!element.IsEncapsulated || element.Tag != DicomTag.PixelData || element.Length < 2 * ItemHeader || LengthAt(in element, 0) is not (> 0 and var length))
        {
            return false;
        }

        if (length % sizeof(uint) != 0)
        {
            return true;
        }

        // Offsets and fragments are both ascending, so each is read once.
        var first = FirstFragment(in element);
        var fragment = first;
        for (var place = (long)ItemHeader; place < first; place += sizeof(uint))
        {
            if (!TryPass(in element, first + Number(in element, place), ref fragment))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the first fragment begins, after the item of the table.</summary>
    public static long FirstFragment(in DataElement pixels) => ItemHeader + (long)LengthAt(in pixels, 0);

    /// <summary>Advances to a fragment, and past it.</summary>
    /// <param name="pixels">Encapsulated pixel data.</param>
    /// <param name="place">Where the fragment should begin.</param>
    /// <param name="fragment">Where a fragment begins; on return, where the next one begins.</param>
    /// <returns>False if no fragment begins at the place.</returns>
    public static bool TryPass(in DataElement pixels, long place, ref long fragment)
    {
        while (fragment < place && fragment + ItemHeader < pixels.Length)
        {
            fragment += ItemHeader + LengthAt(in pixels, fragment);
        }

        if (fragment != place || fragment + ItemHeader >= pixels.Length)
        {
            return false;
        }

        fragment += ItemHeader + LengthAt(in pixels, fragment);
        return true;
    }

    private static uint LengthAt(in DataElement element, long item) => Number(in element, item + 4);

    private static uint Number(in DataElement element, long place) => element.Dataset.ByteOrder == ByteOrder.LittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(element.Slice(place, sizeof(uint)))
        : BinaryPrimitives.ReadUInt32BigEndian(element.Slice(place, sizeof(uint)));
}
