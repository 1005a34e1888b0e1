// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.Targets;

namespace OrthancDeid.Jobs.Phases;

/// <summary>
/// Results that a job made in an earlier run of the host and does not know of. Usually the job finds them by making
/// them again. Where it cannot, because a source is no longer readable or the job fails at another one, they are found
/// by the identifiers of the source in the index, from which those of the new instance are derived.
/// </summary>
/// <param name="edit">Makes the new instances.</param>
/// <param name="targets">Takes back the new instances.</param>
internal sealed class FormerResults(JobEdit edit, JobTargets targets)
{
    /// <summary>Deletes the result of a source, if it exists; but not if the source is gone.</summary>
    /// <param name="source">The source.</param>
    /// <returns>Whether it is known that nothing is left.</returns>
    /// <exception cref="Exception">The index cannot be read, or the host cannot delete the result.</exception>
    public bool TakeBack(SourceInstance source)
    {
        if (!edit.FollowsIdentifiers)
        {
            // The new PatientID depends on attributes that are not in the index.
            return false;
        }

        return TargetOf(source, out var isKnown) is not { } target ? isKnown : targets.IsMade(target) switch
        {
            true => targets.TakeBack(source.Id, new StoredInstance(target, source.Series)),
            false => true,
            null => false,
        };
    }

    /// <summary>Determines which instance the job makes of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="isKnown">
    /// Whether the answer is known. It is not if the source is gone.
    /// </param>
    /// <returns>Orthanc's identifier of the result; null if it is unknown, or if there is none.</returns>
    private string? TargetOf(SourceInstance source, out bool isKnown)
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);

        // The index has text in UTF-8 (PS3.3 C.12.1.1.2).
        Set(file, DicomTag.SpecificCharacterSet, DicomVR.CS, "ISO_IR 192");
        isKnown = TrySet(file, ResourceLevel.Patient, source.Series.Patient, DicomTag.PatientID, DicomVR.LO, "PatientID")
            && TrySet(file, ResourceLevel.Study, source.Series.Study, DicomTag.StudyInstanceUID, DicomVR.UI, "StudyInstanceUID")
            && TrySet(file, ResourceLevel.Series, source.Series.Id, DicomTag.SeriesInstanceUID, DicomVR.UI, "SeriesInstanceUID")
            && TrySet(file, ResourceLevel.Instance, source.Id, DicomTag.SOPInstanceUID, DicomVR.UI, "SOPInstanceUID")
            && TrySetIssuer(file, source.Id);
        return isKnown ? TargetOf(source, file) : null;
    }

    private string? TargetOf(SourceInstance source, DicomFile file)
    {
        try
        {
            return edit.Of(source).TargetOf(file);
        }
        catch (InstanceRejectedException)
        {
            // The request rejects the patient, so the job has never made anything of this source.
            return null;
        }
    }

    /// <summary>
    /// Sets the issuer of the Patient ID, if it matters. The index does not have it, so it is read from the file.
    /// </summary>
    private bool TrySetIssuer(DicomFile file, string instance)
    {
        if (!edit.TellsIssuers)
        {
            return true;
        }

        var code = HostRest.TryGetBytes($"{ResourceTree.Path(ResourceLevel.Instance, instance)}/content/0010-0021", out var issuer);
        using (issuer)
        {
            if (code == OrthancErrorCode.Success && issuer!.Length <= ushort.MaxValue
                && Ascii.IsValid(issuer.AsSpan(0, (int)issuer.Length)))
            {
                // Only ASCII: text in another character set cannot be read from its bytes alone.
                file.Dataset.Set(ListedSubjects.IssuerOfPatientID, DicomVR.LO, issuer.AsSpan(0, (int)issuer.Length).ToArray());
                return true;
            }

            // There is no issuer.
            return code is OrthancErrorCode.InexistentItem or OrthancErrorCode.UnknownResource
                ? true
                : throw new OrthancException(
                    code == OrthancErrorCode.Success ? OrthancErrorCode.BadFileFormat : code,
                    $"It is unknown who has issued the PatientID of instance {instance}.");
        }
    }

    private static bool TrySet(
        DicomFile file, ResourceLevel level, string id, DicomTag tag, DicomVR vr, string keyword)
    {
        var code = HostRest.TryGet(ResourceTree.Path(level, id), out var resource);
        if (code == OrthancErrorCode.UnknownResource)
        {
            return false;
        }

        if (code != OrthancErrorCode.Success)
        {
            throw new OrthancException(code, $"Orthanc cannot tell the identifiers of {level.ToString().ToLowerInvariant()} {id}.");
        }

        Set(file, tag, vr, ResourceTree.MainTag(resource, keyword) ?? string.Empty);
        return true;
    }

    private static void Set(DicomFile file, DicomTag tag, DicomVR vr, string text) =>
        file.Dataset.Set(tag, vr, Encoding.UTF8.GetBytes(text));
}
