// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;
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
/// <param name="threads">How many requests that server answers at the same time.</param>
/// <param name="logger">Takes why there was no answer.</param>
internal sealed class FilterQuestion(NativeHost host, int? port, int threads, ILogger logger) : IDisposable
{
    /// <summary>What a client gets that is not refused.</summary>
    private const ushort Passed = 200;

    // A question is answered at once, unless all threads of the server are busy.
    private const uint TimeoutSeconds = 10;
    private const string Header = "deid-filter-question";

    /// <summary>Headers of a request that are about its body or its connection, not about who has sent it.</summary>
    private static readonly HashSet<string> OfConnection = new(StringComparer.Ordinal)
    {
        "host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection", "keep-alive", "expect", "upgrade",
        "te", "trailer", "accept-encoding", "proxy-connection", Header,
    };

    // Each who asks has a thread of the server and needs another one. Nobody waits for a turn, which would keep a thread, too.
    private readonly SemaphoreSlim _asking = new(Math.Max(1, threads / 2));
    private readonly string _secret = $"{Guid.NewGuid():N}{Guid.NewGuid():N}";

    /// <summary>Answers a request that <see cref="Require(RestCall, IEnumerable{string}, string)"/> made.</summary>
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
    /// <exception cref="RequestException">One is refused.</exception>
    /// <exception cref="OrthancException">There is no such resource, or the server is too busy to tell.</exception>
    public void Require(RestCall call, IEnumerable<string> resources, string operation)
    {
        // Scripts and other plugins pass no filter.
        if (port is null || !call.HasHeaders)
        {
            return;
        }

        if (!_asking.Wait(TimeSpan.Zero))
        {
            throw Busy();
        }

        try
        {
            (string Name, string Value)[] headers =
                [.. call.ReadHeaders().Where(static header => !OfConnection.Contains(header.Name)), (Header, _secret)];
            foreach (var id in resources.Distinct(StringComparer.Ordinal))
            {
                Require(id, operation, headers);
            }
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    private static OrthancException Busy() => new(
        OrthancErrorCode.Timeout, "Orthanc's server has too much to do to ask its filters (Deid.AskFilters); try again");

    private void Require(string id, string operation, (string Name, string Value)[] headers)
    {
        // Not left to whoever reads the resources, who may find what could not be read here.
        var level = ResourceTree.LevelOf(id, ResourceLevel.Study)
            ?? throw new OrthancException(OrthancErrorCode.UnknownResource, $"There is no resource {id}.");
        var url = $"http://127.0.0.1:{port}{ResourceTree.Path(level, id)}/{operation}";
        var code = host.Post(url, headers, TimeoutSeconds, out var status);
        if (status == Passed)
        {
            return;
        }

        logger.FilterAsked(id, status, (int)code);
        throw status == 0 ? Busy() : new RequestException(
            RequestFault.Forbidden,
            $"A filter of Orthanc does not let this client {operation} {level.ToString().ToLowerInvariant()} {id}");
    }
}
