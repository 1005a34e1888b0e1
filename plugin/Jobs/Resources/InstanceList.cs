// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>The instances of several resources, each once: resources may overlap, like a study and its series.</summary>
internal sealed class InstanceList
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IndexedSeries> _series = new(StringComparer.Ordinal);

    /// <summary>The instances in the order they were added.</summary>
    public List<SourceInstance> Instances { get; } = [];

    /// <summary>Finds the instances of a resource, without adding them.</summary>
    /// <exception cref="OrthancException">There is no such resource, or the index cannot be read.</exception>
    public List<SourceInstance> Find(ResourceLevel level, string id) => [.. ResourceTree.Instances(level, id, _series)];

    /// <summary>Adds the instances that are not in the list yet.</summary>
    public void Add(IEnumerable<SourceInstance> instances) =>
        Instances.AddRange(instances.Where(instance => _known.Add(instance.Id)));
}
