// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>A folder in which a page's commands are run as a reader would run them, against a test's host.</summary>
internal sealed class Recipe : IDisposable
{
    private const string Address = "http://localhost:8042";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-recipe-");

    /// <summary>The path of a file in the folder.</summary>
    /// <param name="name">Its name.</param>
    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs shell commands, none of which may fail.</summary>
    /// <param name="script">The commands.</param>
    /// <param name="host">The host that takes the place of the page's address.</param>
    /// <returns>Their output.</returns>
    public string RunShell(string script, OrthancHost host) =>
        Run("bash", ["-e", "-u", "-o", "pipefail", "-c", At(script, host)]);

    /// <summary>Runs a Python program with the system's Python, which has its packages.</summary>
    /// <param name="script">The program.</param>
    /// <param name="host">The host that takes the place of the page's address.</param>
    public string RunPython(string script, OrthancHost host) => Run("/usr/bin/python3", ["-c", At(script, host)]);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private static string At(string script, OrthancHost host) =>
        script.Replace(Address, host.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);

    private string Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var faults = process.StandardError.ReadToEndAsync();
        var written = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, () => $"{arguments[^1]}\n{written}\n{faults.Result}");
        return written;
    }
}
