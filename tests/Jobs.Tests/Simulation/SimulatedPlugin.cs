// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Jobs.Checks;
using OrthancDeid.Jobs.Engine;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Notes;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>The plugin in one run of the simulated host: its memory ends with the host.</summary>
internal sealed class SimulatedPlugin : IDisposable
{
    public static readonly HostSettings Settings = new() { SoftwareName = "Simulation", MappingKey = DataManager.Key };

    private const long Memory = 1 << 30;

    private readonly JobWatch _watch;
    private readonly JobServices _services;

    public SimulatedPlugin(Schedule schedule, SimulatedHost host, ILogger logger)
    {
        var journal = new JobJournal(logger);
        _services = new JobServices(
            Settings with { SoftwareName = schedule.NextSoftware() }, new PatientNameCounter(logger), new Metrics(), journal, new SealedMappings(logger),
            new NotesJournal(Path.GetTempPath(), journal.IsAtWork, logger), new TargetClaims(), new Generations(logger), new MemoryBudget(Memory), schedule.Workers,
            schedule.SavesJobs, schedule.OverwritesInstances, logger)
        {
            RowsOfMapping = 2,
            RunTogether = (count, work, _) => host.RunTogether(count, work),
        };
        var known = new KnownJobs();
        _watch = new JobWatch(known, _services.Journal, logger);
        Recovery = new JobRecovery(_services, known, _watch);
    }

    public JobRecovery Recovery { get; }

    /// <summary>Begins a job as the routes do.</summary>
    public void Begin(JobDefinition definition)
    {
        var job = Make(definition);
        SafetyChecks.Run(job.Plan, definition, _services);
        var apart = SourceCollisions.Find(job.Plan, definition.Sources);
        Recovery.Begin(apart.Count > 0 ? Make(definition with { Apart = apart }) : job);
    }

    /// <summary>Lets the journal forget jobs that the host must have saved, as the watch does from time to time.</summary>
    public void ForgetSaved() => _services.Journal.ForgetSaved();

    /// <summary>Does what the watch does when the host stops.</summary>
    public void Stop() => _services.Journal.ForgetEnded();

    public void Dispose() => _watch.Dispose();

    private ModificationJob Make(JobDefinition definition) =>
        new(definition, new JobProgress(definition.Sources.Count), _services);
}
