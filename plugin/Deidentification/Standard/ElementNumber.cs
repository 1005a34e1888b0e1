// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Standard;

/// <summary>Reads an unsigned number, whatever VR the file declares.</summary>
internal static class ElementNumber
{
    /// <summary>The number of 16 or 32 bits in an element; null if there is none.</summary>
    public static long? Of(in DataElement element)
    {
        var isLittle = element.Dataset.ByteOrder == ByteOrder.LittleEndian;
        return element.Sequence is not null || element.IsEncapsulated ? null : element.Length switch
        {
            sizeof(ushort) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(element.Value)
                : BinaryPrimitives.ReadUInt16BigEndian(element.Value),
            sizeof(uint) => isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(element.Value)
                : BinaryPrimitives.ReadUInt32BigEndian(element.Value),
            _ => null,
        };
    }
}
