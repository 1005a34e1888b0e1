// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>Instances of several resources, each once: resources may overlap, as a study and one of its series.</summary>
internal sealed class InstanceList
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IndexedSeries> _series = new(StringComparer.Ordinal);

    /// <summary>The instances in the order they were added.</summary>
    public List<SourceInstance> Instances { get; } = [];

    /// <summary>The instances of a resource, which are not added.</summary>
    /// <exception cref="OrthancException">There is no such resource, or the index cannot be read.</exception>
    public List<SourceInstance> Find(ResourceLevel level, string id) => [.. ResourceTree.Instances(level, id, _series)];

    /// <summary>Adds those that are not yet there.</summary>
    public void Add(IEnumerable<SourceInstance> instances) =>
        Instances.AddRange(instances.Where(instance => _known.Add(instance.Id)));
}
