// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>Dummy items, for sequences whose items must not stay (PS3.15 Table E.1-1a, action D).</summary>
internal static class DummyItems
{
    /// <summary>Graphic Annotation Sequence: its items stay, with other content.</summary>
    public static readonly DicomTag Annotations = new(0x0070_0001);

    /// <summary>Text Object Sequence of an annotation.</summary>
    public static readonly DicomTag TextObjects = new(0x0070_0008);

    /// <summary>Referenced SOP Instance UID.</summary>
    public static readonly DicomTag ReferencedInstance = new(0x0008_1155);

    private static readonly DicomTag PersonCodes = new(0x0040_1101);
    private static readonly DicomTag PerformedStep = new(0x0008_1111);

    private static readonly DicomTag ReferencedImages = new(0x0008_1140);
    private static readonly DicomTag GraphicLayer = new(0x0070_0002);

    /// <summary>Modality Performed Procedure Step, to which only a reference stays.</summary>
    private const string PerformedStepClass = "1.2.840.10008.3.1.2.3.3";

    /// <summary>A private scheme, whose name begins with 99 (PS3.3 8.2).</summary>
    private const string Scheme = "99DEID";

    /// <summary>Uncompressed video in active lines (PS3.6 Table A-1).</summary>
    private const string FlowSyntax = "1.2.840.10008.1.2.7.1";

    /// <summary>The texts of dummy items, which say nothing about what they replaced.</summary>
    public static IEnumerable<string> Texts { get; } = [DummyValue.Word, Scheme, DummyValue.DateAndTime];

    /// <summary>Whether the items of a sequence refer to an instance, so that they need a UID.</summary>
    public static bool AreReferences(DicomTag tag) => tag == PerformedStep;

    /// <summary>
    /// Writes an item into an empty sequence. Annotations keep their own, and sequences that need no item get
    /// none.
    /// </summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="uid">The new UID of what the items refer to, if they refer to something.</param>
    public static void Write(DicomSequence sequence, string? uid = null)
    {
        switch (sequence.Tag.Value)
        {
            // Institution Code Sequence; Person Identification Code Sequence; what a content item is about.
            case 0x0008_0082 or 0x0040_1101 or 0x0040_A168:
                WriteCode(sequence.AddItem());
                break;

            // Operator Identification Sequence, ROI Interpreter Sequence (PS3.3 Table 10-1).
            case 0x0008_1072 or 0x3006_004E:
                WritePerson(sequence.AddItem());
                break;
            case 0x0008_1111:
                WriteReference(sequence.AddItem(), uid ?? UniqueIdentifier.Create());
                break;
            case 0x0034_0001:
                WriteFlow(sequence.AddItem());
                break;
            case 0x0040_A073:
                WriteVerifyingObserver(sequence.AddItem());
                break;
            case 0x0040_A730:
                WriteContent(sequence.AddItem());
                break;
        }
    }

    /// <summary>Whether an element of an annotation stays: which images it belongs to, and on which layer.</summary>
    public static bool StaysInAnnotation(DicomTag tag) => tag == ReferencedImages || tag == GraphicLayer;

    /// <summary>Writes a text in the middle of the image and layer that had an annotation (PS3.3 C.10.5).</summary>
    /// <param name="textObjects">The empty sequence for it.</param>
    public static void WriteText(DicomSequence textObjects)
    {
        var text = textObjects.AddItem();
        Set(text, 0x0070_0004, DicomVR.CS, "DISPLAY");
        Set(text, 0x0070_0006, DicomVR.ST, DummyValue.Word);
        var middle = new byte[8];
        BitConverter.TryWriteBytes(middle, 0.5f);
        BitConverter.TryWriteBytes(middle.AsSpan(4), 0.5f);
        if (text.ByteOrder == ByteOrder.BigEndian)
        {
            middle.AsSpan(0, 4).Reverse();
            middle.AsSpan(4).Reverse();
        }

        text.Set(new DicomTag(0x0070_0014), DicomVR.FL, middle);
        Set(text, 0x0070_0015, DicomVR.CS, "N");
    }

    /// <summary>A content item whose text says nothing (PS3.3 C.17.3).</summary>
    private static void WriteContent(DicomDataset item)
    {
        Set(item, 0x0040_A010, DicomVR.CS, "CONTAINS");
        Set(item, 0x0040_A040, DicomVR.CS, "TEXT");
        WriteCode(item.SetSequence(new DicomTag(0x0040_A043)).AddItem());
        Set(item, 0x0040_A160, DicomVR.UT, DummyValue.Word);
    }

    /// <summary>An unknown person (PS3.3 Table 10-1).</summary>
    private static void WritePerson(DicomDataset item)
    {
        Set(item, 0x0008_0080, DicomVR.LO, DummyValue.Word);
        WriteCode(item.SetSequence(PersonCodes).AddItem());
    }

    private static void WriteReference(DicomDataset item, string uid)
    {
        Set(item, 0x0008_1150, DicomVR.UI, PerformedStepClass);
        Set(item, ReferencedInstance.Value, DicomVR.UI, uid);
    }

    /// <summary>A source in real time (PS3.3 C.12.1.3), with a common kind of video.</summary>
    private static void WriteFlow(DicomDataset item)
    {
        const uint SamplesPerSecond = 90_000;
        item.Set(new DicomTag(0x0034_0002), DicomVR.OB, new byte[2]);
        Set(item, 0x0034_0003, DicomVR.UI, FlowSyntax);
        item.Set(new DicomTag(0x0034_0004), DicomVR.UL, DummyDocument.LengthOf((int)SamplesPerSecond, item.ByteOrder));
    }

    /// <summary>Unknown person, place and time (PS3.3 C.17.2.1).</summary>
    private static void WriteVerifyingObserver(DicomDataset item)
    {
        Set(item, 0x0040_A027, DicomVR.LO, DummyValue.Word);
        Set(item, 0x0040_A030, DicomVR.DT, DummyValue.DateAndTime);
        Set(item, 0x0040_A075, DicomVR.PN, DummyValue.Word);
        _ = item.SetSequence(new DicomTag(0x0040_A088));
    }

    private static void WriteCode(DicomDataset item)
    {
        Set(item, 0x0008_0100, DicomVR.SH, "ANONYMIZED");
        Set(item, 0x0008_0102, DicomVR.SH, Scheme);
        Set(item, 0x0008_0104, DicomVR.LO, DummyValue.Word);
    }

    private static void Set(DicomDataset item, uint tag, DicomVR vr, string text) =>
        item.Set(new DicomTag(tag), vr, Encoding.ASCII.GetBytes(text));
}
