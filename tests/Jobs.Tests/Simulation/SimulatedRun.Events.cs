// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Tests.Simulation.Checks;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <content>The events of a run: the host works, stops and is killed, and clients do as they like.</content>
internal sealed partial class SimulatedRun
{
    private void Happen()
    {
        var random = _schedule.Random;
        if (_schedule.Chance(0.3))
        {
            Trace.Add("the host saves its jobs");
            Save();
        }

        if (_schedule.Annotations.Next(8) == 0)
        {
            Annotate();
        }

        switch (random.Next(100))
        {
            case < 2 when _schedule.Trouble == Trouble.All:
                DeleteInstance();
                break;
            case < 4 when _schedule.Trouble != Trouble.None:
                Trace.Add("the host stops");
                Save();
                _schedule.HasKilled |= !_schedule.SavesJobs;
                _host.Kill();
                break;
            case < 6 when _schedule.Trouble != Trouble.None:
                Trace.Add("the host is killed");
                _schedule.HasKilled = true;
                _host.Kill();
                break;
            case < 9 when _invariants.Jobs.Count < (_schedule.Trouble == Trouble.All ? 3 : 1):
                Submit();
                break;
            default:
                if (_jobs.All.Count > 0)
                {
                    Drive(_jobs.All[random.Next(_jobs.All.Count)]);
                }

                break;
        }

        if (_host.IsKilled)
        {
            Start();
        }
    }

    private void Drive(SimulatedJob job)
    {
        switch (job.Stage)
        {
            case JobStage.Pending when _schedule.Trouble == Trouble.All && _schedule.Chance(0.02):
            case JobStage.Paused when _schedule.Trouble == Trouble.All && _schedule.Chance(0.1):
                Trace.Add($"cancel {job.Id} which does not work");
                _invariants.Cancelled(job);
                Guarded(job.CancelIdle);
                _invariants.Ended(job);
                break;
            case JobStage.Pending:
                Step(job, _schedule.Random.Next(20) switch
                {
                    0 when _schedule.Trouble == Trouble.All => JobStopReason.Canceled,
                    < 3 => JobStopReason.Paused,
                    _ => null,
                });
                break;
            case JobStage.Paused:
                Trace.Add($"resume {job.Id}");
                job.Resume();
                break;
            case JobStage.Failure when _schedule.Trouble == Trouble.All && _schedule.Chance(0.4):
                Trace.Add($"resubmit {job.Id}");
                Guarded(() => Resubmit(job));
                break;
        }
    }

    private void Step(SimulatedJob job, JobStopReason? wish)
    {
        Trace.Add($"step of {job.Id}{(wish is null ? string.Empty : $", then {wish}")}");
        if (wish == JobStopReason.Canceled)
        {
            _invariants.Cancelled(job);
        }

        Guarded(() =>
        {
            if (job.Step(wish))
            {
                _invariants.Require(_host.IsKilled, "a step throws an exception");
            }

            Trace.Add($"  is {job.Stage}");
            if (!_host.IsKilled && job.Stage is JobStage.Success or JobStage.Failure)
            {
                _invariants.Ended(job);
            }
        });
    }

    private void Submit()
    {
        Guarded(() =>
        {
            if (!_store.All(ResourceLevel.Study).Any())
            {
                return;
            }

            JobDefinition? definition = null;
            try
            {
                definition = SimulatedRequest.Draw(_store, _schedule, SimulatedPlugin.Settings);
                Trace.Add($"request {definition.Token}: {definition.Kind} {definition.Operation} {Encoding.UTF8.GetString(definition.Request)} "
                    + $"of {definition.Sources.Count} instances, keeps source {definition.KeepsSource}, permissive {definition.IsPermissive}");
                _invariants.Jobs.Add(definition);
                _plugin.Begin(definition);
                _invariants.Told.Accepted(definition);
            }
            catch (Exception fault) when (fault is OrthancException or RequestException && !_host.IsKilled)
            {
                Trace.Add($"  refused: {fault.Message}");
                _invariants.Told.Refused(definition);
            }
        });
    }

    private void Resubmit(SimulatedJob job)
    {
        _invariants.Told.Resubmitted(job.Job.Definition);
        _jobs.Resubmit(job);
        job.Job.RecordRun();
    }

    private void Save() => _saved = _schedule.SavesJobs ? _jobs.Save() : [];

    /// <summary>A client attaches something to any resource, be it a source or a result.</summary>
    private void Annotate()
    {
        var random = _schedule.Annotations;
        var all = Enum.GetValues<ResourceLevel>().SelectMany(_store.All).OrderBy(one => one.Id, StringComparer.Ordinal).ToList();
        if (all.Count > 0)
        {
            var resource = all[random.Next(all.Count)];
            var name = $"client-{++_annotations}";
            Trace.Add($"a client attaches {name} to {resource.Level} {resource.Id}");
            _invariants.Annotated(resource, name, (AnnotationKind)random.Next(3));
        }
    }

    private void DeleteInstance()
    {
        var all = _store.All(ResourceLevel.Instance).ToList();
        if (all.Count > 0)
        {
            var instance = all[_schedule.Random.Next(all.Count)];
            Trace.Add($"a client deletes {instance.Id}");
            _invariants.Forgive(instance);
            _store.Delete(instance);
        }
    }
}
