// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification;

namespace OrthancDeid.Orthanc.Resources;

/// <summary>
/// The DICOM tags that the host's index shows of series, studies and patients. It takes them from the first instance
/// that it stores, and goes on showing them when later ones say something else. Each resource is looked at once.
/// </summary>
internal sealed class MainDicomTags
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Makes the index show of the parents of an instance what it says, where it does not.</summary>
    /// <exception cref="OrthancException">The index cannot be read or written, or the file not be read.</exception>
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
            // Of this one alone, with what it belongs to: others of the same patient are none of the job's.
            HostRest.Post($"{path}/reconstruct", "{}");
        }
    }

    /// <summary>Looks at all of them again.</summary>
    public void Forget() => _known.Clear();

    private static bool Agree(ResourceLevel level, string id, JsonElement tags)
    {
        var shown = HostRest.Get($"{ResourceTree.Path(level, id)}?short");

        // The index keeps the tags of the patient once more with each study.
        return Agree(level, shown.GetProperty("MainDicomTags"), tags)
            && (level != ResourceLevel.Study
                || Agree(ResourceLevel.Patient, shown.GetProperty("PatientMainDicomTags"), tags));
    }

    private static bool Agree(ResourceLevel level, JsonElement shown, JsonElement tags) =>
        shown.EnumerateObject().Select(tag => tag.Name).Union(IndexedTags.Of(level)).All(tag =>
            !tags.TryGetProperty(tag, out var value) ? Text(shown, tag).Length == 0
            : value.ValueKind == JsonValueKind.String ? value.GetString() == Text(shown, tag)
            // What is no text is not shown.
            : !shown.TryGetProperty(tag, out _));

    private static string Text(JsonElement shown, string tag) =>
        shown.TryGetProperty(tag, out var value) ? value.GetString()! : string.Empty;
}
