// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification;
using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>
/// What is left of what a job stored, as the host knows it now: anybody may delete it while the job waits, is paused or
/// works on others. The host is asked once for each series.
/// </summary>
internal sealed class StoredSeries
{
    private readonly Dictionary<string, HashSet<string>> _instances = new(StringComparer.Ordinal);

    /// <summary>Whether an instance is there.</summary>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public bool Contains(StoredInstance instance)
    {
        if (!_instances.TryGetValue(instance.Series.Id, out var there))
        {
            there = Read(instance.Series.Id);
            _instances.Add(instance.Series.Id, there);
        }

        return there.Contains(instance.Id);
    }

    private static HashSet<string> Read(string series)
    {
        var code = HostRest.TryGet(ResourceTree.Path(ResourceLevel.Series, series), out var found);
        return code switch
        {
            OrthancErrorCode.Success => [.. ResourceTree.Children(found, "Instances")],
            OrthancErrorCode.UnknownResource => [],
            _ => throw new OrthancException(code, $"Orthanc cannot tell which instances series {series} has."),
        };
    }
}
