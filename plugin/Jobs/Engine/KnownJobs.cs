// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using System.Text.Json;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Engine;

/// <summary>
/// The plugin's jobs in the host, with the host's identifiers. The host does not report the identifier of a job that it
/// has restored, so the content of each job has a token by which it is recognized. Thread-safe.
/// </summary>
internal sealed class KnownJobs
{
    private readonly ConcurrentDictionary<string, HostJob> _byToken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HostJob> _byId = new(StringComparer.Ordinal);

    /// <summary>Adds a job of the host, until the host frees it.</summary>
    public void Add(HostJob job)
    {
        _byToken[job.Definition.Token] = job;
        foreach (var id in job.Definition.Ids.All())
        {
            _byId[id] = job;
        }

        job.Forgotten += Remove;
        if (job.IsForgotten)
        {
            Remove(job);
        }
    }

    /// <summary>The job whose content has a token; null if it does not belong to the plugin.</summary>
    public HostJob? Find(string token) => _byToken.GetValueOrDefault(token);

    /// <summary>
    /// The job that the host knows by an identifier, or knew in an earlier run; null if it is not the plugin's.
    /// </summary>
    /// <exception cref="OrthancException">The host's list of jobs cannot be read.</exception>
    public HostJob? OfHost(string id)
    {
        if (!_byId.ContainsKey(id))
        {
            // The host has restored the job, and nobody has asked for it since.
            LookUp();
        }

        return _byId.GetValueOrDefault(id);
    }

    /// <summary>Sets the host's identifier of a job.</summary>
    public void Name(HostJob job, string id)
    {
        if (job.Definition.Ids.Current != id)
        {
            job.Definition.Ids.SetCurrent(id);
            _byId[id] = job;
            if (job.IsForgotten)
            {
                Remove(job);
            }
        }
    }

    /// <summary>
    /// The current identifier of a job that had another one in an earlier run; null if there is no such job, or the
    /// host no longer has it.
    /// </summary>
    /// <exception cref="OrthancException">The host's list of jobs cannot be read.</exception>
    public string? Successor(string id)
    {
        if (!_byId.TryGetValue(id, out var job))
        {
            return null;
        }

        if (job.Definition.Ids.Current is null)
        {
            LookUp();
        }

        return job.Definition.Ids.Current is { } current && current != id ? current : null;
    }

    /// <summary>Asks the host for all of its jobs, and identifies those that it has restored.</summary>
    /// <exception cref="OrthancException">The host's list of jobs cannot be read.</exception>
    public void LookUp()
    {
        foreach (var one in HostRest.Get("/jobs?expand").EnumerateArray())
        {
            if (one.GetProperty("Content") is { ValueKind: JsonValueKind.Object } content
                && content.TryGetProperty(JobContent.TokenMember, out var token)
                && token.ValueKind == JsonValueKind.String
                && Find(token.GetString()!) is { } job)
            {
                Name(job, one.GetProperty("ID").GetString()!);
            }
        }
    }

    /// <summary>
    /// Resubmits a job if the host reports that it has failed or was cancelled; the host would refuse any other.
    /// </summary>
    /// <exception cref="OrthancException">The host does not accept it.</exception>
    public void SubmitAgain(HostJob job)
    {
        if (job.Definition.Ids.Current is null)
        {
            LookUp();
        }

        if (job.Definition.Ids.Current is { } id
            && HostRest.Get($"/jobs/{id}").GetProperty("State").GetString() == "Failure")
        {
            HostRest.Post($"/jobs/{id}/resubmit", string.Empty);
            job.RecordRun();
        }
    }

    /// <summary>Records that a client has submitted a job again, if the job is one of the plugin's.</summary>
    /// <param name="id">The host's identifier of the job.</param>
    /// <exception cref="OrthancException">The host's list of jobs cannot be read.</exception>
    public void RecordRun(string id) => OfHost(id)?.RecordRun();

    private void Remove(HostJob job)
    {
        _byToken.TryRemove(job.Definition.Token, out _);
        foreach (var id in job.Definition.Ids.All())
        {
            _byId.TryRemove(KeyValuePair.Create(id, job));
        }
    }
}
