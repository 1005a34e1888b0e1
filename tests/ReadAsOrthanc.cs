// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Tests;

/// <summary>Opens files as an Orthanc without configuration does: a file without a character set is read as Latin
/// 1.</summary>
internal static class ReadAsOrthanc
{
    public static ReadingSettings Settings { get; } = new(
        ElementDictionary.Standard,
        SpecificCharacterSet.TryParse("ISO_IR 100", out var latin1) ? latin1 : throw new InvalidOperationException());

    extension(DicomFile)
    {
        public static DicomFile Parse(ReadOnlySpan<byte> bytes) => DicomFile.Parse(bytes, Settings);

        public static DicomFile Parse(NativeBuffer bytes) => DicomFile.Parse(bytes, Settings);
    }
}
