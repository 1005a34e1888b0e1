// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>The instances that a split or a merge moves, and their new study.</summary>
internal static class StudyParts
{
    /// <summary>The instances of the series and instances that a split names, each once.</summary>
    /// <exception cref="RequestException">The body names none.</exception>
    /// <exception cref="OrthancException">There is no such study, or a part does not belong to it.</exception>
    public static List<SourceInstance> ToSplit(string study, RequestBody body)
    {
        RequireStudy(study, $"Cannot split unknown study {study}");
        var (series, instances) = BulkRequest.SplitParts(body);
        var parts = new InstanceList();
        foreach (var id in series)
        {
            parts.Add(Find(parts, ResourceLevel.Series, id, study));
        }

        foreach (var id in instances)
        {
            parts.Add(Find(parts, ResourceLevel.Instance, id, study));
        }

        return parts.Instances;
    }

    /// <summary>The identifiers of the resources that a split or a merge names.</summary>
    /// <exception cref="RequestException">The body names no list of resources.</exception>
    public static IEnumerable<string> NamedIn(RequestBody body, bool isSplit)
    {
        if (!isSplit)
        {
            return BulkRequest.Resources(body);
        }

        var (series, instances) = BulkRequest.SplitParts(body);
        return series.Concat(instances);
    }

    /// <summary>The instances of the studies, series and instances that a merge names, each once.</summary>
    /// <exception cref="RequestException">The body names no list of resources.</exception>
    /// <exception cref="OrthancException">The study or a resource does not exist, or a resource belongs to the study
    /// already.</exception>
    public static List<SourceInstance> ToMerge(string study, RequestBody body)
    {
        RequireStudy(study, $"Cannot merge into an unknown study: {study}");
        var parts = new InstanceList();
        foreach (var id in BulkRequest.Resources(body))
        {
            var level = ResourceTree.LevelOf(id, ResourceLevel.Series) ?? throw Unknown($"Cannot find this resource: {id}");
            if (level == ResourceLevel.Patient)
            {
                throw Unknown($"This resource is neither a study, nor a series, nor an instance: {id} is a Patient");
            }

            var instances = parts.Find(level, id);
            if (instances.Exists(instance => instance.Series.Study == study))
            {
                throw Unknown(level == ResourceLevel.Study
                    ? $"Cannot merge a study into the same study: {id}"
                    : $"Cannot merge {level.ToString().ToLowerInvariant()} {id} into its parent study {study}");
            }

            parts.Add(instances);
        }

        return parts.Instances;
    }

    /// <summary>The body of a modification that moves instances to a study.</summary>
    /// <param name="study">Orthanc's identifier of the study.</param>
    /// <param name="host">The settings of the host, which say how its files are read.</param>
    /// <param name="updatesReferences">Whether references between the moved instances are updated.</param>
    /// <exception cref="OrthancException">An instance of the study cannot be read.</exception>
    /// <exception cref="DicomFormatException">Its file is broken.</exception>
    public static byte[] MergeInto(string study, HostSettings host, bool updatesReferences = false)
    {
        var first = ResourceTree.Instances(ResourceLevel.Study, study).First();
        using var bytes = OrthancHost.ReadInstance(first.Id);
        using var file = DicomFile.Parse(bytes, host.Reading);
        return StudyChange.ForMerge(file.Dataset, updatesReferences);
    }

    private static List<SourceInstance> Find(InstanceList parts, ResourceLevel level, string id, string study)
    {
        var error = $"This {level.ToString().ToLowerInvariant()} does not belong to the study to be split: {id}";
        if (!ResourceTree.Has(level, id))
        {
            throw Unknown(error);
        }

        var instances = parts.Find(level, id);
        return instances.TrueForAll(instance => instance.Series.Study == study) ? instances : throw Unknown(error);
    }

    private static void RequireStudy(string id, string error)
    {
        if (!ResourceTree.Has(ResourceLevel.Study, id))
        {
            throw Unknown(error);
        }
    }

    private static OrthancException Unknown(string details) => new(OrthancErrorCode.UnknownResource, details);
}
