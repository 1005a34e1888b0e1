// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <content>The tags that have a name in code; all others are looked up in the dictionary.</content>
public readonly partial record struct DicomTag
{
#pragma warning disable CS1591 // The keyword of PS3.6 says it.
    public static DicomTag FileMetaInformationGroupLength => new(0x0002_0000);

    public static DicomTag FileMetaInformationVersion => new(0x0002_0001);

    public static DicomTag MediaStorageSOPClassUID => new(0x0002_0002);

    public static DicomTag MediaStorageSOPInstanceUID => new(0x0002_0003);

    public static DicomTag TransferSyntaxUID => new(0x0002_0010);

    public static DicomTag ImplementationClassUID => new(0x0002_0012);

    public static DicomTag ImplementationVersionName => new(0x0002_0013);

    public static DicomTag SpecificCharacterSet => new(0x0008_0005);

    public static DicomTag SOPClassUID => new(0x0008_0016);

    public static DicomTag SOPInstanceUID => new(0x0008_0018);

    public static DicomTag AccessionNumber => new(0x0008_0050);

    public static DicomTag PatientName => new(0x0010_0010);

    public static DicomTag PatientID => new(0x0010_0020);

    public static DicomTag PatientIdentityRemoved => new(0x0012_0062);

    public static DicomTag DeidentificationMethod => new(0x0012_0063);

    public static DicomTag StudyInstanceUID => new(0x0020_000D);

    public static DicomTag SeriesInstanceUID => new(0x0020_000E);

    public static DicomTag StudyID => new(0x0020_0010);

    public static DicomTag PixelRepresentation => new(0x0028_0103);

    public static DicomTag EncapsulatedDocument => new(0x0042_0011);

    public static DicomTag DataSetTrailingPadding => new(0xFFFC_FFFC);

    public static DicomTag PixelData => new(0x7FE0_0010);

    internal static DicomTag Item => new(0xFFFE_E000);

    internal static DicomTag ItemDelimitation => new(0xFFFE_E00D);

    internal static DicomTag SequenceDelimitation => new(0xFFFE_E0DD);
#pragma warning restore CS1591
}
