// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Notes;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Phases;

/// <summary>What the plugin provides to jobs.</summary>
/// <param name="Host">The settings of the host.</param>
/// <param name="Names">Counts the names of anonymized patients.</param>
/// <param name="Metrics">Counts the work.</param>
/// <param name="Journal">Stores what has to survive a crash.</param>
/// <param name="Mappings">Keeps sealed mappings.</param>
/// <param name="Notes">Keeps what is attached to resources that are overwritten.</param>
/// <param name="Claims">What jobs know about each other's results.</param>
/// <param name="Generations">Stops scripts that anonymize their own results.</param>
/// <param name="Memory">Limits the memory of all jobs together.</param>
/// <param name="Threads">How many instances a job works on at the same time.</param>
/// <param name="SavesJobs">Whether jobs are to go on after a restart of the host.</param>
/// <param name="OverwritesInstances">Whether a new instance overwrites one with the same identifiers.</param>
/// <param name="Logger">Logs faults.</param>
internal sealed record JobServices(
    HostSettings Host, PatientNameCounter Names, Metrics Metrics, JobJournal Journal, SealedMappings Mappings, NotesJournal Notes,
    TargetClaims Claims, Generations Generations, MemoryBudget Memory, int Threads, bool SavesJobs, bool OverwritesInstances, ILogger Logger)
{
    /// <summary>Runs the work of a step in several threads, as <see cref="WorkerThreads"/> does.</summary>
    public Action<int, Action, ILogger> RunTogether { get; init; } = WorkerThreads.Run;

    /// <summary>
    /// How many instances a sealed table covers at most, so that those of large jobs do not take too much memory.
    /// </summary>
    public int RowsOfMapping { get; init; } = 50_000;

    /// <summary>Called with each job that has ended; throws nothing.</summary>
    public Action<EndedJob> Ended { get; init; } = static _ => { };
}
