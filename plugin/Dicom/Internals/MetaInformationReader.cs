// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>Reads the preamble and the meta information, group 0002 (PS3.10 7.1), of files that have them.</summary>
internal static unsafe class MetaInformationReader
{
    private const int PreambleLength = 128;

    /// <summary>Reads group 0002, which is explicit little endian whatever the data set is.</summary>
    /// <param name="source">The file.</param>
    /// <param name="end">The first byte of the data set.</param>
    /// <returns>The elements; none if the file has no meta information.</returns>
    /// <exception cref="DicomFormatException">An element of the group is cut off.</exception>
    public static DicomDataset Read(NativeBuffer source, out long end)
    {
        var bytes = (byte*)source.Pointer;
        var hasPreamble = source.Length >= PreambleLength + 4
            && source.AsSpan(PreambleLength, 4).SequenceEqual("DICM"u8);
        end = hasPreamble ? PreambleLength + 4 : 0;

        // The group's own length (0002,0000) is often wrong in old files; where group 0002 ends is not.
        var records = new List<ElementRecord>();
        while (source.Length - end >= 8 && SourceBytes.ReadUInt16(bytes + end, ByteOrder.LittleEndian) == 0x0002)
        {
            var record = ReadElement(source, bytes, end);
            end = record.End;
            if (!record.Tag.IsGroupLength)
            {
                records.Add(record);
            }
        }

        var meta = new DicomDataset(source, ElementEncoding.ExplicitLittleEndian, null);
        var isSorted = true;
        for (var i = 1; i < records.Count && isSorted; i++)
        {
            isSorted = records[i - 1].Tag <= records[i].Tag;
        }

        meta.Adopt(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(records), isSorted);
        return meta;
    }

    private static ElementRecord ReadElement(NativeBuffer source, byte* bytes, long start)
    {
        var tag = SourceBytes.ReadTag(bytes + start, ByteOrder.LittleEndian);
        var vr = SourceBytes.ReadVR(bytes + start + 4);
        var (headerLength, length) = (8, (long)SourceBytes.ReadUInt16(bytes + start + 6, ByteOrder.LittleEndian));
        if (!vr.IsKnown())
        {
            // Some writers encode the group like their implicit data set.
            vr = tag == DicomTag.FileMetaInformationVersion ? DicomVR.OB : DicomVR.UI;
            length = SourceBytes.ReadUInt32(bytes + start + 4, ByteOrder.LittleEndian);
        }
        else if (!vr.HasShortLength() && source.Length - start >= 12)
        {
            headerLength = 12;
            length = SourceBytes.ReadUInt32(bytes + start + 8, ByteOrder.LittleEndian);
        }

        var left = source.Length - start - headerLength;
        return length <= left
            ? new ElementRecord
            {
                Tag = tag,
                VR = vr,
                HeaderLength = (byte)headerLength,
                Start = start + headerLength,
                Length = length,
            }
            : throw new DicomFormatException($"{tag} declares {length} bytes, {left} are left", start);
    }
}
