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
        var start = hasPreamble ? PreambleLength + 4 : 0;

        // Some writers encode the group like their implicit data set. Only the first element shows this reliably, since
        // later ones may be explicit with an invalid VR.
        var isImplicit = source.Length - start >= 8 && !SourceBytes.ReadVR(bytes + start + 4).IsKnown();
        var encoding = isImplicit ? ElementEncoding.ImplicitLittleEndian : ElementEncoding.ExplicitLittleEndian;

        // The group length (0002,0000) is often wrong in old files, so the group ends where another one begins.
        return new DatasetReader(source, ReadingSettings.OfStandard) { OnlyGroup = 0x0002 }
            .Read(start, encoding, out end);
    }
}
