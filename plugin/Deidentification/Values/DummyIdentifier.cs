// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>
/// Dummies that are identifiers: whoever reads the new objects is to tell two specimens, containers or subjects of a trial
/// from each other, and to find the same one again, without learning which it was.
/// </summary>
internal static class DummyIdentifier
{
    /// <summary>In bytes: no identifier is longer, and it is not worth deriving another one from it.</summary>
    private const int Longest = 0xFFFE;

    /// <summary>Whether the dummy of an element is an identifier: one that somebody or something was given, as text.</summary>
    public static bool IsNeeded(in DataElement element, DicomVR vr) =>
        vr is DicomVR.LO or DicomVR.SH or DicomVR.ST or DicomVR.LT or DicomVR.UC or DicomVR.UT
        && element.Sequence is null && !element.IsEncapsulated && element.Length <= Longest
        && AttributeClasses.Of(element.Tag) is AttributeClass.PatientId or AttributeClass.StudyId
            or AttributeClass.OrderId or AttributeClass.SpecimenId or AttributeClass.DeviceId;
}
