// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// Writes the preamble and the meta information (PS3.10 7.1): what the standard requires, and the Implementation
/// Version Name.
/// </summary>
internal static class MetaInformationWriter
{
    private const int PreambleLength = 128;

    /// <summary>Returns the bytes of both.</summary>
    /// <param name="file">The file whose SOP instance is named.</param>
    /// <param name="transferSyntax">(0002,0010).</param>
    /// <param name="implementation">The software that writes the file.</param>
    public static byte[] Write(DicomFile file, string transferSyntax, Implementation implementation)
    {
        var elements = new ArrayBufferWriter<byte>(256);
        WriteElement(elements, DicomTag.FileMetaInformationVersion, DicomVR.OB, [0, 1]);
        WriteUID(elements, DicomTag.MediaStorageSOPClassUID,
            Named(file, DicomTag.SOPClassUID, DicomTag.MediaStorageSOPClassUID));
        WriteUID(elements, DicomTag.MediaStorageSOPInstanceUID,
            Named(file, DicomTag.SOPInstanceUID, DicomTag.MediaStorageSOPInstanceUID));
        WriteUID(elements, DicomTag.TransferSyntaxUID, Encoding.ASCII.GetBytes(transferSyntax));
        WriteUID(elements, DicomTag.ImplementationClassUID, Encoding.ASCII.GetBytes(implementation.ClassUID));
        WriteElement(elements, DicomTag.ImplementationVersionName, DicomVR.SH,
            Encoding.ASCII.GetBytes(implementation.VersionName));

        var whole = new ArrayBufferWriter<byte>(512);
        whole.Write(new byte[PreambleLength]);
        whole.Write("DICM"u8);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)elements.WrittenCount);
        WriteElement(whole, DicomTag.FileMetaInformationGroupLength, DicomVR.UL, length);
        whole.Write(elements.WrittenSpan);
        return whole.WrittenSpan.ToArray();
    }

    /// <summary>The UID in the data set; if it has none, the one in the meta information that was read.</summary>
    private static ReadOnlySpan<byte> Named(DicomFile file, DicomTag inDataset, DicomTag inMeta)
    {
        if (!file.Dataset.TryGet(inDataset, out var element) || element.Sequence is not null)
        {
            // The meta information is not edited, so nothing is taken from it but a valid UID, which identifies nobody
            // by itself.
            return Encoding.ASCII.GetBytes(UniqueIdentifierText.Of(file.MetaInformation, inMeta) ?? string.Empty);
        }

        // A value that is too long for the length field of UI is not a UID.
        return element.Length > DicomVR.UI.MaximumLength() ? [] : element.Value.TrimEnd("\0 "u8);
    }

    private static void WriteUID(ArrayBufferWriter<byte> to, DicomTag tag, ReadOnlySpan<byte> uid) =>
        WriteElement(to, tag, DicomVR.UI, uid);

    private static void WriteElement(ArrayBufferWriter<byte> to, DicomTag tag, DicomVR vr, ReadOnlySpan<byte> value)
    {
        var header = to.GetSpan(12);
        BinaryPrimitives.WriteUInt16LittleEndian(header, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], tag.Element);
        header[4] = (byte)((ushort)vr >> 8);
        header[5] = (byte)vr;
        var padded = value.Length + (value.Length & 1);
        if (vr.HasShortLength())
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header[6..], checked((ushort)padded));
            to.Advance(8);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 0);
            BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)padded);
            to.Advance(12);
        }

        to.Write(value);
        if (padded > value.Length)
        {
            to.Write([vr.Padding()]);
        }
    }
}
