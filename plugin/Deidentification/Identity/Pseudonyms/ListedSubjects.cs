// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Subjects;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity.Pseudonyms;

/// <summary>Finds the patients of a file among the subjects that a request lists.</summary>
internal static class ListedSubjects
{
    /// <summary>Issuer of Patient ID.</summary>
    public static readonly DicomTag IssuerOfPatientID = new(0x0010_0021);

    /// <summary>Rejects an instance whose patient is not listed, if the request says so.</summary>
    /// <param name="request">The request.</param>
    /// <param name="root">The data set of the file, before it is edited.</param>
    /// <exception cref="InstanceRejectedException">It is rejected.</exception>
    public static void RequireKnown(ModificationRequest request, DicomDataset root)
    {
        if (request is { Subjects: { } list, UnknownSubject: UnknownSubject.Reject } && Of(request, root) is null)
        {
            throw new InstanceRejectedException(
                !list.HasIssuers ? "its PatientID is not among the subjects"
                : IssuerOf(root).Length > 0 ? "its PatientID with its IssuerOfPatientID is not among the subjects"
                : "its PatientID, without an issuer, is not among the subjects");
        }
    }

    /// <summary>The subject that the patient of a file becomes.</summary>
    /// <returns>Null if the request lists no subjects, or not this one.</returns>
    public static TrialSubject? Of(ModificationRequest request, DicomDataset root) =>
        request.Subjects is { } list && IdOf(root) is { Length: > 0 } id ? list.Find(id, IssuerOf(root)) : null;

    /// <summary>The subject that the patient named by an item becomes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="item">The data set with the Patient ID; it may be that of the file.</param>
    /// <param name="root">The data set of the file.</param>
    public static TrialSubject? Of(ModificationRequest request, DicomDataset item, DicomDataset root)
    {
        if (request.Subjects is not { } list || IdOf(item) is not { Length: > 0 } id)
        {
            return null;
        }

        // An item hardly ever repeats the issuer.
        var issuer = IssuerOf(item);
        return list.Find(id, issuer.Length == 0 && id == IdOf(root) ? IssuerOf(root) : issuer);
    }

    /// <summary>
    /// Refuses a second patient with the same ID if the list does not distinguish issuers: both would become one subject.
    /// </summary>
    /// <exception cref="RequestException">The patient of the file is not the one of an earlier file with the same
    /// ID.</exception>
    public static void RequireSamePatient(ModificationRequest request, DicomDataset root, IdentifierMap identifiers)
    {
        if (request.Subjects is { HasIssuers: false } && IssuerOf(root) is { Length: > 0 } issuer
            && IdOf(root) is { Length: > 0 } id && !identifiers.IsOnlyIssuer(id, issuer))
        {
            throw new RequestException(
                RequestFault.Refused,
                "Member \"Subjects\": two patients have the same PatientID from different issuers, and would become one subject; "
                + "list them as PatientID^^^Issuer");
        }
    }

    private static string? IdOf(DicomDataset dataset) => ElementText.Text(dataset, DicomTag.PatientID, DicomVR.LO);

    private static string IssuerOf(DicomDataset dataset) =>
        ElementText.Text(dataset, IssuerOfPatientID, DicomVR.LO) ?? string.Empty;
}
