// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;

namespace OrthancDeid.Jobs.Checks;

/// <summary>Refuses jobs that would lose instances or make the index inconsistent, before any work starts.</summary>
internal static class SafetyChecks
{
    private const string WhenKeeping =
        "When keeping StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID tag, you must ";

    /// <summary>Checks a job.</summary>
    /// <exception cref="RequestException">The job is refused.</exception>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static void Run(ModificationPlan plan, JobDefinition job, JobServices services)
    {
        if (job.Operation == Operation.Anonymize)
        {
            services.Generations.Require(job.Sources.Select(source => source.Series.Study).Distinct());
        }

        RefuseCollapse(plan, job);
        RefuseLossInPlace(plan, job, services);
        RegionTargets.Check(plan, job.Sources);
        if (job is { Kind: JobKind.ResourceModification, Operation: Operation.Modify, Level: ResourceLevel.Study })
        {
            foreach (var study in job.Sources.Select(source => source.Series).DistinctBy(series => series.Study))
            {
                PatientConsistency.Check(plan, study, job.Sources, services.Host.Dictionary);
            }
        }
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
            || GetsNewPatient(plan, job))
        {
            return;
        }

        if (!job.KeepsSource)
        {
            throw new RequestException(
                RequestFault.Refused, WhenKeeping
                    + "set KeepSource to true to avoid deleting the modified files at the end of the process");
        }

        if (!services.OverwritesInstances)
        {
            throw new RequestException(
                RequestFault.Refused, WhenKeeping
                    + "have the 'OverwriteInstances' Orthanc configuration set to true in order to replace the modified "
                    + "resources");
        }
    }

    /// <summary>Whether the new instances get another PatientID.</summary>
    private static bool GetsNewPatient(ModificationPlan plan, JobDefinition job)
    {
        if (plan.ReplacedText(DicomTag.PatientID) is not { } given)
        {
            return job.Operation == Operation.Anonymize && !plan.Request.Keeps(DicomTag.PatientID);
        }

        var patients = job.Sources.Select(source => source.Series.Patient).Distinct();
        return patients.All(patient =>
            ResourceTree.MainTag(ResourceTree.Read(ResourceLevel.Patient, patient), "PatientID")?.Trim() != given.Trim());
    }
}
