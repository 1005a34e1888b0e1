// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>
/// Dummy identifiers. They still distinguish specimens, containers or subjects of a trial, and the same original has the
/// same dummy, without revealing the original.
/// </summary>
internal static class DummyIdentifier
{
    /// <summary>The longest identifier in bytes from which another one is derived.</summary>
    private const int Longest = 0xFFFE;

    /// <summary>Whether the dummy of an element must be an identifier as text.</summary>
    public static bool IsNeeded(in DataElement element, DicomVR vr) =>
        vr is DicomVR.LO or DicomVR.SH or DicomVR.ST or DicomVR.LT or DicomVR.UC or DicomVR.UT
        && element.Sequence is null && !element.IsEncapsulated && element.Length <= Longest
        && AttributeClasses.Of(element.Tag) is AttributeClass.PatientId or AttributeClass.StudyId
            or AttributeClass.OrderId or AttributeClass.SpecimenId or AttributeClass.DeviceId;
}
