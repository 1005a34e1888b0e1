// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The members of a request that change its answer. Immutable.</summary>
public sealed record RequestedAnswer
{
    private const string Table = "CSV";

    /// <summary>Whether the answer reports what would happen to each element, without storing anything.</summary>
    public bool IsDryRun { get; private init; }

    /// <summary>Whether the client gets the mapping of old to new identifiers.</summary>
    public bool HasMapping => Mapping is not null;

    /// <summary>Whether the mapping is sealed and kept with the job rather than in the answer.</summary>
    public bool IsMappingSealed { get; private init; }

    /// <summary>The form of the mapping; null for none.</summary>
    internal MappingForm? Mapping { get; private init; }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="host">The settings of the host, which decide what is allowed.</param>
    /// <param name="isSynchronous">Whether the answer waits for the end of the work.</param>
    /// <param name="isPreview">Whether the answer is a preview image of what would be done.</param>
    /// <exception cref="RequestException">The request is not allowed.</exception>
    public static RequestedAnswer Parse(
        RequestBody body, HostSettings host, bool isSynchronous = true, bool isPreview = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(host);
        var json = body.Json;
        var isDryRun = RequestJson.Boolean(json, RequestMember.DryRun) || isPreview;
        var mapping = ReadMapping(json);
        var answer = new RequestedAnswer
        {
            IsDryRun = isDryRun,
            Mapping = mapping,

            // A client that does not wait gets no answer that could contain it.
            IsMappingSealed = mapping is not null && !isSynchronous && host.MappingKey is not null,
        };
        if (answer is { HasMapping: true, IsMappingSealed: false } && !host.AllowsMapping)
        {
            throw new RequestException(
                RequestFault.Forbidden,
                $"Member \"{RequestMember.Mapping}\": the configuration does not allow it (Deid.AllowMapping"
                + (host.MappingKey is null ? ")" : "; an asynchronous job may have it, sealed with Deid.MappingKey)"));
        }

        if (answer.HasMapping && answer.IsDryRun)
        {
            throw new RequestException(
                RequestFault.Refused,
                isPreview ? $"Member \"{RequestMember.Mapping}\": a preview is a picture, and nothing is made"
                    : $"\"{RequestMember.Mapping}\" and \"{RequestMember.DryRun}\" exclude each other: nothing is made");
        }

        if (!isSynchronous && (answer.IsDryRun || answer is { HasMapping: true, IsMappingSealed: false }))
        {
            throw new RequestException(
                RequestFault.Refused,
                $"\"{(answer.IsDryRun ? RequestMember.DryRun : RequestMember.Mapping)}\" and \"Asynchronous\" exclude each other: "
                + "it is in the answer alone, and nowhere afterwards"
                + (answer.IsDryRun ? string.Empty : "; with a Deid.MappingKey in the configuration it is kept, sealed"));
        }

        return answer;
    }

    private static MappingForm? ReadMapping(JsonElement json)
    {
        if (!RequestJson.TryGet(json, RequestMember.Mapping, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.True => MappingForm.Json,
            JsonValueKind.False => null,
            JsonValueKind.String when value.ValueEquals(Table) => MappingForm.Csv,
            _ => throw new RequestException(
                RequestFault.BadFormat, $"Member \"{RequestMember.Mapping}\" should be a Boolean value, or \"{Table}\""),
        };
    }
}
