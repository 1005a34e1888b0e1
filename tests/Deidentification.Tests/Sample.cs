// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>Data sets made for a test.</summary>
internal static class Sample
{
    public const string Study = "1.2.3";
    public const string Series = "1.2.3.1";
    public const string Instance = "1.2.3.1.1";

    /// <summary>An instance of DOE^JOHN with the four identifiers.</summary>
    public static DicomFile Create(TransferSyntax? syntax = null, HostSettings? settings = null)
    {
        var file = DicomFile.Create(
            syntax ?? TransferSyntax.ExplicitLittleEndian, (settings ?? TestHost.Settings).Reading);
        file.Dataset
            .With(DicomTag.SOPClassUID, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.2")
            .With(DicomTag.SOPInstanceUID, DicomVR.UI, Instance)
            .With(Tags.StudyDate, DicomVR.DA, "20200101")
            .With(Tags.Modality, DicomVR.CS, "CT")
            .With(Tags.StudyDescription, DicomVR.LO, "HEAD OF DOE")
            .With(DicomTag.PatientName, DicomVR.PN, "DOE^JOHN")
            .With(DicomTag.PatientID, DicomVR.LO, "PID1")
            .With(Tags.PatientBirthDate, DicomVR.DA, "19500101")
            .With(DicomTag.StudyInstanceUID, DicomVR.UI, Study)
            .With(DicomTag.SeriesInstanceUID, DicomVR.UI, Series);
        return file;
    }

    /// <summary>Sets a text, encoded in Latin 1.</summary>
    public static DicomDataset With(this DicomDataset dataset, DicomTag tag, DicomVR vr, string text)
    {
        dataset.Set(tag, vr, Encoding.Latin1.GetBytes(text));
        return dataset;
    }

    /// <summary>Sets a text, encoded in UTF-8.</summary>
    public static DicomDataset WithUnicode(this DicomDataset dataset, DicomTag tag, DicomVR vr, string text)
    {
        dataset.Set(tag, vr, Encoding.UTF8.GetBytes(text));
        return dataset;
    }

    /// <summary>Sets bytes.</summary>
    public static DicomDataset WithBytes(this DicomDataset dataset, uint tag, DicomVR vr, byte[] value)
    {
        dataset.Set(new DicomTag(tag), vr, value);
        return dataset;
    }

    /// <summary>Appends an item to a sequence, which is created if it is missing.</summary>
    public static DicomDataset Item(this DicomDataset dataset, DicomTag sequence) =>
        (dataset.TryGet(sequence, out var element) && element.Sequence is { } items
            ? items : dataset.SetSequence(sequence)).AddItem();

    /// <summary>The text of an element, read with the VR of its tag; null if it is missing.</summary>
    public static string? Text(this DicomDataset dataset, DicomTag tag)
    {
        if (!dataset.TryGet(tag, out var element))
        {
            return null;
        }

        var vr = ElementDictionary.Standard.TryGet(tag, out var entry) ? entry.VR : DicomVR.LO;
        return dataset.CharacterSet.Decode(element.Value, vr).TrimEnd(' ', '\0');
    }

    /// <summary>The bytes of an element.</summary>
    public static byte[] Bytes(this DicomDataset dataset, DicomTag tag) =>
        dataset.TryGet(tag, out var element)
            ? element.Value.ToArray() : throw new InvalidOperationException($"{tag} is missing");

    /// <summary>An item of a sequence.</summary>
    public static DicomDataset At(this DicomDataset dataset, DicomTag sequence, int item = 0) =>
        dataset.TryGet(sequence, out var element) && element.Sequence is { } items
            ? items[item]
            : throw new InvalidOperationException($"{sequence} is no sequence");
}
