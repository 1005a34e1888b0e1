// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Samples;

/// <summary>
/// A file for which the answers of the built-in and the plugin to <see cref="ComparedRequests"/> differ in every way that
/// docs/differences.md lists for a file.
/// </summary>
internal static class DifferentSample
{
    private const string OtherUid = "1.2.826.0.1.3680043.9.71";

    /// <summary>Makes the file.</summary>
    public static byte[] Make() => SampleFile.Make(dataset => dataset
        .With(0x0008_1030, DicomVR.LO, "a description")
        .With(0x0008_3010, DicomVR.UI, $"{OtherUid}\\{SampleFile.SeriesUid}")
        .With(0x0009_0010, DicomVR.LO, "CREATOR")
        .With(0x0009_1001, DicomVR.LO, "private")
        .With(0x0010_1040, DicomVR.UN, "1 Main Street")
        .With(0x0010_FF14, DicomVR.LT, "in no dictionary")
        .With(0x0020_0052, DicomVR.UN, OtherUid)
        .With(0x0020_9312, DicomVR.UI, OtherUid)
        .With(0x0040_A160, DicomVR.UT, "written about the patient")
        .With(0x5000_0005, DicomVR.US, 1)
        .With(0x6000_0010, DicomVR.US, 2).With(0x6000_3000, DicomVR.OW, [1, 2])
        .With(0x6000_4000, DicomVR.LT, "a comment")
        .With(0x0020_0200, DicomVR.UI, "1.2.840.10008.15.1.1")
        .With(0x7FE0_0001, DicomVR.OV, new byte[8])
        .With(0x7FE0_0010, DicomVR.OW, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
        .With(0xFFFC_FFFC, DicomVR.OB, [0, 0])
        .WithItem(TableSample.Around, item => item
            .With(0x0008_0018, DicomVR.UI, SampleFile.InstanceUid)
            .With(0x0008_1155, DicomVR.UI, SampleFile.StudyUid)
            .With(0x0009_0010, DicomVR.LO, "CREATOR")
            .With(0x0009_1001, DicomVR.LO, "private")
            .With(0x0010_0010, DicomVR.PN, SampleFile.PatientName)
            .With(0x0010_0020, DicomVR.LO, SampleFile.PatientId)
            .With(0x0010_0030, DicomVR.DA, "19700102")
            .With(0x0020_000D, DicomVR.UI, SampleFile.StudyUid)
            .With(0x0020_0052, DicomVR.UI, OtherUid)));
}
