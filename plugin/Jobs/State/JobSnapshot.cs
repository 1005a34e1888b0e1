// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.State;

/// <summary>
/// The progress of a job after a step. Threads of the host read only this, at any time and without a lock. Immutable;
/// unchanged parts are shared between steps.
/// </summary>
internal sealed record JobSnapshot
{
    /// <summary>What the job was doing.</summary>
    public required JobPhaseName Phase { get; init; }

    /// <summary>How many instances there are.</summary>
    public required int Count { get; init; }

    /// <summary>The results, with the numbers of their sources.</summary>
    public required IReadOnlyList<(int Number, StoredInstance Instance)> Stored { get; init; }

    /// <summary>The numbers of the instances that failed, and why.</summary>
    public required IReadOnlyList<KeyValuePair<int, InstanceFault>> Failed { get; init; }

    /// <summary>The numbers of rejected instances, and why.</summary>
    public required IReadOnlyList<KeyValuePair<int, string>> Rejected { get; init; }

    /// <summary>The first fault; null if there is none.</summary>
    public required InstanceFault? Fault { get; init; }

    /// <summary>Whether the deletion of the sources has begun.</summary>
    public required bool AreSourcesGoing { get; init; }

    /// <summary>Whether the job failed and has begun to delete what it stored.</summary>
    public required bool IsUndoing { get; init; }

    /// <summary>Whether nothing is left to do.</summary>
    public required bool IsOver { get; init; }

    /// <summary>Whether an instance may be left that is not a result (<see cref="JobProgress.HasLeft"/>).</summary>
    public required bool HasLeft { get; init; }

    /// <summary>Whether it is unknown if the host has accepted the job.</summary>
    public required bool IsAwaited { get; init; }

    /// <summary>How often the job was submitted again, after it had failed or was cancelled.</summary>
    public required int Runs { get; init; }

    /// <summary>How many sealed mappings of the job are kept.</summary>
    public required int Mappings { get; init; }

    /// <summary>The number of the new patient name; null if the job has none.</summary>
    public required int? PatientNumber { get; init; }

    /// <summary>The fraction of the instances that are finished, from 0 to 1.</summary>
    public float Fraction => Count == 0 ? 1 : (float)(Stored.Count + Failed.Count + Rejected.Count) / Count;
}
