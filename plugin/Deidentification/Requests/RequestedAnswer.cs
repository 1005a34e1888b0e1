// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The members of a request that change its answer. Immutable.</summary>
public sealed record RequestedAnswer
{
    /// <summary>Whether the answer says what would become of each element, without storing anything.</summary>
    public bool IsDryRun { get; private init; }

    /// <summary>Whether the answer contains old and new identifiers.</summary>
    public bool HasMapping { get; private init; }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="host">Whether the site allows it.</param>
    /// <param name="isSynchronous">Whether the answer waits for the end of the work.</param>
    /// <exception cref="RequestException">The request is not allowed.</exception>
    public static RequestedAnswer Parse(RequestBody body, HostSettings host, bool isSynchronous = true)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(host);
        var json = body.Json;
        var answer = new RequestedAnswer
        {
            IsDryRun = RequestJson.Boolean(json, RequestMember.DryRun),
            HasMapping = RequestJson.Boolean(json, RequestMember.Mapping),
        };
        if (answer.HasMapping && !host.AllowsMapping)
        {
            throw new RequestException(
                RequestFault.Forbidden,
                $"Member \"{RequestMember.Mapping}\": the configuration does not allow it (Deid.AllowMapping)");
        }

        if (answer.HasMapping && answer.IsDryRun)
        {
            throw new RequestException(
                RequestFault.Refused, $"\"{RequestMember.Mapping}\" and \"{RequestMember.DryRun}\" exclude each other: nothing is made");
        }

        if (!isSynchronous && (answer.IsDryRun || answer.HasMapping))
        {
            throw new RequestException(
                RequestFault.Refused,
                $"\"{(answer.IsDryRun ? RequestMember.DryRun : RequestMember.Mapping)}\" and \"Asynchronous\" exclude each other: "
                + "it is in the answer alone, and nowhere afterwards");
        }

        return answer;
    }
}
