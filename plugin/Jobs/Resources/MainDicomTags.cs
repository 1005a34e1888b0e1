// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>
/// Keeps the main DICOM tags of series, studies and patients in the host's index in line with new instances. The host
/// takes the tags of a resource from its first instance, and keeps them even if later instances differ. Each resource
/// is checked once.
/// </summary>
internal sealed class MainDicomTags
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Updates the parents of an instance in the index if they differ from it.</summary>
    /// <exception cref="OrthancException">The index or the file cannot be read, or the index not written.</exception>
    public void Update(StoredInstance instance)
    {
        if (!_known.Add(instance.Series.Id))
        {
            return;
        }

        var path = ResourceTree.Path(ResourceLevel.Instance, instance.Id);
        var tags = HostRest.Get($"{path}/tags?short");
        if (!Agree(ResourceLevel.Series, instance.Series.Id, tags)
            | (_known.Add(instance.Series.Study) && !Agree(ResourceLevel.Study, instance.Series.Study, tags))
            | (_known.Add(instance.Series.Patient) && !Agree(ResourceLevel.Patient, instance.Series.Patient, tags)))
        {
            // Only this instance and its parents: other instances of the same patient do not belong to the job.
            HostRest.Post($"{path}/reconstruct", "{}");
        }
    }

    /// <summary>Makes <see cref="Update"/> check every resource again.</summary>
    public void Forget() => _known.Clear();

    private static bool Agree(ResourceLevel level, string id, JsonElement tags)
    {
        var shown = HostRest.Get($"{ResourceTree.Path(level, id)}?short");

        // The index repeats the tags of the patient for each study.
        return Agree(level, shown.GetProperty("MainDicomTags"), tags)
            && (level != ResourceLevel.Study
                || Agree(ResourceLevel.Patient, shown.GetProperty("PatientMainDicomTags"), tags));
    }

    private static bool Agree(ResourceLevel level, JsonElement shown, JsonElement tags) =>
        shown.EnumerateObject().Select(tag => tag.Name).Union(IndexedTags.Of(level)).All(tag =>
            !tags.TryGetProperty(tag, out var value) ? Text(shown, tag).Length == 0
            : value.ValueKind == JsonValueKind.String ? value.GetString() == Text(shown, tag)
            // The index contains only text.
            : !shown.TryGetProperty(tag, out _));

    private static string Text(JsonElement shown, string tag) =>
        shown.TryGetProperty(tag, out var value) ? value.GetString()! : string.Empty;
}
