// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Notes;

/// <summary>
/// Records that a job edits an instance in place. If Orthanc is killed meanwhile, the job goes on afterwards and finds
/// either the instance to edit, or its own result. Editing the result again would shift its dates twice and give it
/// other UIDs than its siblings have. So a metadata of the new instance names the job, until another job overwrites the
/// instance.
/// </summary>
/// <param name="Job">The token of the job.</param>
/// <param name="Instance">Orthanc's identifier of the instance.</param>
/// <param name="Before">The name of its file in the storage before the edit.</param>
internal sealed record InPlaceEdit(string Job, string Instance, Guid Before)
{
    private const string Member = "InPlace";

    // The number of a user-defined metadata (1024 and above).
    internal const string DoneBy = "25706";

    /// <summary>The edit that a job is about to make.</summary>
    /// <returns>Null if there is no such instance.</returns>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static InPlaceEdit? Of(string job, string instance) =>
        InstanceStorage.FileOf(instance) is { } file ? new InPlaceEdit(job, instance, file.Name) : null;

    /// <summary>Whether a job has edited an instance in place.</summary>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static bool IsDone(string job, string instance)
    {
        using var value = ResourceNotes.ReadMetadata(ResourceLevel.Instance, instance, DoneBy);
        return value is not null && value.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(job));
    }

    /// <summary>Records that the edit is done, if the instance has another file than before.</summary>
    /// <exception cref="OrthancException">The index cannot be read, or the host refuses the metadata.</exception>
    public void NoteIfDone()
    {
        if (InstanceStorage.FileOf(Instance) is { } file && file.Name != Before)
        {
            ResourceNotes.WriteMetadata(ResourceLevel.Instance, Instance, DoneBy, Job);
        }
    }

    /// <summary>Writes it as a member of an object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray(Member);
        json.WriteStringValue(Job);
        json.WriteStringValue(Instance);
        json.WriteStringValue(Before);
        json.WriteEndArray();
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote; null if there is none.</summary>
    /// <exception cref="Exception">It is ill-formed.</exception>
    public static InPlaceEdit? ReadFrom(JsonElement json) => json.TryGetProperty(Member, out var edit)
        ? new InPlaceEdit(edit[0].GetString()!, edit[1].GetString()!, edit[2].GetGuid()) : null;
}
