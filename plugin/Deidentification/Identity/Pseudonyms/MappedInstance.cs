// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity.Pseudonyms;

/// <summary>The old and the new identifiers of one instance.</summary>
/// <param name="Old">The identifiers of the source instance, see <see cref="IdentifiersOf"/>.</param>
/// <param name="New">The identifiers of the new instance.</param>
/// <param name="DateShift">By how many days its dates were shifted; null if they were not.</param>
internal sealed record MappedInstance(string[] Old, string[] New, int? DateShift)
{
    /// <summary>The names of the identifiers, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "AccessionNumber", "StudyID"];

    /// <summary>Where in <see cref="Names"/> the Patient ID is.</summary>
    public const int PatientID = 0;

    /// <summary>Where in <see cref="Names"/> the SOP Instance UID is.</summary>
    public const int SOPInstanceUID = 3;

    private static readonly (DicomTag Tag, DicomVR VR)[] Tags =
    [
        .. ModificationRequest.MainIdentifiers.Select(tag => (tag, tag == DicomTag.PatientID ? DicomVR.LO : DicomVR.UI)),
        (DicomTag.AccessionNumber, DicomVR.SH), (new(0x0020_0010), DicomVR.SH),
    ];

    /// <summary>The identifiers of an instance; empty where it has none.</summary>
    public static string[] IdentifiersOf(DicomDataset dataset) =>
        [.. Tags.Select(one => ElementText.Text(dataset, one.Tag, one.VR) ?? string.Empty)];

    /// <summary>By how many days the dates of an instance are shifted.</summary>
    /// <param name="request">The request.</param>
    /// <param name="dataset">The data set of the file, before it is edited.</param>
    /// <returns>Null if they are not.</returns>
    public static int? DateShiftOf(ModificationRequest request, DicomDataset dataset) =>
        request.DateShiftKey is { } key ? request.Host.DateShift.DaysOf(key, Subject.Of(dataset)) : null;
}
