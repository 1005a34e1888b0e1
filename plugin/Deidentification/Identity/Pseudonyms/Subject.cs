// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity.Pseudonyms;

/// <summary>Identifies the patient: the text from which pseudonyms and the shift of dates are derived.</summary>
internal static class Subject
{
    /// <summary>
    /// The Patient ID, or the study if there is none: nobody can tell whether two such studies are of one patient.
    /// </summary>
    public static string Of(DicomDataset root) =>
        root.TryGet(DicomTag.PatientID, out var element) && OriginalOf(in element, DicomVR.LO) is { Length: > 0 } id
            ? id
            // A Patient ID has no NUL, so none is confused with a study.
            : $"\0{ElementText.Text(root, DicomTag.StudyInstanceUID, DicomVR.UI)}";

    /// <summary>
    /// The identifier that a new one is derived from: its text or, if that cannot be read, its bytes, so that two
    /// unreadable identifiers stay distinct. Null if it is not text.
    /// </summary>
    public static string? OriginalOf(in DataElement element, DicomVR vr) =>
        ElementText.Text(in element, vr) is not { } text ? null
        : text.Contains(ElementText.Meaningless, StringComparison.Ordinal) ? $"\0{Convert.ToHexString(element.Value.Trim("\0 "u8))}"
        : text;
}
