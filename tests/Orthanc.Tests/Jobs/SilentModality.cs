// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>
/// A modality that accepts connections and never answers. A job that sends to it keeps a host's only worker busy until it is
/// released, so that other jobs wait for their turn, however long a test takes.
/// </summary>
internal sealed class SilentModality : IDisposable
{
    private const int Hour = 3600;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private readonly int _port;

    /// <summary>Starts the modality.</summary>
    public SilentModality()
    {
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    /// <summary>The settings that a host needs.</summary>
    public (string Name, JsonNode Value)[] Settings =>
    [
        ("ConcurrentJobs", 1),
        ("DicomScuTimeout", Hour),
        ("DicomModalities", JsonNode.Parse(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"silent": ["SILENT", "127.0.0.1", {{_port}}]}"""))!),
    ];

    /// <summary>Makes a host wait for the modality.</summary>
    /// <param name="host">A host with <see cref="Settings"/>.</param>
    /// <param name="resource">Orthanc's identifier of any resource.</param>
    /// <returns>The identifier of the busy job.</returns>
    public static async Task<string> Occupy(OrthancHost host, string resource)
    {
        var job = await host.Submit(
            "/modalities/silent/store", $$"""{"Resources": ["{{resource}}"], "Asynchronous": true}""");
        await host.WaitForJob(job, state => state.State() == "Running");
        return job;
    }

    /// <summary>Ends one connection, and with it the job that opened it.</summary>
    public async Task Release() => (await _listener.AcceptTcpClientAsync()).Dispose();

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();
}
