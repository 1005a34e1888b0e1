// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Pseudonyms;

namespace OrthancDeid.Orthanc.Tests.OtherPlugins;

/// <summary>An index in PostgreSQL, a storage and a pseudonym key that several hosts share.</summary>
/// <remarks>Uses the Orthanc and the plugin of this machine's Debian (package orthanc-postgresql).</remarks>
internal sealed class SharedIndex : IDisposable
{
    private const string Index = "/usr/share/orthanc/plugins/libOrthancPostgreSQLIndex.so";
    private const string Storage = "/usr/share/orthanc/plugins/libOrthancPostgreSQLStorage.so";

    private readonly KeyFile _key = new("the same secret for all of them, of 32 bytes");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-");
    private readonly OrthancVersion _version;

    private SharedIndex(OrthancVersion version)
    {
        _version = version;
        Server = PostgreSqlServer.Start();
    }

    /// <summary>The server of the index.</summary>
    public PostgreSqlServer Server { get; }

    /// <summary>Starts the server, or skips the test if something is missing on this machine.</summary>
    public static SharedIndex Start()
    {
        Skip.Unless(
            File.Exists(Index), "Orthanc's plugin for PostgreSQL is not on this machine (apt-get install orthanc-postgresql)");
        var version = OrthancVersion.All().First();
        OrthancHost.SkipUnlessHere(version);
        return new SharedIndex(version);
    }

    /// <summary>Starts a host.</summary>
    /// <param name="name">The identifier of the server, to which its jobs belong.</param>
    /// <param name="settings">Further settings of the plugin's section.</param>
    public Task<OrthancHost> StartHost(string name, params (string Name, JsonNode Value)[] settings)
    {
        var deid = (JsonObject)_key.Configuration["Deid"]!.DeepClone();
        foreach (var (setting, value) in settings)
        {
            deid[setting] = value;
        }

        // A job that deletes its sources reads their successors back from the storage, so all hosts have the same one.
        return OrthancHost.Start(
            _version, [ProjectFiles.Plugin, Index, Storage], new JsonObject
            {
                ["StorageDirectory"] = Path.Combine(_folder.FullName, "storage"),
                ["IndexDirectory"] = Path.Combine(_folder.FullName, name),
                ["DatabaseServerIdentifier"] = name,
                ["Deid"] = deid,
                ["PostgreSQL"] = Server.Configuration,
            });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Server.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }
}
