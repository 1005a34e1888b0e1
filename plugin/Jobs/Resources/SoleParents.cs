// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>
/// Finds the series, study and patient that the host deletes together with an instance, because they have no other one.
/// It remembers two instances of any other parent, so that a large series is not read for each of its instances.
/// Thread-safe.
/// </summary>
internal sealed class SoleParents
{
    private static readonly (ResourceLevel Level, string Parent, string Children)[] Levels =
    [
        (ResourceLevel.Series, "ParentSeries", "Instances"), (ResourceLevel.Study, "ParentStudy", "Series"),
        (ResourceLevel.Patient, "ParentPatient", "Studies"),
    ];

    private readonly ConcurrentDictionary<string, (string First, string Second)> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// An instance and the parents that are deleted with it, the lowest first; empty if there is no such instance. If
    /// somebody deletes instances meanwhile, parents that stay may be included.
    /// </summary>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public IEnumerable<(ResourceLevel Level, JsonElement Resource)> With(string instance)
    {
        if (Find(ResourceLevel.Instance, instance) is not { } child)
        {
            yield break;
        }

        yield return (ResourceLevel.Instance, child);
        for (var i = 0; i < Levels.Length; i++)
        {
            var id = child.GetProperty(Levels[i].Parent).GetString()!;
            if (HasKnown(id, instance) || Find(Levels[i].Level, id) is not { } parent || HasOther(parent, i, child, instance))
            {
                yield break;
            }

            yield return (Levels[i].Level, parent);
            child = parent;
        }
    }

    private bool HasKnown(string id, string instance) =>
        _known.TryGetValue(id, out var known)
        && InstanceStorage.Exists(known.First == instance ? known.Second : known.First);

    private bool HasOther(JsonElement parent, int level, JsonElement child, string instance)
    {
        var own = child.GetProperty("ID").GetString()!;
        var other = ResourceTree.Children(parent, Levels[level].Children).FirstOrDefault(id => id != own);
        while (other is not null && --level >= 0)
        {
            other = Find(Levels[level].Level, other) is { } resource
                ? ResourceTree.Children(resource, Levels[level].Children).FirstOrDefault() : null;
        }

        if (other is null)
        {
            return false;
        }

        _known[parent.GetProperty("ID").GetString()!] = (instance, other);
        return true;
    }

    private static JsonElement? Find(ResourceLevel level, string id)
    {
        var code = HostRest.TryGet(ResourceTree.Path(level, id), out var resource);
        return code switch
        {
            OrthancErrorCode.Success => resource,
            OrthancErrorCode.UnknownResource => null,
            _ => throw new OrthancException(
                code, $"Orthanc cannot read {level.ToString().ToLowerInvariant()} {id} from its index."),
        };
    }
}
