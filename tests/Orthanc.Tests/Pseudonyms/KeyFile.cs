// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;

namespace OrthancDeid.Orthanc.Tests.Pseudonyms;

/// <summary>A file with a secret, for as long as a test needs it.</summary>
internal sealed class KeyFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-key-");

    /// <summary>Writes the file.</summary>
    /// <param name="secret">Its text.</param>
    /// <param name="mode">Its permissions.</param>
    public KeyFile(string secret, UnixFileMode mode = UnixFileMode.UserRead)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "pseudonyms.key");
        File.WriteAllText(Path, secret);
        File.SetUnixFileMode(Path, mode);
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The configuration of a host that uses it.</summary>
    public JsonObject Configuration => new() { ["Deid"] = new JsonObject { ["PseudonymKeyFile"] = Path } };

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
