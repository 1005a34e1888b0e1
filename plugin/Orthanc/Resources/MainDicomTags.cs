// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification;

namespace OrthancDeid.Orthanc.Resources;

/// <summary>
/// The DICOM tags that the host's index shows of series, studies and patients. It takes them from the first instance
/// that it stores, and goes on showing them when later ones say something else.
/// </summary>
internal static class MainDicomTags
{
    /// <summary>Makes the index show what an instance says, where it does not.</summary>
    /// <exception cref="OrthancException">The index cannot be read or written.</exception>
    public static void Update(StoredInstance instance)
    {
        var tags = HostRest.Get($"{ResourceTree.Path(ResourceLevel.Instance, instance.Id)}/simplified-tags");
        if (!Agree(ResourceLevel.Patient, instance.Patient, tags))
        {
            Reconstruct(ResourceLevel.Patient, instance.Patient);
        }
        else if (!Agree(ResourceLevel.Study, instance.Study, tags))
        {
            Reconstruct(ResourceLevel.Study, instance.Study);
        }
        else if (!Agree(ResourceLevel.Series, instance.Series, tags))
        {
            Reconstruct(ResourceLevel.Series, instance.Series);
        }
    }

    private static bool Agree(ResourceLevel level, string id, JsonElement tags)
    {
        var shown = ResourceTree.Read(level, id).GetProperty("MainDicomTags");
        foreach (var tag in shown.EnumerateObject())
        {
            if (!tags.TryGetProperty(tag.Name, out var value) || value.ValueKind != JsonValueKind.String
                || value.GetString() != tag.Value.GetString())
            {
                return false;
            }
        }

        return true;
    }

    private static void Reconstruct(ResourceLevel level, string id) =>
        HostRest.Post($"{ResourceTree.Path(level, id)}/reconstruct", "{}");
}
