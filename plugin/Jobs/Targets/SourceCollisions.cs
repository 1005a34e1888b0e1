// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// Finds sources of a job that would become one instance. The host knows an instance by four identifiers, and may have
/// the same UIDs under two Patient IDs, or the same SOP Instance UID in two studies. Each new identifier is a function
/// of the old one, so two sources become one if they differ only in identifiers that the request sets, or in the white
/// space of a Patient ID, which is ignored.
/// </summary>
/// <remarks>
/// The index is read as little as possible: not at all if all sources are of one study, and for instances only in
/// series that agree in everything else.
/// </remarks>
internal sealed class SourceCollisions
{
    private readonly ModificationPlan _plan;
    private readonly SortedSet<string> _apart = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _uids = new(StringComparer.Ordinal);

    private SourceCollisions(ModificationPlan plan) => _plan = plan;

    /// <summary>Finds them.</summary>
    /// <param name="plan">What is done to the sources.</param>
    /// <param name="sources">The sources of the job.</param>
    /// <returns>
    /// The patients and studies whose new UIDs have to be derived from more than the old ones: all but the first of
    /// those whose instances would collide.
    /// </returns>
    /// <exception cref="RequestException">Two sources would become one, whatever new UIDs are derived from.</exception>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static IReadOnlyCollection<string> Find(ModificationPlan plan, IReadOnlyList<SourceInstance> sources)
    {
        var collisions = new SourceCollisions(plan);
        collisions.Search(sources);
        return collisions._apart;
    }

    private void Search(IReadOnlyList<SourceInstance> sources)
    {
        List<List<IndexedSeries>> groups = [[.. sources.Select(source => source.Series).Distinct()]];
        groups = Part(groups, DicomTag.PatientID, patient => MapsPatientId ? Read(ResourceLevel.Patient, patient) : patient,
            series => series.Patient);
        groups = Part(groups, DicomTag.StudyInstanceUID, study => Read(ResourceLevel.Study, study),
            series => series.Study, series => series.Patient);
        groups = Part(groups, DicomTag.SeriesInstanceUID, series => Read(ResourceLevel.Series, series),
            series => series.Id, series => series.Study);
        if (groups.Count == 0)
        {
            return;
        }

        var instances = sources.ToLookup(source => source.Series);
        foreach (var group in groups)
        {
            Compare(group.SelectMany(series => instances[series]), SopInstanceUids(group));
        }
    }

    private bool MapsPatientId => (_plan.Request.Operation == Operation.Anonymize && !_plan.Request.Keeps(DicomTag.PatientID))
        || _plan.Request.Derives(DicomTag.PatientID);

    /// <summary>Splits groups of series by one more identifier; series that agree with no other are dropped.</summary>
    /// <param name="groups">The series.</param>
    /// <param name="tag">The identifier.</param>
    /// <param name="read">Reads the old value of the identifier, from which the new one follows.</param>
    /// <param name="resource">The resource that it identifies.</param>
    /// <param name="parent">The parent of that. No two resources of a parent have the same value. Null for none.</param>
    private List<List<IndexedSeries>> Part(
        List<List<IndexedSeries>> groups, DicomTag tag, Func<string, string> read, Func<IndexedSeries, string> resource,
        Func<IndexedSeries, string>? parent = null)
    {
        var parts = groups.Where(group => group.Count > 1);
        if (!(tag == DicomTag.PatientID ? _plan.Request.MergesPatients : _plan.Request.Replaces(tag)))
        {
            parts = parts.SelectMany(group =>
                group.Select(resource).Distinct().Skip(1).Any()
                    ? group.GroupBy(
                        parent is not null && group.TrueForAll(series => parent(series) == parent(group[0]))
                            ? resource : series => read(resource(series)),
                        StringComparer.Ordinal).Select(part => part.ToList())
                    : [group]).Where(part => part.Count > 1);
        }

        return [.. parts];
    }

    /// <summary>The identifier of a resource without spaces around it, as the identifier map sees it.</summary>
    private string Read(ResourceLevel level, string id)
    {
        if (!_uids.TryGetValue(id, out var uid))
        {
            uid = ResourceTree.MainTag(ResourceTree.Read(level, id), level switch
            {
                ResourceLevel.Patient => "PatientID",
                ResourceLevel.Study => "StudyInstanceUID",
                _ => "SeriesInstanceUID",
            })?.Trim(' ') ?? string.Empty;
            _uids.Add(id, uid);
        }

        return uid;
    }

    private static Dictionary<string, string> SopInstanceUids(List<IndexedSeries> group)
    {
        var uids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var series in group)
        {
            var code = SeriesListing.TryRead(
                series.Id, instance => uids[instance.Id] = instance.SopInstanceUid?.Trim(' ') ?? string.Empty);
            if (code != OrthancErrorCode.Success)
            {
                throw new OrthancException(code, $"Orthanc cannot tell which instances series {series.Id} has.");
            }
        }

        return uids;
    }

    /// <summary>
    /// Sets apart patients whose instances collide with those of another patient, and studies whose instances collide
    /// within a patient.
    /// </summary>
    private void Compare(IEnumerable<SourceInstance> instances, Dictionary<string, string> uids)
    {
        var ofAll = new Dictionary<string, SourceInstance>(StringComparer.Ordinal);
        var ofPatient = new Dictionary<(string Uid, string Patient), SourceInstance>();
        var ofStudy = new Dictionary<(string Uid, string Study), SourceInstance>();
        foreach (var instance in instances)
        {
            // An instance that is gone by now fails on its own.
            if (uids.TryGetValue(instance.Id, out var uid))
            {
                var (patient, study) = (instance.Series.Patient, instance.Series.Study);
                Compare(ofAll, uid, instance, series => series.Patient);
                Compare(ofPatient, (uid, patient), instance, series => series.Study);
                Compare(ofStudy, (uid, study), instance, apart: null);
            }
        }
    }

    private void Compare<TKey>(
        Dictionary<TKey, SourceInstance> known, TKey key, SourceInstance instance, Func<IndexedSeries, string>? apart)
        where TKey : notnull
    {
        if (known.TryAdd(key, instance))
        {
            return;
        }

        var first = known[key];
        if (apart is null)
        {
            throw Refusal(first.Id, instance.Id);
        }

        if (apart(first.Series) != apart(instance.Series))
        {
            if (_plan.Renewed.Count == 0 || _plan.Request.PseudonymKey is not null)
            {
                throw Refusal(first.Id, instance.Id);
            }

            _apart.Add(apart(instance.Series));
        }
    }

    private RequestException Refusal(string first, string second) => new(
        RequestFault.Refused,
        $"Instances {first} and {second} would become one, for they have the same UIDs and the request gives both the "
            + (_plan.Request.PseudonymKey is not null
                ? "same pseudonyms; give them different Patient IDs, or take a project for each"
                : "same identifiers; modify them in requests of their own, or replace and keep fewer identifiers"));
}
