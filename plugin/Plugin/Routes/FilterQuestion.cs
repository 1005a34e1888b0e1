// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// Asks the filters of the host (of Lua, and of other plugins) about resources that stand in the body of a request: a
/// filter sees URLs alone. The host has no service for that, so each resource is named in the URL of a request to the
/// host's own server, with what the client said of itself; it passes all filters or not, and the plugin answers it by
/// nothing but that it has arrived.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="port">Where its server listens; null if filters are not asked.</param>
/// <param name="logger">Takes why there was no answer.</param>
internal sealed class FilterQuestion(NativeHost host, int? port, ILogger logger)
{
    /// <summary>What a client gets that is not refused.</summary>
    private const ushort Passed = 200;

    private const uint TimeoutSeconds = 30;
    private const string Header = "deid-filter-question";

    /// <summary>Headers of a request that are about its body or its connection, not about who has sent it.</summary>
    private static readonly HashSet<string> OfConnection = new(StringComparer.Ordinal)
    {
        "host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection", "keep-alive", "expect", "upgrade",
        "te", "trailer", "accept-encoding", "proxy-connection", Header,
    };

    private readonly string _secret = $"{Guid.NewGuid():N}{Guid.NewGuid():N}";

    /// <summary>Answers a request that <see cref="Require"/> made.</summary>
    /// <returns>Whether it was one.</returns>
    public bool Answer(RestCall call)
    {
        if (port is null || call.Header(Header) is not { } secret || !SecretText.AreSame(_secret, secret))
        {
            return false;
        }

        call.AnswerStatus(Passed, "{}");
        return true;
    }

    /// <summary>Requires that a client could have named resources in a URL.</summary>
    /// <param name="call">The request that names them in its body.</param>
    /// <param name="resources">Orthanc's identifiers.</param>
    /// <param name="operation"><c>anonymize</c> or <c>modify</c>.</param>
    /// <exception cref="RequestException">One is refused, or the host did not answer.</exception>
    public void Require(RestCall call, IEnumerable<string> resources, string operation)
    {
        // Scripts and other plugins pass no filter.
        if (port is null || !call.HasHeaders)
        {
            return;
        }

        (string Name, string Value)[] headers =
            [.. call.ReadHeaders().Where(static header => !OfConnection.Contains(header.Name)), (Header, _secret)];
        foreach (var id in resources.Distinct(StringComparer.Ordinal))
        {
            if (ResourceTree.LevelOf(id, ResourceLevel.Study) is not { } level)
            {
                // Whoever reads the resources says that there is none.
                continue;
            }

            var url = $"http://127.0.0.1:{port}{ResourceTree.Path(level, id)}/{operation}";
            var code = host.Post(url, headers, TimeoutSeconds, out var status);
            if (status != Passed)
            {
                logger.FilterAsked(id, status, (int)code);
                throw new RequestException(
                    RequestFault.Forbidden,
                    $"A filter of Orthanc does not let this client {operation} {level.ToString().ToLowerInvariant()} {id}");
            }
        }
    }
}
