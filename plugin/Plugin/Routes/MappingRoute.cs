// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Host.Native;

namespace OrthancDeid.Plugin.Routes;

/// <summary><c>GET /deid/mappings/{key}</c>: a mapping that was too long for a header.</summary>
internal sealed class MappingRoute(KeptMappings mappings)
{
    /// <summary>The route as a regular expression of the host.</summary>
    public const string Pattern = "/deid/mappings/([^/]+)";

    /// <summary>The address of a mapping.</summary>
    public static string PathOf(string key) => $"/deid/mappings/{key}";

    /// <summary>Answers a request.</summary>
    /// <exception cref="OrthancException">There is no such mapping, or no longer.</exception>
    public void Answer(RestCall call)
    {
        if (call.Method != HttpMethod.Get)
        {
            call.AnswerMethodNotAllowed("GET");
            return;
        }

        call.Answer(
            mappings.Take(call.ResourceId) ?? throw new OrthancException(
                OrthancErrorCode.UnknownResource, "There is no such mapping: each can be read once, within a minute."),
            "application/json");
    }
}
