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
    // Until the journal is read: the jobs that may be in it without being lost, by their tokens, with whether they have
    // ended. They are the jobs that the host had saved, and those of early requests.
    private readonly ConcurrentDictionary<string, bool> _known = [];
    private volatile bool _isTakenUp;
    private bool _isTold;
    private volatile bool _isStopping;

    /// <summary>Takes up a job that the host has saved.</summary>
    /// <param name="state">What <see cref="JobState"/> or Orthanc's core wrote.</param>
    /// <returns>
    /// The host's handle of the job; 0 if the job does not belong to this plugin, or cannot be read by it.
    /// </returns>
    public nint Restore(string state)
    {
        if (!JobState.TryRead(state, out var definition, out var progress))
        {
            if (JobState.Form.NewerThanRead(state) is { } newer)
            {
                // Orthanc now forgets the job, but it is also in the journal.
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
    /// Takes up the jobs that had not ended when the host was killed, and that it lost. To be called again if the host
    /// cannot do this at the moment.
    /// </summary>
    /// <returns>Whether all jobs that can be taken up have been.</returns>
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
            // The next job that needs the notes tries again. Taking up jobs does not depend on them.
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
            // The next attempt would fail in the same way.
            services.Logger.JobNotRestored(fault.GetType().Name);
        }

        // From now on, nothing in the journal remains to be taken up.
        _isTakenUp = true;
        _known.Clear();
        return true;
    }

    /// <summary>Submits the job of a request. From now on the journal has the job, but it is not a lost one.</summary>
    /// <returns>The host's identifier of the job.</returns>
    /// <exception cref="OrthancException">
    /// The host does not accept the job, and nothing is left of it. Or the host accepts it, but this cannot be
    /// recorded, and the job fails in its first step without having done anything.
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
                // If the journal entry cannot be removed, the next start removes it, since it does not record an
                // acceptance.
                job.Discard();
                throw;
            }

            // Before the client is told: once this is written, the job goes on even if the host is killed.
            WriteIds(job);
            job.Accept();
            return id;
        }
        finally
        {
            // Does nothing if the job was accepted.
            job.Refuse();
        }
    }

    /// <summary>Takes up no more jobs, because the host is stopping.</summary>
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
                // The job stays in the journal, since it may need a key that is missing in the configuration. Other
                // jobs go on. But a job that has ended needs nothing more, and would only be tried again at each start.
                services.Logger.JobNotRestored(fault.GetType().Name);
                if (definition is not null && progress is { IsOver: true })
                {
                    services.Journal.Remove(definition.Token);
                }
            }
        }

        return areAll;
    }

    /// <summary>Logs the fault only once, since the attempt is repeated every second.</summary>
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
        // The job may end, and be shown, before the host returns its identifier.
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
    /// Whether a job that the host has lost goes on. If the host does not save jobs, only those go on that were
    /// deleting their results, or that were through with all instances while a source was left to delete.
    /// </summary>
    private bool GoesOn(JobDefinition definition, JobProgress progress)
    {
        if (progress.IsAwaited && services.Journal.IdsOf(definition.Token).Count == 0)
        {
            // If the client got an answer at all, it was that the host refuses the job.
            return false;
        }

        // Even a finished job is taken up, to report its results: a client that finds no job repeats its request.
        return services.SavesJobs || (!progress.IsOver && (progress.IsUndoing || (progress.Pending == 0
            && definition.Sources.Select(source => source.Id)
                .Except(progress.Stored().Select(stored => stored.Instance.Id)).Any(InstanceStorage.Exists))));
    }
}
