// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Engine;

/// <summary>
/// Continues the jobs of an earlier run of the host: those that it has saved, and those that it has lost.
/// </summary>
internal sealed class JobRecovery(JobServices services, KnownJobs jobs, JobWatch watch)
{
    // Until the journal is read: the jobs in it that are not lost, by their tokens, and whether they have ended. These
    // are the ones that the host had saved, and those of early requests.
    private readonly ConcurrentDictionary<string, bool> _known = [];
    private volatile bool _isTakenUp;
    private bool _isTold;
    private volatile bool _isStopping;

    /// <summary>Takes up a job that the host has saved.</summary>
    /// <param name="state">What <see cref="JobState"/> wrote, or the core.</param>
    /// <returns>The host's side of the job; 0 if it does not belong to this plugin.</returns>
    public nint Restore(string state)
    {
        if (!JobState.TryRead(state, out var definition, out var progress))
        {
            if (JobState.Form.NewerThanRead(state) is { } newer)
            {
                // Orthanc forgets it now, but the journal has it, too.
                services.Logger.SavedJobIsNewer(newer.Version, JobState.Form.Oldest, JobState.Form.Newest);
            }

            return 0;
        }

        var job = Make(definition, progress);
        var native = OrthancHost.Current.Create(job);
        _known[definition.Token] = progress.IsOver;
        jobs.Add(job);
        if (!progress.IsOver)
        {
            watch.Add(job);
        }

        return native;
    }

    /// <summary>
    /// Takes up the jobs that had not ended when the host was killed, and that it lost. If the host cannot do it at the
    /// moment, to be called again.
    /// </summary>
    /// <returns>Whether all of them are taken up that can be.</returns>
    public bool TakeUpLost()
    {
        if (_isTakenUp)
        {
            return true;
        }

        try
        {
            services.Notes.TakeUp();
        }
        catch (Exception fault)
        {
            // The next job that needs them tries it again; jobs do not depend on it.
            if (!_isTold)
            {
                services.Logger.NotesNotPutBack(fault is OrthancException ? fault.Message : fault.GetType().Name);
            }
        }

        try
        {
            if (!TryTakeUpJobs())
            {
                return false;
            }
        }
        catch (OrthancException fault)
        {
            // The host cannot read its database.
            TellOfFault(fault);
            return false;
        }
        catch (Exception fault)
        {
            // It would be no other at the next attempt.
            services.Logger.JobNotRestored(fault.GetType().Name);
        }

        // From now on the journal has nothing new.
        _isTakenUp = true;
        _known.Clear();
        return true;
    }

    /// <summary>Submits the job of a request: it is in the journal from now on, but not lost.</summary>
    /// <returns>The host's identifier of the job.</returns>
    /// <exception cref="OrthancException">
    /// The host does not accept it, and nothing is left of the job; or it cannot note that it did, and the job fails in its
    /// first step without having done anything.
    /// </exception>
    public string Begin(HostJob job)
    {
        if (!_isTakenUp)
        {
            _known[job.Definition.Token] = false;
        }

        job.Prepare();
        job.AwaitAcceptance();
        try
        {
            string id;
            try
            {
                id = Submit(job);
            }
            catch (OrthancException)
            {
                // If the entry of the journal cannot be removed, the next start does it: it says nothing of acceptance.
                job.Discard();
                throw;
            }

            // Before the client is told: if the host is killed now, the job goes on.
            WriteIds(job);
            job.Accept();
            return id;
        }
        finally
        {
            // Does nothing if it was accepted.
            job.Refuse();
        }
    }

    /// <summary>Tells that the host stops: no more jobs are taken up.</summary>
    public void Stop() => _isStopping = true;

    private bool TryTakeUpJobs()
    {
        var areAll = true;
        foreach (var state in services.Journal.States())
        {
            if (_isStopping)
            {
                break;
            }

            JobDefinition? definition = null;
            JobProgress? progress = null;
            try
            {
                if (JobState.TryRead(state, out definition, out progress))
                {
                    TakeUp(definition, progress);
                    _known[definition.Token] = false;
                }
            }
            catch (OrthancException fault)
            {
                areAll = false;
                TellOfFault(fault);
            }
            catch (Exception fault)
            {
                // It stays in the journal: it may need a key that is missing in the configuration. Others go on. But one
                // that has ended needs nothing any more, and would only be tried again at each start.
                services.Logger.JobNotRestored(fault.GetType().Name);
                if (definition is not null && progress is { IsOver: true })
                {
                    services.Journal.Remove(definition.Token);
                }
            }
        }

        return areAll;
    }

    /// <summary>Once: it is tried again every second.</summary>
    private void TellOfFault(OrthancException fault)
    {
        if (!_isTold)
        {
            _isTold = true;
            services.Logger.JobsTakenUpLater(fault.Message);
        }
    }

    private void TakeUp(JobDefinition definition, JobProgress progress)
    {
        if (_known.TryGetValue(definition.Token, out var isOver))
        {
            // The host continues it, together with what the journal knows in addition; but not if it had ended, or was
            // submitted again after the host had saved its end.
            if (isOver)
            {
                services.Journal.Remove(definition.Token);
            }
            else if (jobs.Find(definition.Token) is { } job && job.Runs < progress.Runs)
            {
                jobs.SubmitAgain(job);
            }
        }
        else if (GoesOn(definition, progress))
        {
            definition.Ids.AddFormer(services.Journal.IdsOf(definition.Token));
            progress.Accept();
            var job = Make(definition, progress);
            services.Logger.JobTakenUp(job.Type, progress.Count - progress.Pending, progress.Count);
            var id = Submit(job);
            try
            {
                WriteIds(job);
            }
            catch (OrthancException fault)
            {
                // The job survives a kill, too, but cannot be found by this identifier.
                services.Logger.IdNotKept(id, fault.Message);
            }
        }
        else
        {
            services.Journal.Remove(definition.Token);
        }
    }

    private string Submit(HostJob job)
    {
        // It may end, and be shown, before the host has told its identifier.
        jobs.Add(job);
        string id;
        try
        {
            id = OrthancHost.Current.Submit(job, job.Definition.Priority);
        }
        catch (OrthancException)
        {
            // The host frees a job that it does not accept, but does not report one that it could not create.
            job.Forget();
            throw;
        }

        jobs.Name(job, id);
        watch.Add(job);
        return id;
    }

    private void WriteIds(HostJob job) => services.Journal.WriteIds(job.Definition.Token, job.Definition.Ids.All());

    private HostJob Make(JobDefinition definition, JobProgress progress) => definition.Refusal is null
        ? new ModificationJob(definition, progress, services) : new RefusedJob(definition, services);

    /// <summary>
    /// Whether a job that the host has lost goes on. If the host does not save jobs, those that were not yet deleting their
    /// sources end with it.
    /// </summary>
    private bool GoesOn(JobDefinition definition, JobProgress progress)
    {
        if (progress.IsAwaited && services.Journal.IdsOf(definition.Token).Count == 0)
        {
            // A client that was told anything was told that the host refuses it.
            return false;
        }

        // Even if all is done, it tells what it has made, since a client that finds no job asks again.
        return services.SavesJobs || (!progress.IsOver && (progress.IsUndoing || (progress.Pending == 0
            && definition.Sources.Select(source => source.Id)
                .Except(progress.Stored().Select(stored => stored.Instance.Id)).Any(InstanceStorage.Exists))));
    }
}
