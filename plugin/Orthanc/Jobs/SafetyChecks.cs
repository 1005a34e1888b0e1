// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>What is refused before any work starts, since it would lose instances or make the index inconsistent.</summary>
internal static class SafetyChecks
{
    private const string WhenKeeping =
        "When keeping StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID tag, you must ";

    /// <summary>Checks a job.</summary>
    /// <exception cref="RequestException">It is refused.</exception>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static void Run(ModificationPlan plan, JobDefinition job, JobServices services)
    {
        RefuseCollapse(plan, job);
        RefuseLossInPlace(plan, job, services);
    }

    private static void RefuseCollapse(ModificationPlan plan, JobDefinition job)
    {
        if (plan.Request.Replaces(DicomTag.SOPInstanceUID) && job.Sources.Count > 1)
        {
            throw new RequestException(
                RequestFault.Refused,
                $"SOPInstanceUID can only be replaced in one instance, not in {job.Sources.Count}: they would become one");
        }
    }

    private static void RefuseLossInPlace(ModificationPlan plan, JobDefinition job, JobServices services)
    {
        var request = plan.Request;
        if (!request.Keeps(DicomTag.StudyInstanceUID) || !request.Keeps(DicomTag.SeriesInstanceUID)
            || !request.Keeps(DicomTag.SOPInstanceUID)
            || (job.Operation == Operation.Anonymize && !request.Keeps(DicomTag.PatientID)))
        {
            return;
        }

        if (!job.KeepsSource)
        {
            throw new RequestException(
                RequestFault.Refused, WhenKeeping
                    + "set KeepSource to true to avoid deleting the modified files at the end of the process");
        }

        if (!services.OverwritesInstances && !request.Replaces(DicomTag.PatientID))
        {
            throw new RequestException(
                RequestFault.Refused, WhenKeeping
                    + "have the 'OverwriteInstances' Orthanc configuration set to true in order to replace the modified "
                    + "resources");
        }
    }
}
