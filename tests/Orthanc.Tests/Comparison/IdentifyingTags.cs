// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>Elements that no edition of Table E.1-1 names, though they identify, and what becomes of each.</summary>
internal static class IdentifyingTags
{
    private static readonly string[] Emptied =
    [
        "SecondaryReviewerName", "EvaluatorName", "DocumentAuthorTrial", "DocumentTitle", "TextValue",
        "UnformattedTextValue",
    ];

    private static readonly string[] Removed =
    [
        "PatientBirthDateInAlternativeCalendar", "PatientDeathDateInAlternativeCalendar", "BreedRegistrationNumber",
        "IssuerOfClinicalTrialProtocolID", "OtherClinicalTrialProtocolIDsSequence", "IssuerOfClinicalTrialSiteID",
        "IssuerOfClinicalTrialSubjectID", "IssuerOfClinicalTrialSubjectReadingID", "IssuerOfClinicalTrialTimePointID",
        "IssuerOfClinicalTrialSeriesID", "DateOfManufacture", "DateOfInstallation", "ROIDateTime",
        "ROIObservationDateTime", "ROICreatorSequence", "ROIInterpreterSequence", "FileSetID",
        "FileSetDescriptorFileID", "ReferencedFileID", "StoredInstanceBaseURI", "FolderAccessURI", "FileAccessURI",
        "FilenameInContainer", "RetrieveURL", "PixelDataProviderURL", "StorageURL", "HL7InstanceIdentifier",
        "RetrieveURI", "ContactURI", "ContactDisplayName", "EncryptedAttributesSequence",
    ];

    private static readonly string[] Mapped =
    [
        "MultiFrameSourceSOPInstanceUID", "RadiopharmaceuticalAdministrationEventUID", "TargetFrameOfReferenceUID",
        "SOPInstanceUIDOfConcatenationSource", "VolumeFrameOfReferenceUID", "TableFrameOfReferenceUID",
        "FindingsGroupUIDTrial", "ReferencedFindingsGroupUIDTrial", "AssertionUID", "ReferencedAssertionUID",
        "ModelGroupUID", "ReferencedFiducialUID", "VolumetricPresentationInputSetUID", "EquipmentFrameOfReferenceUID",
    ];

    /// <summary>The tags, with what is done to them in every edition.</summary>
    public static IReadOnlyDictionary<DicomTag, ProfileAction> Actions { get; } =
        Emptied.Select(keyword => (keyword, ProfileAction.Empty))
            .Concat(Removed.Select(keyword => (keyword, ProfileAction.Remove)))
            .Concat(Mapped.Select(keyword => (keyword, ProfileAction.MapUid)))
            .ToDictionary(row => TagOf(row.keyword), row => row.Item2);

    private static DicomTag TagOf(string keyword) => ComparedRequest.TryTag(keyword, out var tag)
        ? tag
        : throw new InvalidDataException($"PS3.6 has no {keyword}");
}
