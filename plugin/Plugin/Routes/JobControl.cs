// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Engine;
using OrthancDeid.Jobs.State;
using OrthancDeid.Plugin.Access;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// Who may pause, cancel, delete and submit again a job of the plugin: whoever may call the route that makes such jobs.
/// </summary>
/// <param name="jobs">The jobs of the plugin.</param>
/// <param name="settings">Says whether jobs may modify.</param>
/// <param name="access">Who may call which route.</param>
/// <param name="trail">Takes an entry of each request that controls a job.</param>
internal sealed class JobControl(KnownJobs jobs, HostSettings settings, RouteAccess access, AuditTrail trail)
{
    /// <summary>The request to control a job of the plugin that a call is.</summary>
    /// <param name="call">Any call.</param>
    /// <param name="caller">Who has sent it.</param>
    /// <returns>Null if it is none, or about a job of the host itself.</returns>
    /// <exception cref="OrthancException">The host does not tell which job it is.</exception>
    public (ReceivedRequest Received, Action Require)? Of(RestCall call, Caller caller)
    {
        if (call.Method is not (HttpMethod.Post or HttpMethod.Delete)
            || call.Uri.Split('/', StringSplitOptions.RemoveEmptyEntries) is not ["jobs", var id, .. { Length: <= 1 } action]
            || jobs.OfHost(id) is not { } job)
        {
            return null;
        }

        var verb = call.Method == HttpMethod.Delete ? "delete" : action is [var word] ? word : string.Empty;
        var current = job.Definition.Ids.Current ?? id;
        var received = new ReceivedRequest(new AuditEntry
        {
            Event = AuditEvents.Request,
            Action = verb,
            Caller = caller,
            Route = $"{call.Method.ToString().ToUpperInvariant()} {string.Join('/', ["/jobs", current, .. action])}",
            Resources = job.Definition.Named,
            Preset = job.Definition.Preset,
            Job = current,
            Token = job.Definition.Token,
            Outcome = "Answered",
        }, RouteOf(job.Definition), access, trail);
        return (received, () => Require(received, job.Definition, verb));
    }

    private static RouteName RouteOf(JobDefinition job) => job.Kind switch
    {
        JobKind.SplitStudy => RouteName.Split,
        JobKind.MergeStudy => RouteName.Merge,
        _ => job.Operation == Operation.Anonymize ? RouteName.Anonymize : RouteName.Modify,
    };

    private void Require(ReceivedRequest received, JobDefinition job, string verb)
    {
        received.Require(received.Route);
        if (verb is "resubmit" or "resume")
        {
            // As if the request of the job had been sent now.
            RequestBody.RequireAllowed(job.Operation, settings);
            if (job.Mapping is not null)
            {
                received.Require(RouteName.Mapping);
            }
        }

        // Before it is done: what is not in the audit must not be.
        received.Commit();
    }
}
