// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>Reads the hierarchy of resources from the host's index.</summary>
internal static class ResourceTree
{
    private static readonly ResourceLevel[] Levels =
        [ResourceLevel.Instance, ResourceLevel.Series, ResourceLevel.Study, ResourceLevel.Patient];

    /// <summary>The path of a resource.</summary>
    public static string Path(ResourceLevel level, string id) => level switch
    {
        ResourceLevel.Patient => $"/patients/{id}",
        ResourceLevel.Study => $"/studies/{id}",
        ResourceLevel.Series => $"/series/{id}",
        _ => $"/instances/{id}",
    };

    /// <summary>The level of a resource; null if there is none with that identifier.</summary>
    /// <param name="id">The text that a client gave as Orthanc's identifier.</param>
    /// <param name="likely">The level to try first.</param>
    public static ResourceLevel? LevelOf(string id, ResourceLevel likely)
    {
        foreach (var level in Levels.OrderBy(level => level != likely))
        {
            if (Has(level, id))
            {
                return level;
            }
        }

        return null;
    }

    /// <summary>Whether there is a resource of a level.</summary>
    /// <param name="level">The level.</param>
    /// <param name="id">The text that a client gave as Orthanc's identifier.</param>
    public static bool Has(ResourceLevel level, string id) =>
        ResourceIdentifier.IsValid(id) && HostRest.TryGet(Path(level, id), out _) == OrthancErrorCode.Success;

    /// <summary>A resource in the host's index.</summary>
    /// <exception cref="OrthancException">There is none, or the index cannot be read.</exception>
    public static JsonElement Read(ResourceLevel level, string id)
    {
        var code = HostRest.TryGet(Path(level, id), out var resource);
        return code switch
        {
            OrthancErrorCode.Success => resource,
            OrthancErrorCode.UnknownResource => throw new OrthancException(
                code, $"There is no {level.ToString().ToLowerInvariant()} {id}."),
            _ => throw new OrthancException(
                code, $"Orthanc cannot read {level.ToString().ToLowerInvariant()} {id} from its index."),
        };
    }

    /// <summary>The instances of a resource, series by series.</summary>
    /// <exception cref="OrthancException">There is no such resource, or the index cannot be read.</exception>
    public static IEnumerable<SourceInstance> Instances(ResourceLevel level, string id) => Instances(level, id, []);

    /// <summary>The instances of a resource, series by series.</summary>
    /// <param name="level">The level of the resource.</param>
    /// <param name="id">Orthanc's identifier of the resource.</param>
    /// <param name="known">
    /// Caches the series of single instances, by Orthanc's identifiers: reading a series takes longer the more instances
    /// it has.
    /// </param>
    /// <exception cref="OrthancException">There is no such resource, or the index cannot be read.</exception>
    public static IEnumerable<SourceInstance> Instances(
        ResourceLevel level, string id, Dictionary<string, IndexedSeries> known) =>
        Instances(level, id, known, patient: null);

    // Reading a study takes longer the more series it has, so a caller that has read it passes the patient on.
    private static IEnumerable<SourceInstance> Instances(
        ResourceLevel level, string id, Dictionary<string, IndexedSeries> known, string? patient)
    {
        var resource = Read(level, id);
        switch (level)
        {
            case ResourceLevel.Instance:
                var parent = Text(resource, "ParentSeries");
                if (!known.TryGetValue(parent, out var place))
                {
                    place = Series(Read(ResourceLevel.Series, parent), patient: null);
                    known.Add(parent, place);
                }

                return [new SourceInstance(id, place)];
            case ResourceLevel.Series:
                var series = Series(resource, patient);
                return Children(resource, "Instances").Select(instance => new SourceInstance(instance, series));
            case ResourceLevel.Study:
                var owner = Text(resource, "ParentPatient");
                return Children(resource, "Series")
                    .SelectMany(child => Instances(ResourceLevel.Series, child, known, owner));
            default:
                return Children(resource, "Studies").SelectMany(child => Instances(ResourceLevel.Study, child, known, id));
        }
    }

    /// <summary>A main DICOM tag of a resource in the host's index; null if it has none.</summary>
    public static string? MainTag(JsonElement resource, string keyword) =>
        resource.TryGetProperty("MainDicomTags", out var tags) && tags.TryGetProperty(keyword, out var value)
            ? value.GetString() : null;

    /// <summary>The identifiers of the children of a resource.</summary>
    public static IEnumerable<string> Children(JsonElement resource, string member) =>
        resource.GetProperty(member).EnumerateArray().Select(child => child.GetString()!);

    private static IndexedSeries Series(JsonElement series, string? patient)
    {
        var study = Text(series, "ParentStudy");
        return new IndexedSeries(
            Text(series, "ID"), study, patient ?? Text(Read(ResourceLevel.Study, study), "ParentPatient"));
    }

    private static string Text(JsonElement resource, string member) => resource.GetProperty(member).GetString()!;
}
