// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>Valid dummy values (PS3.15 Table E.1-1a, action D).</summary>
internal static class DummyValue
{
    /// <summary>The replacement for text.</summary>
    public const string Word = "Anonymized";

    /// <summary>A dummy date and time (DT).</summary>
    public const string DateAndTime = "19000101000000";

    private static readonly DicomTag ReasonForAttributeModification = new(0x0400_0565);
    private static readonly DicomTag MimeType = new(0x0042_0012);

    /// <summary>The value for an element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="vr">The VR that the value should have.</param>
    public static byte[] Of(in DataElement element, DicomVR vr)
    {
        if (element.Tag == DicomTag.EncapsulatedDocument
            && DummyDocument.Of(MimeTypeOf(element.Dataset)) is { } document)
        {
            return document;
        }

        return vr.UnitSize() > 0
            ? new byte[Math.Max(2, vr.UnitSize())]
            : Encoding.ASCII.GetBytes(TextOf(element.Tag, vr));
    }

    /// <summary>The MIME type that a data set declares for its document.</summary>
    public static string? MimeTypeOf(DicomDataset dataset) => ElementText.Text(dataset, MimeType, DicomVR.LO);

    private static string TextOf(DicomTag tag, DicomVR vr) => vr switch
    {
        DicomVR.AE => "ANONYMIZED",
        DicomVR.AS => "000Y",

        // One of the two terms that PS3.3 C.12.1.1.9 defines.
        DicomVR.CS when tag == ReasonForAttributeModification => "CORRECT",
        DicomVR.CS => "ANONYMIZED",
        DicomVR.DA => "19000101",
        DicomVR.DT => DateAndTime,
        DicomVR.TM => "000000",
        DicomVR.DS or DicomVR.IS => "0",
        DicomVR.UR => "about:blank",
        _ => Word,
    };
}
