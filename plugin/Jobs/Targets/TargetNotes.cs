// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Notes;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// The metadata of a new instance that later jobs read, or jobs of another host with the same database: see
/// <see cref="TargetClaims"/>. The host deletes them with the instance.
/// </summary>
/// <param name="Source">The instance that it was made from; null if unknown.</param>
/// <param name="IsAnonymized">Whether an anonymization has made it, and no modification has changed it since.</param>
/// <param name="Uses">Which runs have it as a result, by the places of <see cref="HostRun"/>.</param>
/// <param name="IsGoing">Whether somebody is taking it back.</param>
internal sealed record TargetNotes(string? Source, bool IsAnonymized, IReadOnlyDictionary<string, TargetUse> Uses, bool IsGoing)
{
    private const string AnonymizedFrom = "AnonymizedFrom";
    private const string ModifiedFrom = "ModifiedFrom";

    // User-defined metadata (1024 and above). The first one is from an earlier version, which did not note which run it is.
    private const string Used = "25703";
    private const string Going = "25704";

    /// <summary>
    /// The metadata that names the source where the host does not let a plugin write <c>AnonymizedFrom</c>.
    /// </summary>
    private const string MadeOf = "25705";

    /// <summary>The metadata beside <see cref="MadeOf"/> that says that a modification has made the instance.</summary>
    private const string Modified = "25708";

    // Longer than the deletion of an instance takes. An older note is from a host that was killed before it deleted it.
    private static readonly TimeSpan LongestGoing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

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
                Text(metadata, AnonymizedFrom) ?? Text(metadata, ModifiedFrom) ?? Text(metadata, MadeOf),
                (Text(metadata, AnonymizedFrom) ?? Text(metadata, MadeOf)) is not null
                    && !((string[])[ModifiedFrom, Modified, InPlaceEdit.DoneBy]).Any(name => metadata.TryGetProperty(name, out _)),
                metadata.EnumerateObject().Where(one => one.Name == Used || HostRun.IsPlace(one.Name)).ToDictionary(
                    one => one.Name,
                    one => one.Name == Used ? TargetUse.OfSeveral : TargetUse.Parse(one.Value.GetString()!),
                    StringComparer.Ordinal),
                Text(metadata, Going) is "1"),
            OrthancErrorCode.UnknownResource => null,
            _ => throw new OrthancException(code, $"Orthanc cannot read the metadata of instance {target}."),
        };
    }

    /// <summary>Whether a job has made the instance, and no other job of any host has it.</summary>
    /// <param name="job">What identifies the job.</param>
    public bool IsOnlyOf(string job) => Uses.Count > 0 && Uses.Values.All(use => use.IsOnlyOf(job));

    /// <summary>Whether jobs of this run of the host are noted that have the instance without having made it.</summary>
    public bool IsUsedHere => Uses.Values.Any(use => use.Run == OrthancHost.Current.Run.Id && use.IsUsed);

    /// <summary>Whether another job has the instance.</summary>
    /// <param name="job">What identifies the job that asks.</param>
    /// <param name="areKnownHere">Whether all jobs of this run that had it are known, and none has it any
    /// longer.</param>
    public bool IsUsedBeside(string job, bool areKnownHere) =>
        Uses.Values.Any(use => !(areKnownHere && use.Run == OrthancHost.Current.Run.Id) && !use.IsOnlyOf(job));

    /// <summary>
    /// Records that a job has made a target, and from which source. The caller holds the claim of the target.
    /// </summary>
    public static void WriteMade(string target, string source, string job, bool isAnonymized)
    {
        if (!OrthancHost.Features.TakesOrigins)
        {
            Write(target, MadeOf, source);
            if (!isAnonymized)
            {
                Write(target, Modified, "1");
            }
        }

        Write(target, OrthancHost.Current.Run.Place, new TargetUse(OrthancHost.Current.Run.Id, job, IsUsed: false).ToString());
    }

    /// <summary>
    /// Records that a job of this run uses a target that it has not made. The caller holds the claim of the target.
    /// </summary>
    public static void WriteUsed(string target)
    {
        TargetUse? noted = Read(target) is { } notes && notes.Uses.TryGetValue(OrthancHost.Current.Run.Place, out var there)
            ? there : null;
        var use = noted?.UsedBy(OrthancHost.Current.Run.Id) ?? new TargetUse(OrthancHost.Current.Run.Id, null, IsUsed: true);
        if (use != noted)
        {
            Write(target, OrthancHost.Current.Run.Place, use.ToString());
        }
    }

    /// <summary>Records whether a target is being taken back.</summary>
    public static void WriteGoing(string target, bool isGoing) => Write(target, Going, isGoing ? "1" : "0");

    /// <summary>Waits while somebody takes a target back.</summary>
    /// <returns>Whether it exists afterwards.</returns>
    /// <exception cref="OrthancException">The index cannot be read or written.</exception>
    public static bool WaitWhileGoing(string target)
    {
        var host = OrthancHost.Current;
        for (var began = host.Clock.GetTimestamp(); Read(target) is { } notes; host.Sleep(Pause))
        {
            if (!notes.IsGoing)
            {
                return true;
            }

            if (host.Clock.GetElapsedTime(began) > LongestGoing)
            {
                WriteGoing(target, isGoing: false);
            }
        }

        return false;
    }

    private static void Write(string target, string name, string value) =>
        ResourceNotes.WriteMetadata(ResourceLevel.Instance, target, name, value);

    private static string? Text(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out var value) ? value.GetString() : null;
}
