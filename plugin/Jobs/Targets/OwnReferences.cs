// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// Lists the UIDs of everything that a job edits, before the first instance is edited, since an instance may refer to a
/// later one. The sources stay in the index until all are edited, so a job that is taken up finds the same UIDs.
/// </summary>
internal static class OwnReferences
{
    /// <summary>Adds the UIDs to the map. Reads the index only if the request updates references.</summary>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static void Assign(ModificationPlan plan, IReadOnlyList<SourceInstance> sources, IdentifierMap identifiers)
    {
        if (!plan.Request.UpdatesReferences)
        {
            return;
        }

        var series = sources.Select(source => source.Series).Distinct().ToArray();
        foreach (var study in series.Select(one => one.Study).Distinct())
        {
            plan.AddOwn(identifiers, DicomTag.StudyInstanceUID, MainTag(ResourceLevel.Study, study, "StudyInstanceUID"));
        }

        var instances = sources.Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var one in series)
        {
            plan.AddOwn(identifiers, DicomTag.SeriesInstanceUID, MainTag(ResourceLevel.Series, one.Id, "SeriesInstanceUID"));
            Require(SeriesListing.TryRead(one.Id, instance =>
            {
                if (instances.Contains(instance.Id))
                {
                    plan.AddOwn(identifiers, DicomTag.SOPInstanceUID, instance.SopInstanceUid);
                }
            }), one.Id);
        }
    }

    private static string? MainTag(ResourceLevel level, string id, string keyword)
    {
        var code = HostRest.TryGet(ResourceTree.Path(level, id), out var resource);
        Require(code, id);
        return code == OrthancErrorCode.Success ? ResourceTree.MainTag(resource, keyword) : null;
    }

    /// <summary>A resource that was deleted meanwhile fails with its instances, not here.</summary>
    private static void Require(OrthancErrorCode code, string id)
    {
        if (code is not (OrthancErrorCode.Success or OrthancErrorCode.UnknownResource or OrthancErrorCode.InexistentItem))
        {
            throw new OrthancException(code, $"Orthanc cannot tell what the references to resource {id} are.");
        }
    }
}
