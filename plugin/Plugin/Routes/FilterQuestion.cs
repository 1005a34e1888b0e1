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
/// Asks the filters of the host (of Lua, and of other plugins) about resources in the body of a request, because a filter
/// sees only URLs. The host has no service for this. So the plugin sends a request to the host's own server for each
/// resource, with the resource in the URL and the headers by which the client identified itself. If it passes all filters,
/// the plugin answers only that it has arrived.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="port">The port of its HTTP server; null if filters are not asked.</param>
/// <param name="threads">How many requests that server answers at the same time.</param>
/// <param name="logger">Logs why a question was not answered.</param>
internal sealed class FilterQuestion(NativeHost host, int? port, int threads, ILogger logger) : IDisposable
{
    /// <summary>The status of a question that passed the filters.</summary>
    private const ushort Passed = 200;

    // A question is answered immediately, unless all threads of the server are busy.
    private const uint TimeoutSeconds = 10;
    private const string Header = "deid-filter-question";

    /// <summary>Headers that describe the body or the connection of a request, not its sender.</summary>
    private static readonly HashSet<string> OfConnection = new(StringComparer.Ordinal)
    {
        "host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection", "keep-alive", "expect", "upgrade",
        "te", "trailer", "accept-encoding", "proxy-connection", Header,
    };

    // Each request that asks occupies a thread of the server and needs another one. None waits for its turn, which would
    // occupy a thread, too.
    private readonly SemaphoreSlim _asking = new(Math.Max(1, threads / 2));
    private readonly string _secret = $"{Guid.NewGuid():N}{Guid.NewGuid():N}";

    /// <summary>Answers a request that <see cref="Require(RestCall, IEnumerable{string}, string)"/> sent.</summary>
    /// <returns>Whether it was such a request.</returns>
    public bool Answer(RestCall call)
    {
        if (port is null || call.Header(Header) is not { } secret || !SecretText.AreSame(_secret, secret))
        {
            return false;
        }

        call.AnswerStatus(Passed, "{}");
        return true;
    }

    /// <summary>Requires that the filters would let the client name these resources in a URL.</summary>
    /// <param name="call">The request that names them in its body.</param>
    /// <param name="resources">Orthanc's identifiers.</param>
    /// <param name="operation"><c>anonymize</c> or <c>modify</c>.</param>
    /// <exception cref="RequestException">A filter refuses a resource.</exception>
    /// <exception cref="OrthancException">There is no such resource, or the server is too busy to answer.</exception>
    public void Require(RestCall call, IEnumerable<string> resources, string operation)
    {
        // Requests of scripts and of other plugins are not filtered.
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
        // Not left to the code that reads the resources, which may find one that does not exist yet.
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
