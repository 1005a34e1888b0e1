// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// Assigns the identifiers that the request keeps or gives, for all instances before the first one is edited, since an
/// instance may refer to a later one.
/// </summary>
internal static class GivenIdentifiers
{
    /// <summary>Assigns them. Reads the index only if the request keeps or gives an identifier.</summary>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static void Assign(
        ModificationPlan plan, IReadOnlyList<SourceInstance> sources, IdentifierMap identifiers)
    {
        if (plan.Request.Operation != Operation.Anonymize)
        {
            OwnReferences.Assign(plan, sources, identifiers);
            return;
        }

        var series = sources.Select(source => source.Series).Distinct().ToArray();
        Assign(plan, DicomTag.PatientID, "PatientID", ResourceLevel.Patient,
            series.Select(one => one.Patient).Distinct(), identifiers.AssignPatientId);
        Assign(plan, DicomTag.StudyInstanceUID, "StudyInstanceUID", ResourceLevel.Study,
            series.Select(one => one.Study).Distinct(), identifiers.AssignUid);
        Assign(plan, DicomTag.SeriesInstanceUID, "SeriesInstanceUID", ResourceLevel.Series,
            series.Select(one => one.Id), identifiers.AssignUid);
        Assign(plan, DicomTag.SOPInstanceUID, "SOPInstanceUID", ResourceLevel.Instance,
            sources.Select(source => source.Id), identifiers.AssignUid);
    }

    private static void Assign(
        ModificationPlan plan, DicomTag tag, string keyword, ResourceLevel level, IEnumerable<string> resources,
        Action<string, string> assign)
    {
        if (!plan.Request.Keeps(tag) && !plan.Request.Replaces(tag))
        {
            return;
        }

        foreach (var id in resources)
        {
            // A resource that was deleted meanwhile fails with its instances, not here.
            if (HostRest.TryGet(ResourceTree.Path(level, id), out var resource) == OrthancErrorCode.Success
                && ResourceTree.MainTag(resource, keyword) is { Length: > 0 } original
                && plan.GivenIdentifier(tag, original) is { } assigned)
            {
                assign(original, assigned);
            }
        }
    }
}
