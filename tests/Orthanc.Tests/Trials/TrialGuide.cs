// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Trials;

/// <summary>
/// The steps of docs/trials.md for a data manager and an administrator: its files and commands, in a folder of their own.
/// </summary>
internal sealed class TrialGuide : IDisposable
{
    private const string Site = "/etc/orthanc/";
    private const string Address = "http://localhost:8042";
    private const string Mapping = "MAPPING";
    private const string Secret = "An example is no secret: make your own";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-guide-");
    private readonly string _page = File.ReadAllText(ProjectFiles.Page("trials.md"));

    /// <summary>Does what the page says to do before Orthanc starts.</summary>
    public TrialGuide()
    {
        Write("pseudonyms.key", Secret);
        Write("trial7.csv", Blocks("csv").Single());
        Run(Blocks("sh").Single(block => block.Contains("req -x509", StringComparison.Ordinal)));
    }

    /// <summary>The configuration of the page.</summary>
    public JsonObject Configuration => JsonNode.Parse(
        $"{{{Blocks("json").First().Replace(Site, $"{_folder.FullName}/", StringComparison.Ordinal)}}}")!.AsObject();

    /// <summary>The text of a file in the folder.</summary>
    public string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));

    /// <summary>Fetches and opens a mapping, and deletes it from the host, as the page says.</summary>
    /// <param name="host">The host.</param>
    /// <param name="path">The path of the mapping.</param>
    public void FetchMapping(OrthancHost host, string path) => Run(
        Blocks("sh").Single(block => block.Contains("cms -decrypt", StringComparison.Ordinal))
            .Replace($"{Address}/deid/mappings/{Mapping}", $"{host.Address.ToString().TrimEnd('/')}{path}", StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private IEnumerable<string> Blocks(string language) =>
        Regex.Matches(_page, $"^```{language}\n(.+?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);

    private void Run(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-e", "-c", script])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var faults = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, () => faults.Result);
    }
}
