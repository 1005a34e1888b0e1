// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>
/// The sizes of the files of some instances. The host is asked once for a whole series: that takes a fifth of the time
/// of single look-ups, which also get slower the more instances it has. Thread-safe.
/// </summary>
/// <param name="sources">The instances.</param>
internal sealed class SourceSizes(IReadOnlyList<SourceInstance> sources)
{
    // The host lists a series as a whole, even if only a few of its instances are needed.
    private const int FewestOfSeries = 16;

    private readonly Dictionary<string, int> _counts =
        sources.CountBy(source => source.Series.Id).ToDictionary(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, SizesOfSeries> _series = new(StringComparer.Ordinal);

    /// <summary>The size of the file of one of the instances, in bytes.</summary>
    /// <exception cref="OrthancException">There is no such instance, or the index cannot be read.</exception>
    public long Of(SourceInstance source)
    {
        if (_counts[source.Series.Id] < FewestOfSeries)
        {
            return InstanceStorage.Size(source.Id);
        }

        var sizes = _series.GetOrAdd(source.Series.Id, static id => new SizesOfSeries(id)).Get();
        return sizes.TryGetValue(source.Id, out var size) ? size : InstanceStorage.Size(source.Id);
    }

    /// <summary>The sizes; none if the series cannot be read, since each of its instances will report why.</summary>
    private static Dictionary<string, long> OfSeries(string id)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        SeriesListing.TryRead(id, instance =>
        {
            if (instance.Size is { } size)
            {
                sizes[instance.Id] = size;
            }
        });
        return sizes;
    }

    /// <summary>The sizes of a series, read once; a failure is not cached.</summary>
    private sealed class SizesOfSeries(string id)
    {
        private readonly Lock _lock = new();
        private Dictionary<string, long>? _sizes;

        public Dictionary<string, long> Get()
        {
            lock (_lock)
            {
                return _sizes ??= OfSeries(id);
            }
        }
    }
}
