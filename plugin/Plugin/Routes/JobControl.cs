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
/// Lets a client pause, resume, cancel, delete or resubmit a job of the plugin only if it may call the route that
/// submits such jobs.
/// </summary>
/// <param name="jobs">The jobs of the plugin.</param>
/// <param name="settings">Says whether jobs may modify.</param>
/// <param name="access">Which users may call which routes.</param>
/// <param name="trail">Records each request that controls a job.</param>
internal sealed class JobControl(KnownJobs jobs, HostSettings settings, RouteAccess access, AuditTrail trail)
{
    /// <summary>Recognizes a request that controls a job of the plugin.</summary>
    /// <param name="call">Any call.</param>
    /// <param name="caller">The sender.</param>
    /// <returns>Null if the call is no such request, or concerns a job of the host itself.</returns>
    /// <exception cref="OrthancException">The host does not say which job it is.</exception>
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
            // The same conditions as if the request for the job were sent now.
            RequestBody.RequireAllowed(job.Operation, settings);
            if (job.Mapping is not null)
            {
                received.Require(RouteName.Mapping);
            }
        }

        // Before the action: nothing may happen that is not in the audit.
        received.Commit();
    }
}
