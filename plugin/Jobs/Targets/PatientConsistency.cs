// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// The modification of a study must not turn its patient into two persons: if the patient has other studies, the
/// new files have to agree with the index about the patient.
/// </summary>
internal static class PatientConsistency
{
    private const string Refusal =
        "Trying to change patient tags in a study.  The Patient already exists and has other studies.  ";

    private const string Advice = "Try using /patients/../modify instead to modify the patient. ";

    // The tags of a patient in the index of every host.
    private static readonly DicomTag[] PatientTags =
    [
        new(0x0010_0010), DicomTag.PatientID, new(0x0010_0030), new(0x0010_0040), new(0x0010_1000),
    ];

    /// <summary>Checks one study.</summary>
    /// <param name="plan">What is done to it.</param>
    /// <param name="series">A series of it.</param>
    /// <param name="sources">All instances that change.</param>
    /// <param name="dictionary">Maps the keywords of the index to tags.</param>
    /// <exception cref="RequestException">The modification is refused.</exception>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static void Check(
        ModificationPlan plan, IndexedSeries series, IReadOnlyList<SourceInstance> sources,
        ElementDictionary dictionary)
    {
        if (plan.Request.Derives(DicomTag.PatientID))
        {
            throw new RequestException(
                RequestFault.Refused,
                "Member \"Derive\": the PatientID of a study cannot be derived, for nobody knows yet which patient that is; "
                    + "modify the patient, or give the level Patient in bulk");
        }

        if (!PatientTags.Any(plan.Request.Sets) || Target(plan, series.Patient) is not { } patient
            || !HasOtherStudies(patient, sources))
        {
            return;
        }

        var known = MainTags(patient, dictionary);
        foreach (var (tag, value) in known)
        {
            if (tag != DicomTag.PatientID)
            {
                Compare(tag, plan.ReplacedText(tag), value);
            }
        }

        foreach (var tag in PatientTags.Where(tag => plan.Request.Sets(tag) && !known.ContainsKey(tag)))
        {
            throw new RequestException(
                RequestFault.Refused,
                $"{Refusal}You are trying to replace a tag that is not defined yet in this patient. {Advice}"
                    + $"Failing tag: {tag}");
        }
    }

    private static void Compare(DicomTag tag, string? replaced, string value)
    {
        if (replaced is null || replaced.Trim() != value.Trim())
        {
            throw new RequestException(
                RequestFault.Refused,
                $"{Refusal}All the 'Replace' tags should match the existing patient main dicom tags and you should "
                    + $"specify all Patient MainDicomTags in your query.  {Advice}"
                    + (replaced is null ? $"Missing tag in the 'Replace' tags: {tag}" : $"Failing tag: {tag}"));
        }
    }

    /// <summary>The patient to which the study will belong; null if the host has none yet.</summary>
    private static JsonElement? Target(ModificationPlan plan, string patient)
    {
        if (plan.ReplacedText(DicomTag.PatientID) is not { } id)
        {
            return ResourceTree.Read(ResourceLevel.Patient, patient);
        }

        // The look-up is less strict than the index, so it may find other patients.
        foreach (var found in HostRest.Post("/tools/lookup", id).EnumerateArray())
        {
            if (found.GetProperty("Type").GetString() == "Patient"
                && HostRest.TryGet(ResourceTree.Path(ResourceLevel.Patient, found.GetProperty("ID").GetString()!),
                    out var candidate) == OrthancErrorCode.Success
                && ResourceTree.MainTag(candidate, "PatientID")?.Trim() == id.Trim())
            {
                return candidate;
            }
        }

        return null;
    }

    private static bool HasOtherStudies(JsonElement patient, IReadOnlyList<SourceInstance> sources)
    {
        var changing = sources.Select(source => source.Series.Study).ToHashSet(StringComparer.Ordinal);
        return ResourceTree.Children(patient, "Studies").Any(study => !changing.Contains(study));
    }

    private static SortedDictionary<DicomTag, string> MainTags(JsonElement patient, ElementDictionary dictionary)
    {
        var tags = new SortedDictionary<DicomTag, string>();
        foreach (var tag in patient.GetProperty("MainDicomTags").EnumerateObject())
        {
            if (dictionary.TryFind(tag.Name, out var entry))
            {
                tags[entry.Tag] = tag.Value.GetString() ?? string.Empty;
            }
        }

        return tags;
    }
}
