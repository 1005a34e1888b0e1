// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>Elements that no edition of Table E.1-1 names, though they identify, and what becomes of each.</summary>
internal static class IdentifyingTags
{
    private static readonly string[] Emptied =
    [
        "SecondaryReviewerName", "EvaluatorName", "DocumentAuthorTrial", "DocumentTitle", "TextValue",
        "UnformattedTextValue", "ContentDescription", "CalculationComment",
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
        "PlacerOrderNumberProcedure", "FillerOrderNumberProcedure", "PlacerOrderNumberImagingServiceRequestRetired",
        "FillerOrderNumberImagingServiceRequestRetired", "OwnerID", "InstructionPerformanceComment",
        "CommentsOnPatientPerformanceOfVisualField", "PerformedProcedureTypeDescription",
        "CommentsOnTheScheduledProcedureStep", "SpecimenDescriptionTrial", "AcquisitionContextDescription",
        "RequestedProcedureDescriptionTrial", "IdentificationDescriptionTrial", "ReportStatusCommentTrial",
        "CompletionFlagDescription", "ApprovalStatusFurtherDescription", "SubstanceAdministrationNotes",
        "AssertionComments", "SurfaceComments", "ProcedureStepProgressDescription", "ReasonForCancellation",
        "SOPAuthorizationComment", "RTImageDescription", "DoseComment", "FrameOfReferenceTransformationComment",
        "OverrideReason", "TreatmentStatusComment", "SetupImageComment",
    ];

    /// <summary>Description and label, in each group of overlays.</summary>
    private static readonly IEnumerable<DicomTag> OfOverlays = Enumerable.Range(0, 0x80).SelectMany(
        plane => new DicomTag[] { OfOverlay(plane, 0x0022), OfOverlay(plane, 0x1500) });

    private static readonly string[] Mapped =
    [
        "MultiFrameSourceSOPInstanceUID", "RadiopharmaceuticalAdministrationEventUID", "TargetFrameOfReferenceUID",
        "SOPInstanceUIDOfConcatenationSource", "VolumeFrameOfReferenceUID", "TableFrameOfReferenceUID",
        "FindingsGroupUIDTrial", "ReferencedFindingsGroupUIDTrial", "AssertionUID", "ReferencedAssertionUID",
        "ModelGroupUID", "ReferencedFiducialUID", "VolumetricPresentationInputSetUID", "EquipmentFrameOfReferenceUID",
    ];

    /// <summary>The tags, with what is done to them in every edition.</summary>
    public static IReadOnlyDictionary<DicomTag, ProfileAction> Actions { get; } =
        Emptied.Select(keyword => (TagOf(keyword), ProfileAction.Empty))
            .Concat(Removed.Select(keyword => (TagOf(keyword), ProfileAction.Remove)))
            .Concat(OfOverlays.Select(tag => (tag, ProfileAction.Remove)))
            .Concat(Mapped.Select(keyword => (TagOf(keyword), ProfileAction.MapUid)))
            .ToDictionary(row => row.Item1, row => row.Item2);

    private static DicomTag OfOverlay(int plane, ushort element) => new((ushort)(0x6000 + (2 * plane)), element);

    private static DicomTag TagOf(string keyword) => ComparedRequest.TryTag(keyword, out var tag)
        ? tag
        : throw new InvalidDataException($"PS3.6 has no {keyword}");
}
