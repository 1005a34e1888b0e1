// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification;
using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>
/// What stands in the metadata of a new instance for jobs of later, or of another host with the same database: see
/// <see cref="TargetClaims"/>. The host deletes them with the instance.
/// </summary>
/// <param name="Source">The instance that it was made of; null if nobody knows.</param>
/// <param name="IsUsed">Whether a job that has not made it has it as its result.</param>
/// <param name="IsGoing">Whether somebody is taking it back.</param>
internal readonly record struct TargetNotes(string? Source, bool IsUsed, bool IsGoing)
{
    // Metadata of users (1024 and above): their values are JSON.
    private const string Used = "25703";
    private const string Going = "25704";

    /// <summary>The metadata that names the source where the host does not let a plugin write <c>AnonymizedFrom</c>.</summary>
    private const string MadeOf = "25705";

    /// <summary>Reads them.</summary>
    /// <returns>Null if the host has no such instance.</returns>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static TargetNotes? Read(string target)
    {
        var code = HostRest.TryGet(
            $"{ResourceTree.Path(ResourceLevel.Instance, target)}/metadata?expand", out var metadata);
        return code switch
        {
            OrthancErrorCode.Success => new TargetNotes(
                Text(metadata, "AnonymizedFrom") ?? Text(metadata, "ModifiedFrom") ?? Text(metadata, MadeOf),
                Text(metadata, Used) is "1", Text(metadata, Going) is "1"),
            OrthancErrorCode.UnknownResource => null,
            _ => throw new OrthancException(code, $"Orthanc cannot read the metadata of instance {target}."),
        };
    }

    /// <summary>Notes that a job that has not made a target uses it.</summary>
    public static void WriteUsed(string target) => Write(target, Used, "1");

    /// <summary>Notes whether a target is being taken back.</summary>
    public static void WriteGoing(string target, bool isGoing) => Write(target, Going, isGoing ? "1" : "0");

    /// <summary>Notes what a target was made of, where nothing else says so.</summary>
    public static void WriteSource(string target, string source)
    {
        if (!ResourceNotes.TakesOrigins)
        {
            Write(target, MadeOf, source);
        }
    }

    private static void Write(string target, string name, string value) =>
        ResourceNotes.WriteMetadata(ResourceLevel.Instance, target, name, value);

    private static string? Text(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out var value) ? value.GetString() : null;
}
