// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Checks;

/// <summary>
/// Refuses regions that target anything outside the request: they would mask nothing, and nobody would notice.
/// </summary>
internal static class RegionTargets
{
    /// <summary>Checks a request for one instance.</summary>
    /// <param name="plan">The request.</param>
    /// <param name="source">The file; the caller keeps ownership.</param>
    /// <param name="instance">Orthanc's identifier of the instance.</param>
    /// <exception cref="RequestException">A region targets another series or instance.</exception>
    /// <exception cref="DicomFormatException">The file is broken.</exception>
    public static void Check(ModificationPlan plan, NativeBuffer source, string instance)
    {
        if (!HasTargets(plan))
        {
            return;
        }

        using var file = DicomFile.Parse(
            new NativeBuffer(source.Pointer, source.Length, release: null), plan.Request.Host.Reading);
        Check(plan, [(InstanceIdentity.OfSeries(file.Dataset), instance)]);
    }

    /// <summary>Checks a job.</summary>
    /// <param name="plan">The request.</param>
    /// <param name="sources">Its sources.</param>
    /// <exception cref="RequestException">
    /// A region targets a series or an instance that is not among the sources, or an instance that is in none of the
    /// region's series.
    /// </exception>
    public static void Check(ModificationPlan plan, IReadOnlyList<SourceInstance> sources)
    {
        if (HasTargets(plan))
        {
            Check(plan, [.. sources.Select(source => (source.Series.Id, source.Id))]);
        }
    }

    private static bool HasTargets(ModificationPlan plan) =>
        plan.Request.Masks?.Regions.Any(region => region.Series.Count > 0 || region.Instances.Count > 0) == true;

    private static void Check(ModificationPlan plan, (string Series, string Instance)[] sources)
    {
        var series = sources.Select(source => source.Series).ToHashSet(StringComparer.Ordinal);
        var instances = sources.Select(source => source.Instance).ToHashSet(StringComparer.Ordinal);
        foreach (var region in plan.Request.Masks!.Regions)
        {
            if (region.Series.FirstOrDefault(id => !series.Contains(id)) is { } otherSeries)
            {
                throw Unknown($"{region.Path}.TargetSeries", otherSeries);
            }

            if (region.Instances.FirstOrDefault(id => !instances.Contains(id)) is { } otherInstance)
            {
                throw Unknown($"{region.Path}.TargetInstances", otherInstance);
            }

            // TargetSeries and TargetInstances both limit the region, so it contains no instance of another series.
            if (region.Instances.FirstOrDefault(id =>
                sources.All(source => source.Instance != id || !region.IsIn(source.Series, id))) is { } apart)
            {
                throw new RequestException(
                    RequestFault.Refused,
                    $"Member \"{region.Path}\": {apart} is in none of TargetSeries, so nothing would be masked there");
            }
        }
    }

    private static RequestException Unknown(string member, string id) => new(
        RequestFault.Refused, $"Member \"{member}\": the request is not about {id}, so nothing would be masked there");
}
