// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Resources;

/// <summary>Instances of several resources, each once: resources may overlap, as a study and one of its series.</summary>
internal sealed class InstanceList
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The instances in the order they were added.</summary>
    public List<SourceInstance> Instances { get; } = [];

    /// <summary>Adds those that are not yet there.</summary>
    public void Add(IEnumerable<SourceInstance> instances) =>
        Instances.AddRange(instances.Where(instance => _known.Add(instance.Id)));
}
