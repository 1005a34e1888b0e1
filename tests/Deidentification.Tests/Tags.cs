// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>Tags that tests use.</summary>
internal static class Tags
{
    public static DicomTag StudyDate => new(0x0008, 0x0020);

    public static DicomTag Modality => new(0x0008, 0x0060);

    public static DicomTag CodeValue => new(0x0008, 0x0100);

    public static DicomTag CodeMeaning => new(0x0008, 0x0104);

    public static DicomTag StudyDescription => new(0x0008, 0x1030);

    public static DicomTag ProcedureCodeSequence => new(0x0008, 0x1032);

    public static DicomTag ReferencedStudySequence => new(0x0008, 0x1110);

    public static DicomTag ReferencedImageSequence => new(0x0008, 0x1140);

    public static DicomTag ReferencedSOPInstanceUID => new(0x0008, 0x1155);

    public static DicomTag PatientBirthDate => new(0x0010, 0x0030);

    public static DicomTag PatientComments => new(0x0010, 0x4000);

    public static DicomTag FrameOfReferenceUID => new(0x0020, 0x0052);

    public static DicomTag ImageComments => new(0x0020, 0x4000);

    public static DicomTag Rows => new(0x0028, 0x0010);

    public static DicomTag SmallestImagePixelValue => new(0x0028, 0x0106);

    public static DicomTag PrivateCreator => new(0x0009, 0x0010);

    public static DicomTag PrivateText => new(0x0009, 0x1001);

    public static DicomTag PrivateSequence => new(0x0009, 0x1005);

    public static DicomTag OverlayData => new(0x6000, 0x3000);
}
