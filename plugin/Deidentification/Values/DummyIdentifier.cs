// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>
/// Dummy identifiers: they distinguish specimens, containers or subjects of a trial, and the same one stays
/// recognizable, without telling which it was.
/// </summary>
internal static class DummyIdentifier
{
    /// <summary>The longest identifier in bytes from which another one is derived.</summary>
    private const int Longest = 0xFFFE;

    /// <summary>Whether the dummy of an element is an identifier, as text.</summary>
    public static bool IsNeeded(in DataElement element, DicomVR vr) =>
        vr is DicomVR.LO or DicomVR.SH or DicomVR.ST or DicomVR.LT or DicomVR.UC or DicomVR.UT
        && element.Sequence is null && !element.IsEncapsulated && element.Length <= Longest
        && AttributeClasses.Of(element.Tag) is AttributeClass.PatientId or AttributeClass.StudyId
            or AttributeClass.OrderId or AttributeClass.SpecimenId or AttributeClass.DeviceId;
}
