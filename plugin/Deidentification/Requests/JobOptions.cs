// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The members of a request that decide how a job runs rather than what it does to a data set. Immutable.</summary>
public sealed record JobOptions
{
    /// <summary>Whether the answer waits for the job to end.</summary>
    public bool IsSynchronous { get; private init; } = true;

    /// <summary>The priority among the jobs of the host. Higher priorities run earlier.</summary>
    public int Priority { get; private init; }

    /// <summary>Whether the job continues after an instance failed.</summary>
    public bool IsPermissive { get; private init; }

    /// <summary>The data that the client wants to see in the content of the job; null for none.</summary>
    public JsonElement? UserData { get; private init; }

    /// <summary>Reads whether the host keeps the source instances of a job.</summary>
    /// <param name="body">The body.</param>
    /// <param name="byDefault">Whether they are kept by default.</param>
    /// <exception cref="RequestException">The member is not a Boolean.</exception>
    public static bool KeepsSourceOf(RequestBody body, bool byDefault)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RequestJson.Boolean(body.Json, RequestMember.KeepSource, byDefault);
    }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <exception cref="RequestException">A member has a wrong type.</exception>
    public static JobOptions Parse(RequestBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var json = body.Json;
        var isPermissive = RequestJson.Boolean(json, RequestMember.Permissive);
        var isSynchronous = true;
        if (RequestJson.TryGet(json, RequestMember.Synchronous, out _))
        {
            isSynchronous = RequestJson.Boolean(json, RequestMember.Synchronous);
        }
        else if (RequestJson.TryGet(json, RequestMember.Asynchronous, out _))
        {
            isSynchronous = !RequestJson.Boolean(json, RequestMember.Asynchronous);
        }

        return new JobOptions
        {
            IsSynchronous = isSynchronous,
            Priority = RequestJson.Integer(json, RequestMember.Priority),
            IsPermissive = isPermissive,
            UserData = RequestJson.TryGet(json, RequestMember.UserData, out var data) ? data.Clone() : null,
        };
    }
}
