// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Site;

/// <summary>A folder with an audit file, for as long as a test needs it.</summary>
internal sealed class AuditedFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-audit-");

    /// <summary>The path of the file, in a folder that exists.</summary>
    public string File => Path.Combine(_folder.FullName, "audit.jsonl");

    /// <summary>
    /// The lines of the file as a shell reads them. .NET would respect the lock of the host, which no other reader does.
    /// </summary>
    public async Task<IReadOnlyList<string>> Lines()
    {
        using var cat = Process.Start(new ProcessStartInfo("cat", [File]) { RedirectStandardOutput = true })!;
        var text = await cat.StandardOutput.ReadToEndAsync();
        await cat.WaitForExitAsync();
        Assert.That(text, Is.Empty.Or.EndsWith("\n"));
        return [.. text.Split('\n')[..^1]];
    }

    /// <summary>The entries of the file, which must be complete.</summary>
    public async Task<IReadOnlyList<JsonElement>> Entries()
    {
        var before = new string('0', 64);
        var entries = new List<JsonElement>();
        foreach (var line in await Lines())
        {
            using var json = JsonDocument.Parse(line);
            entries.Add(json.RootElement.Clone());
            Assert.That(entries[^1].GetProperty("Number").GetInt32(), Is.EqualTo(entries.Count));
            Assert.That(entries[^1].GetProperty("Previous").GetString(), Is.EqualTo(before), line);
            before = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
        }

        return entries;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
