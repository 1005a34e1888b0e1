// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>The database and the storage of the simulated host, which survive a kill.</summary>
internal sealed class SimulatedStore(Random names)
{
    /// <summary>The number of an instance in its series: every copy has that of its source, and no two sources share
    /// one.</summary>
    public const string Marker = "0020,0013";

    /// <summary>The main tags of each level in the index.</summary>
    public static readonly Dictionary<ResourceLevel, (string Tag, string Keyword)[]> MainTags = new()
    {
        [ResourceLevel.Patient] = [("0010,0010", "PatientName"), ("0010,0020", "PatientID"), ("0010,0030", "PatientBirthDate")],
        [ResourceLevel.Study] =
            [("0020,000d", "StudyInstanceUID"), ("0008,1030", "StudyDescription"), ("0008,0020", "StudyDate")],
        [ResourceLevel.Series] = [("0020,000e", "SeriesInstanceUID"), ("0008,0060", "Modality")],
        [ResourceLevel.Instance] = [("0008,0018", "SOPInstanceUID"), (Marker, "InstanceNumber")],
    };

    private readonly Dictionary<string, SimulatedResource> _resources = [];

    public Dictionary<int, string> Properties { get; } = [];

    /// <summary>Properties whose last write failed, so that their values are older than what the plugin tried to
    /// write.</summary>
    public HashSet<int> Outdated { get; } = [];

    public bool OverwritesInstances { get; init; } = true;

    /// <summary>
    /// Instances that the host has not overwritten with a new file, and that nobody has requested since. Deleting one of
    /// them is part of replacing it.
    /// </summary>
    public HashSet<string> Kept { get; } = [];

    /// <summary>Whether the instance that is being deleted is being replaced.</summary>
    public bool IsReplacing { get; private set; }

    /// <summary>Called after an instance was deleted; the listener has to know by whom.</summary>
    public Action<SimulatedResource> Removed { get; set; } = static _ => { };

    public IEnumerable<SimulatedResource> All(ResourceLevel level) => _resources.Values.Where(one => one.Level == level);

    public SimulatedResource? Find(ResourceLevel level, string id) =>
        _resources.TryGetValue(id, out var found) && found.Level == level ? found : null;

    /// <summary>Stores a file in one transaction.</summary>
    public (string Status, SimulatedResource Instance) Store(byte[] file)
    {
        var tags = Read(file);
        string[] identifiers = [tags["0010,0020"], tags["0020,000d"], tags["0020,000e"], tags["0008,0018"]];
        var old = Find(ResourceLevel.Instance, ResourceIdentifier.OfPath(identifiers));
        if (old is not null && !OverwritesInstances)
        {
            Kept.Add(old.Id);
            return ("AlreadyStored", old);
        }

        if (old is not null)
        {
            Unlink(old);
        }

        SimulatedResource? parent = null;
        foreach (var level in (ResourceLevel[])[ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series, ResourceLevel.Instance])
        {
            var id = ResourceIdentifier.OfPath(identifiers.AsSpan(0, 4 - DepthBelow(level)));
            if (Find(level, id) is not { } resource)
            {
                resource = new SimulatedResource { Level = level, Id = id, Parent = parent, Tags = MainTagsOf(level, tags) };
                _resources.Add(id, resource);
                parent?.Children.Add(resource);
                if (level == ResourceLevel.Series)
                {
                    resource.Metadata["RemoteAET"] = ([], 0);
                }
            }

            parent = resource;
        }

        parent!.File = file;
        var name = new byte[16];
        names.NextBytes(name);
        parent.FileName = new Guid(name);
        if (old is not null)
        {
            Removed(old);
        }

        return ("Success", parent);
    }

    public void Delete(SimulatedResource instance)
    {
        Unlink(instance);
        IsReplacing = Kept.Remove(instance.Id);
        Removed(instance);
        IsReplacing = false;
    }

    /// <summary>Updates the tags of an instance and of its parents in the index from its file.</summary>
    public static void Reconstruct(SimulatedResource instance)
    {
        var tags = Read(instance.File);
        for (var one = instance; one is not null; one = one.Parent)
        {
            one.Tags = MainTagsOf(one.Level, tags);
        }
    }

    /// <summary>The main tags of all levels in a file.</summary>
    public static Dictionary<string, string> Read(byte[] file)
    {
        using var parsed = DicomFile.Parse(file, SimulatedPlugin.Settings.Reading);
        var tags = new Dictionary<string, string>();
        foreach (var (tag, _) in MainTags.Values.SelectMany(one => one))
        {
            if (DicomTag.TryParse(tag, out var parsedTag) && parsed.Dataset.GetText(parsedTag) is { } text)
            {
                tags[tag] = text.Trim(' ', '\0');
            }
        }

        return tags;
    }

    private static int DepthBelow(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => 3,
        ResourceLevel.Study => 2,
        ResourceLevel.Series => 1,
        _ => 0,
    };

    private static Dictionary<string, (string Keyword, string Value)> MainTagsOf(
        ResourceLevel level, Dictionary<string, string> tags) =>
        MainTags[level].Where(one => tags.ContainsKey(one.Tag)).ToDictionary(one => one.Tag, one => (one.Keyword, tags[one.Tag]));

    private void Unlink(SimulatedResource instance)
    {
        for (var one = instance; one is not null && one.Children.Count == 0; one = one.Parent)
        {
            _resources.Remove(one.Id);
            one.Parent?.Children.Remove(one);
        }
    }
}
