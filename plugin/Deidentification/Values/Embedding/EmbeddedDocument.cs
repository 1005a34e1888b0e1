// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Deidentification.Values.Replacements;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Embedding;

/// <summary>A document as Encapsulated Document (PS3.3 C.24.2), with the attributes of its SOP class.</summary>
internal static class EmbeddedDocument
{
    private static readonly DicomTag Modality = new(0x0008_0060);
    private static readonly DicomTag ConversionType = new(0x0008_0064);
    private static readonly DicomTag MIMETypeOfEncapsulatedDocument = new(0x0042_0012);
    private static readonly DicomTag EncapsulatedDocumentLength = new(0x0042_0015);

    /// <summary>A PDF, converted on a workstation.</summary>
    public static EmbeddedContent Pdf(byte[] document) => Of(
        "application/pdf", document, Text(DicomTag.SOPClassUID, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.104.1"),
        Text(Modality, DicomVR.CS, "OT"), Text(ConversionType, DicomVR.CS, "WSD"));

    /// <summary>A 3D model.</summary>
    /// <param name="mimeType">Its MIME type.</param>
    /// <param name="sopClass">The storage class of such models.</param>
    /// <param name="document">The bytes.</param>
    public static EmbeddedContent Model(string mimeType, string sopClass, byte[] document) => Of(
        mimeType, document, Text(DicomTag.SOPClassUID, DicomVR.UI, sopClass), Text(Modality, DicomVR.CS, "M3D"));

    private static EmbeddedContent Of(string mimeType, byte[] document, params IReadOnlyList<Replacement> ifAbsent)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, document.Length);
        return new EmbeddedContent(
            DicomTag.EncapsulatedDocument,
            [
                new(DicomTag.EncapsulatedDocument, DicomVR.OB, string.Empty, new BytesValue(document)),
                Text(MIMETypeOfEncapsulatedDocument, DicomVR.LO, mimeType),
            ])
        {
            IfAbsent = ifAbsent,

            // A wrong length would cut the document off.
            IfPresent =
                [new(EncapsulatedDocumentLength, DicomVR.UL, string.Empty, new NumbersValue(length, length.Length))],
        };
    }

    private static Replacement Text(DicomTag tag, DicomVR vr, string text) =>
        new(tag, vr, string.Empty, new TextValue(text));
}
