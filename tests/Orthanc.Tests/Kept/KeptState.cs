// SPDX-License-Identifier: GPL-3.0-or-later

using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Trials;

namespace OrthancDeid.Orthanc.Tests.Kept;

/// <summary>
/// What a real Orthanc with a delivered version of the plugin left in its folder when it was killed during jobs: an archive
/// <c>version/orthanc-moment.tar.gz</c> next to the tests, created by <see cref="KeptStateTaker"/>.
/// </summary>
/// <param name="Version">The version of the plugin and the commit from which it was built.</param>
/// <param name="Orthanc">The version of Orthanc.</param>
/// <param name="Moment">The moment when it was killed.</param>
internal sealed record KeptState(string Version, string Orthanc, string Moment)
{
    private const string Extension = ".tar.gz";
    private const string Secret = "the secret of a site that is none, longer than 32 bytes";

    private static string Folder => Path.Combine(ProjectFiles.Root, "tests", "Orthanc.Tests", "Kept", "States");

    private string Archive => Path.Combine(Folder, Version, $"{Orthanc}-{Moment}{Extension}");

    /// <summary>All kept states.</summary>
    public static IEnumerable<KeptState> All() => Directory
        .EnumerateFiles(Folder, $"*{Extension}", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(static path =>
        {
            var name = Path.GetFileName(path)[..^Extension.Length];
            var end = name.IndexOf('-', StringComparison.Ordinal);
            return new KeptState(Path.GetFileName(Path.GetDirectoryName(path)!), name[..end], name[(end + 1)..]);
        });

    /// <inheritdoc/>
    public override string ToString() => $"{Version}, {Orthanc}, {Moment}";

    /// <summary>Starts a host on an unpacked state.</summary>
    /// <param name="version">The version of Orthanc.</param>
    /// <param name="folder">The folder of the host.</param>
    /// <param name="scripts">Lua scripts.</param>
    public static Task<OrthancHost> Start(OrthancVersion version, string folder, params string[] scripts)
    {
        using var files = Files(folder);
        files.WriteSecret(Secret);
        return OrthancHost.Start(
            version, [ProjectFiles.Plugin], new JsonObject
            {
                // Otherwise, a host on another port would count as a different server.
                ["DatabaseServerIdentifier"] = "kept",
                ["ConcurrentJobs"] = 1,
                ["OverwriteInstances"] = true,
                // A lost file must not be in a cache.
                ["MaximumStorageCacheSize"] = 0,
                ["LuaScripts"] = new JsonArray([.. scripts.Select(static script => (JsonNode)script)]),
                ["Deid"] = new JsonObject
                {
                    ["Threads"] = 1,
                    ["PseudonymKeyFile"] = files.Secret,
                    ["MappingKey"] = files.Certificate,
                    ["AuditFile"] = AuditFile(folder),
                },
            },
            folder);
    }

    /// <summary>The path of the audit file.</summary>
    public static string AuditFile(string folder) => Path.Combine(folder, "audit.jsonl");

    /// <summary>The files of the data manager.</summary>
    public static TrialFiles Files(string folder) => new(Path.Combine(folder, "office"));

    /// <summary>Unpacks the state into a folder.</summary>
    public void Unpack(string folder)
    {
        using var file = File.OpenRead(Archive);
        using var plain = new GZipStream(file, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(plain, folder, overwriteFiles: false);
    }

    /// <summary>Packs a folder, without the files that each start of a host creates anew.</summary>
    public void Pack(string folder)
    {
        foreach (var made in Directory.EnumerateFiles(folder, "*").Where(static path => Path.GetExtension(path) is ".lua"
            || Path.GetFileName(path) is "orthanc.json"))
        {
            File.Delete(made);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Archive)!);
        using var file = File.Create(Archive);
        using var packed = new GZipStream(file, CompressionLevel.SmallestSize);
        TarFile.CreateFromDirectory(folder, packed, includeBaseDirectory: false);
    }
}
