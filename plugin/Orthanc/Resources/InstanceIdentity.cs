// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Resources;

/// <summary>
/// What Orthanc will call the instance of a file: the hash of its four identifiers, as all versions compute it. Text is
/// decoded as the file says, or in the character set that the host is told to assume; it ends at its first zero or at the
/// spaces that pad it, and of UIDs those in front go, too.
/// </summary>
internal static class InstanceIdentity
{
    /// <summary>Computes it.</summary>
    /// <param name="file">The file; it stays its owner's.</param>
    /// <param name="settings">What the host reads its files with.</param>
    /// <exception cref="DicomFormatException">It is no DICOM file.</exception>
    public static string Of(NativeBuffer file, ReadingSettings settings)
    {
        using var parsed = DicomFile.Parse(new NativeBuffer(file.Pointer, file.Length, release: null), settings);
        return ResourceIdentifier.OfInstance(
            Text(parsed.Dataset, DicomTag.PatientID, DicomVR.LO),
            Text(parsed.Dataset, DicomTag.StudyInstanceUID, DicomVR.UI).TrimStart(' '),
            Text(parsed.Dataset, DicomTag.SeriesInstanceUID, DicomVR.UI).TrimStart(' '),
            Text(parsed.Dataset, DicomTag.SOPInstanceUID, DicomVR.UI).TrimStart(' '));
    }

    private static string Text(DicomDataset dataset, DicomTag tag, DicomVR vr)
    {
        var text = dataset.GetText(tag, vr) ?? string.Empty;
        var zero = text.IndexOf('\0', StringComparison.Ordinal);
        return (zero < 0 ? text : text[..zero]).TrimEnd(' ');
    }
}
