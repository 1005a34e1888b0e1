// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Tests.Simulation.Checks;

/// <summary>The invariants of the simulated host: whatever happens, no instance is lost or duplicated.</summary>
internal sealed class Invariants
{
    private readonly SimulatedStore _store;
    private readonly List<string> _trace;
    private readonly Dictionary<string, (string Marker, byte[] File)> _sources;
    private readonly Dictionary<string, HungNotes> _notes;

    // Instances that clients deleted themselves (their numbers and identifiers), and the resources above them.
    private readonly HashSet<string> _forgiven = [];
    private readonly HashSet<string> _results = [];

    // The numbers of sources that may have left results behind: a job reports it, or a client has cancelled the job.
    private readonly HashSet<string> _left = [];

    // The numbers of deleted instances, by their identifiers.
    private readonly Dictionary<string, string> _gone = [];
    private bool _isClient;

    public Invariants(SimulatedStore store, List<string> trace)
    {
        _store = store;
        _trace = trace;
        _sources = store.All(ResourceLevel.Instance).ToDictionary(
            one => one.Id, one => (one.Text(SimulatedStore.Marker), one.File));
        _notes = Enum.GetValues<ResourceLevel>().SelectMany(store.All).ToDictionary(one => one.Id, HungNotes.Of);
        store.Removed = Removed;
        Told = new ToldAnswers(Require, store.OverwritesInstances);
    }

    /// <summary>The jobs that clients have asked for.</summary>
    public List<JobDefinition> Jobs { get; } = [];

    /// <summary>What clients were told about them.</summary>
    public ToldAnswers Told { get; }

    /// <summary>The first invariant that does not hold; null if all do.</summary>
    public string? Violation { get; private set; }

    public void Require(bool holds, string otherwise)
    {
        if (!holds && Violation is null)
        {
            Violation = otherwise;
            _trace.Add($"!!! {otherwise}");
        }
    }

    /// <summary>A client is about to delete an instance, so the loss of it or of a copy is no fault.</summary>
    public void Forgive(SimulatedResource instance)
    {
        _isClient = true;
        _forgiven.Add(instance.Text(SimulatedStore.Marker));

        for (var one = instance; one is not null; one = one.Parent)
        {
            _forgiven.Add(one.Id);
        }
    }

    /// <summary>A client attaches something to a resource; it has to stay there as long as the resource exists.</summary>
    public void Annotated(SimulatedResource resource, string name, AnnotationKind kind)
    {
        if (!_notes.TryGetValue(resource.Id, out var notes))
        {
            _notes[resource.Id] = notes = new HungNotes(resource.Level, [], [], []);
        }

        notes.Attach(resource, name, kind);
    }

    /// <summary>A client cancels a job: its results stay, and the job finds them again when it is resubmitted.</summary>
    public void Cancelled(SimulatedJob job)
    {
        Told.Cancelled(job.Job.Definition);
        Leave(job.Job.Definition.Sources);
    }

    /// <summary>A job has ended: its results are known, even if the host forgets the job.</summary>
    public void Ended(SimulatedJob job)
    {
        Require(
            JobState.TryRead(SimulatedJobs.Read(job.Job.WriteState), out var definition, out var progress),
            "a job cannot be read");
        _results.UnionWith(progress!.Stored().Select(one => one.Instance.Id));
        if (progress.Snapshot(JobPhaseName.Done, patientNumber: null).HasLeft)
        {
            Leave(WithoutResult(definition!, progress));
        }
    }

    /// <summary>
    /// The host was killed. If it had not saved that a job has failed, and the job has left the journal, only the log names
    /// the results that stay: those that could not be deleted, or that may be all that is left of a source.
    /// </summary>
    public void Killed(SimulatedJobs jobs)
    {
        foreach (var job in jobs.All)
        {
            if (JobState.TryRead(SimulatedJobs.Read(job.Job.WriteState), out var definition, out var progress)
                && progress.Snapshot(JobPhaseName.Undo, patientNumber: null) is var left
                && (left.HasLeft || (left.AreSourcesGoing && left.Fault is not null))
                && !_store.Properties.Values.Any(text => JobState.Form.KeyOf(text) == definition.Token))
            {
                Leave(definition.Sources);
            }
        }
    }

    /// <summary>
    /// The results that still exist of each job that has succeeded, by the tokens of the jobs. Jobs that delete their
    /// sources are left out: they take results back if somebody has stored a source again.
    /// </summary>
    public ILookup<string, string> Made(SimulatedJobs jobs) => jobs.All
        .Where(job => job.Stage == JobStage.Success && job.Job.Definition.KeepsSource)
        .SelectMany(job => ProgressOf(job).Stored().Select(one => (job.Job.Definition.Token, one.Instance.Id)))
        .Where(one => _store.Find(ResourceLevel.Instance, one.Id) is not null).ToLookup(one => one.Token, one => one.Id);

    /// <summary>A job that has succeeded, and is resumed all the same, must not undo its results.</summary>
    public void CheckMade(SimulatedJobs jobs, ILookup<string, string> made)
    {
        foreach (var id in jobs.All.SelectMany(job => made[job.Job.Definition.Token]))
        {
            Require(_store.Find(ResourceLevel.Instance, id) is not null, $"a job that had succeeded has undone {id}");
        }
    }

    /// <summary>What has to hold once all jobs have ended.</summary>
    public void CheckEnded(SimulatedJobs jobs, Schedule schedule)
    {
        // Such a host forgets its jobs, and their results stay.
        var areLost = schedule.HasKilled && !schedule.SavesJobs;
        foreach (var job in jobs.All)
        {
            var saved = SimulatedJobs.Read(job.Job.WriteState);
            Require(JobState.TryRead(saved, out var definition, out var progress), "a job cannot be read");
            Ended(job);

            if (job.Stage == JobStage.Success)
            {
                CheckSuccess(definition!, progress!, JsonNode.Parse(SimulatedJobs.Read(job.Job.WriteContent))!);
            }
        }

        foreach (var (id, (_, file)) in _sources)
        {
            var instance = _store.Find(ResourceLevel.Instance, id);
            if (!_forgiven.Contains(id) && Jobs.TrueForAll(job => job.KeepsSource))
            {
                Require(instance is not null, $"source {id} is gone");
                Require(
                    (_store.OverwritesInstances && Jobs.Exists(IsInPlace)) || instance is null || instance.File.AsSpan().SequenceEqual(file),
                    $"source {id} has changed");
            }
        }

        foreach (var instance in _store.All(ResourceLevel.Instance))
        {
            Require(
                _sources.ContainsKey(instance.Id) || _results.Contains(instance.Id) || areLost
                    || _left.Contains(instance.Text(SimulatedStore.Marker)),
                $"nobody knows of instance {instance.Id}");
        }
    }

    /// <summary>A resource that still exists has kept its labels, metadata and attachments.</summary>
    public void CheckNotes()
    {
        foreach (var (id, notes) in _notes)
        {
            if (!_forgiven.Contains(id) && _store.Find(notes.Level, id) is { } resource)
            {
                Require(notes.IsIn(HungNotes.Of(resource)), $"{notes.Level} {id} has lost what hung on it");
            }
        }
    }

    private void Leave(IEnumerable<SourceInstance> sources)
    {
        foreach (var source in sources)
        {
            var marker = _store.Find(ResourceLevel.Instance, source.Id)?.Text(SimulatedStore.Marker)
                ?? _gone.GetValueOrDefault(source.Id);
            if (marker is not null)
            {
                _left.Add(marker);
            }
        }
    }

    private static JobProgress ProgressOf(SimulatedJob job) =>
        JobState.TryRead(SimulatedJobs.Read(job.Job.WriteState), out _, out var progress)
            ? progress : throw new InvalidOperationException("The state of a job cannot be read.");

    private static IEnumerable<SourceInstance> WithoutResult(JobDefinition job, JobProgress progress) =>
        progress.WithoutResult().Select(number => job.Sources[number]);

    private static bool IsInPlace(JobDefinition job) =>
        job.Operation == Operation.Modify && job.Kind == JobKind.ResourceModification;

    private void CheckSuccess(JobDefinition definition, JobProgress progress, JsonNode content)
    {
        var stored = progress.Stored();
        var failed = content["FailedInstancesCount"]!.GetValue<int>();
        Require(content["InstancesCount"]!.GetValue<int>() == definition.Sources.Count, "the count of instances is wrong");
        Require(stored.Count + failed == definition.Sources.Count, "the counts of a job do not add up");
        Require(failed == 0 || definition.IsPermissive || !definition.KeepsSource, "a job has succeeded that should have failed");
        CheckMapping(definition, stored);
        foreach (var (number, result) in stored)
        {
            var source = definition.Sources[number].Id;
            var marker = _sources.TryGetValue(source, out var known) ? known.Marker : null;
            if (marker is null || _forgiven.Contains(marker))
            {
                continue;
            }

            var others = Jobs.Where(job => job.Token != definition.Token).ToList();
            var instance = _store.Find(ResourceLevel.Instance, result.Id);
            Require(
                instance is not null || others.Exists(job => job.Sources.Any(one => one.Id == result.Id)),
                $"result {result.Id} of a job that has succeeded is gone");
            Require(instance is null || instance.Text(SimulatedStore.Marker) == marker, $"result {result.Id} is of another source");
            Require(
                definition.KeepsSource || source == result.Id || others.Count > 0 || _store.Find(ResourceLevel.Instance, source) is null,
                $"source {source} is still there");
        }
    }

    /// <summary>The mapping of a job that has succeeded has each of its results.</summary>
    private void CheckMapping(JobDefinition definition, IEnumerable<(int Number, StoredInstance Instance)> stored)
    {
        if (definition.Mapping is null)
        {
            return;
        }

        var kept = new SealedMappings(NullLogger.Instance);
        var mappings = kept.OfJob(definition.Token);
        var pairs = mappings.SelectMany(mapping => DataManager.Open(kept.Read(mapping.Id)!)).ToHashSet();
        foreach (var (number, result) in stored)
        {
            Require(mappings.Any(mapping => mapping.Covers(number)), $"no mapping tells of result {result.Id}");
            if (_sources.TryGetValue(definition.Sources[number].Id, out var source)
                && _store.Find(ResourceLevel.Instance, result.Id) is { } made)
            {
                var pair = (UidOf(source.File), UidOf(made.File));
                Require(pairs.Contains(pair), $"the mapping does not tell of result {result.Id}");
            }
        }

        static string UidOf(byte[] file) => SimulatedStore.Read(file)["0008,0018"];
    }

    private void Removed(SimulatedResource instance)
    {
        var marker = instance.Text(SimulatedStore.Marker);
        _gone[instance.Id] = marker;
        if (!_isClient)
        {
            Require(
                _store.All(ResourceLevel.Instance).Any(one => one.Text(SimulatedStore.Marker) == marker),
                $"instance {instance.Id} is lost: nothing is left of number {marker}");
            if (!_store.IsReplacing && _store.Find(ResourceLevel.Instance, instance.Id) is null)
            {
                // When a job moves a source, the notes of the source are moved, too.
                for (var one = instance; one is not null && one.Children.Count == 0; one = one.Parent)
                {
                    if (_store.Find(one.Level, one.Id) is null)
                    {
                        _notes.Remove(one.Id);
                    }
                }
            }
        }

        _isClient = false;
    }
}
