// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.State;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Audit;

/// <summary>
/// A request to a route that is audited: who has sent it, and what becomes of it. Its entry is written before the client
/// is answered, or its job begins, so that nothing is done that is not in the audit.
/// </summary>
internal sealed class ReceivedRequest : IAnswerWatch
{
    private static readonly RequestMember[] Naming = [RequestMember.Resources, RequestMember.Series, RequestMember.Instances];

    private readonly AuditTrail _trail;
    private readonly RouteAccess _access;
    private AuditEntry _entry;
    private bool _isWritten;

    /// <summary>Takes one in.</summary>
    /// <param name="call">The request.</param>
    /// <param name="route">The route.</param>
    /// <param name="caller">Who has sent it.</param>
    /// <param name="access">Who may do what.</param>
    /// <param name="trail">Takes the entry.</param>
    public ReceivedRequest(RestCall call, RouteName route, Caller caller, RouteAccess access, AuditTrail trail)
        : this(EntryOf(call, route, caller), route, access, trail)
    {
    }

    /// <summary>Takes one in that is about more than its path tells.</summary>
    /// <param name="entry">Its entry, should it succeed.</param>
    /// <param name="route">The route.</param>
    /// <param name="access">Who may do what.</param>
    /// <param name="trail">Takes the entry.</param>
    public ReceivedRequest(AuditEntry entry, RouteName route, RouteAccess access, AuditTrail trail)
    {
        _trail = trail;
        _access = access;
        _entry = entry;
        Route = route;
    }

    /// <summary>The route.</summary>
    public RouteName Route { get; }

    /// <summary>Who has sent it.</summary>
    public Caller Caller => _entry.Caller;

    /// <summary>The one that a call is; null if its route is not audited.</summary>
    public static ReceivedRequest? Of(RestCall call) => call.Watch as ReceivedRequest;

    /// <summary>Refuses it, unless whoever has sent it may do that.</summary>
    /// <exception cref="RequestException">It is refused.</exception>
    public void Require(RouteName route) => _access.Require(route, Caller);

    /// <summary>Tells what it asks for, as far as that is known.</summary>
    public void Asks(RequestBody body, ModificationRequest? request = null) => _entry = _entry with
    {
        Preset = body.Preset,
        Ignored = body.Ignored,
        Request = request ?? _entry.Request,
        Resources = [.. _entry.Resources.Concat(NamedIn(body)).Distinct()],
    };

    /// <summary>Tells which answer it asks for.</summary>
    /// <exception cref="RequestException">Whoever has sent it may not be told old and new identifiers.</exception>
    public void Asks(RequestedAnswer answer)
    {
        if (answer.HasMapping)
        {
            Require(RouteName.Mapping);
        }

        _entry = _entry with { IsDryRun = answer.IsDryRun, HasMapping = answer.HasMapping };
    }

    /// <summary>Writes the entry of a request for a job, before the job begins.</summary>
    /// <exception cref="OrthancException">It cannot be written.</exception>
    public void Submits(JobDefinition job) => Write(_entry with { Outcome = "Submitted", Token = job.Token });

    /// <summary>Writes the entry of a request before anything of its answer is given, or anything is deleted for it.</summary>
    /// <exception cref="OrthancException">It cannot be written.</exception>
    public void Commit() => Write(_entry);

    /// <inheritdoc/>
    public void OnAnswer(ushort status) => Write(_entry);

    /// <summary>Writes the entry of a request that is answered by an error, unless the job that it began has one.</summary>
    /// <param name="code">The error.</param>
    /// <param name="details">What was wrong, as it may be logged.</param>
    public void Failed(OrthancErrorCode code, string details)
    {
        try
        {
            Write(_entry with
            {
                Outcome = code == OrthancErrorCode.InternalError ? "Failed" : "Refused",
                Code = code,
                Details = details,
            });
        }
        catch (OrthancException)
        {
            // The log has it, and the client gets an error anyway.
        }
    }

    private void Write(AuditEntry entry)
    {
        // Whoever watches a site asks often what it is, and learns nothing of anybody.
        if (!_isWritten && (Route != RouteName.Deid || entry.Code != OrthancErrorCode.Success))
        {
            _isWritten = true;
            _trail.Record(entry);
        }
    }

    private static AuditEntry EntryOf(RestCall call, RouteName route, Caller caller)
    {
        var uri = CalledRoute.Shown(call.Uri);
        return new AuditEntry
        {
            Event = AuditEvents.Request,
            Action = route.ToString().ToLowerInvariant(),
            Caller = caller,
            Route = $"{call.Method.ToString().ToUpperInvariant()} {uri}",
            Resources = [.. uri.Split('/').Where(CalledRoute.IsIdentifier)],
            Outcome = "Answered",
        };
    }

    private static IEnumerable<string> NamedIn(RequestBody body)
    {
        foreach (var member in Naming)
        {
            if (RequestJson.TryGet(body.Json, member, out var names) && names.ValueKind == JsonValueKind.Array)
            {
                foreach (var name in names.EnumerateArray().Where(static name => name.ValueKind == JsonValueKind.String))
                {
                    if (RequestJson.Text(name, member.Name) is var id && CalledRoute.IsIdentifier(id))
                    {
                        yield return id;
                    }
                }
            }
        }
    }
}
