// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Jobs.Resources;

/// <summary>
/// Orthanc's identifier of the instance in a file: a hash of its four DICOM identifiers, the same in all versions of
/// Orthanc. Text is decoded with the character set that the file declares, or with the host's default one. It ends at
/// the first zero or at the padding, and leading spaces of UIDs are ignored.
/// </summary>
internal static class InstanceIdentity
{
    /// <summary>Computes the identifier.</summary>
    /// <param name="file">The file; the caller keeps ownership.</param>
    /// <param name="settings">How the host reads files.</param>
    /// <exception cref="DicomFormatException">The file is not a DICOM file.</exception>
    public static string Of(NativeBuffer file, ReadingSettings settings)
    {
        using var parsed = DicomFile.Parse(new NativeBuffer(file.Pointer, file.Length, release: null), settings);
        return ResourceIdentifier.OfPath(
            [.. OfParents(parsed.Dataset), Text(parsed.Dataset, DicomTag.SOPInstanceUID, DicomVR.UI).TrimStart(' ')]);
    }

    /// <summary>Orthanc's identifier of the series of a file, a hash of the first three identifiers.</summary>
    /// <param name="dataset">The data set of the file.</param>
    public static string OfSeries(DicomDataset dataset) => ResourceIdentifier.OfPath(OfParents(dataset));

    /// <summary>Orthanc's identifier of the study of a file, a hash of the first two identifiers.</summary>
    /// <param name="dataset">The data set of the file.</param>
    public static string OfStudy(DicomDataset dataset) => ResourceIdentifier.OfPath(OfParents(dataset).AsSpan(0, 2));

    private static string[] OfParents(DicomDataset dataset) =>
    [
        Text(dataset, DicomTag.PatientID, DicomVR.LO),
        Text(dataset, DicomTag.StudyInstanceUID, DicomVR.UI).TrimStart(' '),
        Text(dataset, DicomTag.SeriesInstanceUID, DicomVR.UI).TrimStart(' '),
    ];

    private static string Text(DicomDataset dataset, DicomTag tag, DicomVR vr)
    {
        var text = dataset.GetText(tag, vr) ?? string.Empty;
        var zero = text.IndexOf('\0', StringComparison.Ordinal);
        return (zero < 0 ? text : text[..zero]).TrimEnd(' ');
    }
}
