// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Subjects;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Checks;

/// <summary>
/// Selects the subjects that a job keeps from the list of the site or of its request. A list has thousands, and the
/// host reads and writes everything that a job keeps after each of its steps.
/// </summary>
internal static class JobSubjects
{
    /// <summary>Returns the body that the job keeps.</summary>
    /// <param name="body">The body of the request.</param>
    /// <param name="sources">The sources of the job.</param>
    /// <exception cref="RequestException">The list of the request has a fault.</exception>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static RequestBody Of(RequestBody body, IReadOnlyList<SourceInstance> sources)
    {
        if (RequestedSubjects.Read(body.Json, body.SiteSubjects) is not { } list)
        {
            return body;
        }

        var patients = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in sources.Select(source => source.Series.Patient).Distinct())
        {
            switch (HostRest.TryGet(ResourceTree.Path(ResourceLevel.Patient, id), out var patient))
            {
                case OrthancErrorCode.Success:
                    patients.Add(ResourceTree.MainTag(patient, "PatientID")?.Trim(' ') ?? string.Empty);
                    break;
                case OrthancErrorCode.UnknownResource:
                    // Deleted in the meantime: its instances fail on their own.
                    break;
                case var code:
                    throw new OrthancException(code, $"Orthanc cannot read patient {id} from its index.");
            }
        }

        return SubjectsOfSite.ForJob(body, list, patients);
    }
}
