// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pseudonyms;

/// <summary>Whose file it is: the original that the pseudonyms of a patient, and the shift of dates, are derived from.</summary>
internal static class Subject
{
    /// <summary>
    /// The Patient ID. Without one nobody can tell whether two studies are of one patient, so then it is the study.
    /// </summary>
    public static string Of(DicomDataset root) =>
        root.TryGet(DicomTag.PatientID, out var element) && OriginalOf(in element, DicomVR.LO) is { Length: > 0 } id
            ? id
            // A zero is no character of a Patient ID, so no ID is taken for a study.
            : $"\0{ElementText.Text(root, DicomTag.StudyInstanceUID, DicomVR.UI)}";

    /// <summary>
    /// The identifier that a new one is derived from: its text or, where that cannot be read, its bytes, as two that
    /// cannot be read are still two. Null if it is none.
    /// </summary>
    public static string? OriginalOf(in DataElement element, DicomVR vr) =>
        ElementText.Text(in element, vr) is not { } text ? null
        : text.Contains(ElementText.Meaningless, StringComparison.Ordinal) ? $"\0{Convert.ToHexString(element.Value.Trim("\0 "u8))}"
        : text;
}
