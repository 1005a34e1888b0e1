// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>The elements that record that a file was de-identified, and how (PS3.15 E.1.1, E.3).</summary>
internal static class RecordTags
{
    /// <summary>De-identification Method Code Sequence.</summary>
    public static readonly DicomTag MethodCodeSequence = new(0x0012, 0x0064);

    /// <summary>Longitudinal Temporal Information Modified.</summary>
    public static readonly DicomTag LongitudinalTemporalInformationModified = new(0x0028, 0x0303);

    /// <summary>Whether a plan writes an element to record the de-identification.</summary>
    public static bool Has(DicomTag tag) => tag == DicomTag.PatientIdentityRemoved || tag == DicomTag.DeidentificationMethod
        || tag == MethodCodeSequence || tag == LongitudinalTemporalInformationModified;

    /// <summary>Whether an element says by which method the file was de-identified.</summary>
    public static bool IsDetail(DicomTag tag) => tag != DicomTag.PatientIdentityRemoved && Has(tag);
}
