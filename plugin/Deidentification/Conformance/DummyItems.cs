// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Conformance;

/// <summary>Items that say nothing, for sequences of which nothing may stay (PS3.15 Table E.1-1a, action D).</summary>
internal static class DummyItems
{
    /// <summary>Graphic Annotation Sequence: its items stay, and say something else.</summary>
    public static readonly DicomTag Annotations = new(0x0070_0001);

    /// <summary>Text Object Sequence of an annotation.</summary>
    public static readonly DicomTag TextObjects = new(0x0070_0008);

    private static readonly DicomTag InstitutionCodes = new(0x0008_0082);
    private static readonly DicomTag PersonCodes = new(0x0040_1101);
    private static readonly DicomTag Content = new(0x0040_A730);

    private static readonly DicomTag ReferencedImages = new(0x0008_1140);
    private static readonly DicomTag GraphicLayer = new(0x0070_0002);

    /// <summary>Whether a sequence gets such items; those of others follow the rules of their elements.</summary>
    public static bool AreNeeded(DicomTag tag) =>
        tag == InstitutionCodes || tag == PersonCodes || tag == Content || tag == Annotations;

    /// <summary>Writes them into an empty sequence; annotations have none but their own.</summary>
    public static void Write(DicomSequence sequence)
    {
        if (sequence.Tag == Content)
        {
            WriteContent(sequence.AddItem());
        }
        else if (sequence.Tag != Annotations)
        {
            WriteCode(sequence.AddItem());
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

    /// <summary>A text that is about nothing (PS3.3 C.17.3).</summary>
    private static void WriteContent(DicomDataset item)
    {
        Set(item, 0x0040_A010, DicomVR.CS, "CONTAINS");
        Set(item, 0x0040_A040, DicomVR.CS, "TEXT");
        WriteCode(item.SetSequence(new DicomTag(0x0040_A043)).AddItem());
        Set(item, 0x0040_A160, DicomVR.UT, DummyValue.Word);
    }

    /// <summary>A code of a private scheme, the name of which begins with 99 (PS3.3 8.2).</summary>
    private static void WriteCode(DicomDataset item)
    {
        Set(item, 0x0008_0100, DicomVR.SH, "ANONYMIZED");
        Set(item, 0x0008_0102, DicomVR.SH, "99DEID");
        Set(item, 0x0008_0104, DicomVR.LO, DummyValue.Word);
    }

    private static void Set(DicomDataset item, uint tag, DicomVR vr, string text) =>
        item.Set(new DicomTag(tag), vr, Encoding.ASCII.GetBytes(text));
}
