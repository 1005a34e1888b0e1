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
/// A request to an audited route: its sender and its outcome. Its entry is written before the client is answered, or the job
/// begins, so that nothing is done that is not in the audit.
/// </summary>
internal sealed class ReceivedRequest : IAnswerWatch
{
    private static readonly RequestMember[] Naming = [RequestMember.Resources, RequestMember.Series, RequestMember.Instances];

    private readonly AuditTrail _trail;
    private readonly RouteAccess _access;
    private AuditEntry _entry;
    private bool _isWritten;

    /// <summary>Begins the audit of a request.</summary>
    /// <param name="call">The request.</param>
    /// <param name="route">The route.</param>
    /// <param name="caller">The sender of the request.</param>
    /// <param name="access">Which users may call which routes.</param>
    /// <param name="trail">Records the entry.</param>
    public ReceivedRequest(RestCall call, RouteName route, Caller caller, RouteAccess access, AuditTrail trail)
        : this(EntryOf(call, route, caller), route, access, trail)
    {
    }

    /// <summary>Begins the audit of a request that concerns more than its path says.</summary>
    /// <param name="entry">The entry of the request if it succeeds.</param>
    /// <param name="route">The route.</param>
    /// <param name="access">Which users may call which routes.</param>
    /// <param name="trail">Records the entry.</param>
    public ReceivedRequest(AuditEntry entry, RouteName route, RouteAccess access, AuditTrail trail)
    {
        _trail = trail;
        _access = access;
        _entry = entry;
        Route = route;
    }

    /// <summary>The route.</summary>
    public RouteName Route { get; }

    /// <summary>The sender of the request.</summary>
    public Caller Caller => _entry.Caller;

    /// <summary>The audited request of a call; null if the route is not audited.</summary>
    public static ReceivedRequest? Of(RestCall call) => call.Watch as ReceivedRequest;

    /// <summary>Refuses the request unless its sender may call a route.</summary>
    /// <exception cref="RequestException">The request is refused.</exception>
    public void Require(RouteName route) => _access.Require(route, Caller);

    /// <summary>Notes what the request asks for, as far as that is known.</summary>
    public void Asks(RequestBody body, ModificationRequest? request = null) => _entry = _entry with
    {
        Preset = body.Preset,
        Ignored = body.Ignored,
        Request = request ?? _entry.Request,
        Resources = [.. _entry.Resources.Concat(NamedIn(body)).Distinct()],
    };

    /// <summary>Notes which answer the request asks for.</summary>
    /// <exception cref="RequestException">The sender may not get mappings of identifiers.</exception>
    public void Asks(RequestedAnswer answer)
    {
        if (answer.HasMapping)
        {
            Require(RouteName.Mapping);
        }

        _entry = _entry with { IsDryRun = answer.IsDryRun, HasMapping = answer.HasMapping };
    }

    /// <summary>Writes the entry of a request that begins a job, before it begins.</summary>
    /// <exception cref="OrthancException">The entry cannot be written.</exception>
    public void Submits(JobDefinition job) => Write(_entry with { Outcome = "Submitted", Token = job.Token });

    /// <summary>
    /// Writes the entry of a request before any part of its answer is sent, and before it deletes anything.
    /// </summary>
    /// <exception cref="OrthancException">The entry cannot be written.</exception>
    public void Commit() => Write(_entry);

    /// <inheritdoc/>
    public void OnAnswer(ushort status) => Write(_entry);

    /// <summary>Writes the entry of a request that is answered with an error, unless an entry was already written.</summary>
    /// <param name="code">The error.</param>
    /// <param name="details">What was wrong, in the form that may be logged.</param>
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
            // This was logged, and the client gets an error anyway.
        }
    }

    private void Write(AuditEntry entry)
    {
        // Monitoring often asks for the report on the site, which contains nothing about patients.
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
