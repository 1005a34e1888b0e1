// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>A real plugin, compiled from C for a test, that answers one route.</summary>
internal sealed class RivalPlugin : IDisposable
{
    private readonly DirectoryInfo _folder;

    private RivalPlugin(DirectoryInfo folder) => _folder = folder;

    /// <summary>The library.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "libRival.so");

    /// <summary>Compiles a plugin.</summary>
    /// <param name="route">The route, a regular expression of the host.</param>
    /// <param name="answer">What it answers.</param>
    public static RivalPlugin Compile(string route, string answer)
    {
        var rival = new RivalPlugin(Directory.CreateTempSubdirectory("orthanc-deid-rival-"));
        var source = System.IO.Path.Combine(AppContext.BaseDirectory, "Hosts", "rival_plugin.c");
        using var compiler = Process.Start(new ProcessStartInfo(
            "cc",
            [
                "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-Wno-unused-function", $"-DROUTE=\"{route}\"",
                $"-DANSWER=\"{answer}\"", "-o", rival.Path, source,
            ])
        {
            RedirectStandardError = true,
        })!;
        var errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.That(compiler.ExitCode, Is.Zero, errors);
        return rival;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>A copy of a file under another path, for as long as a test needs it.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-copy-");

    private TemporaryCopy(string original)
    {
        Path = System.IO.Path.Combine(_folder.FullName, System.IO.Path.GetFileName(original));
        File.Copy(original, Path);
    }

    /// <summary>Where the copy is.</summary>
    public string Path { get; }

    /// <summary>Copies a file.</summary>
    public static TemporaryCopy Of(string original) => new(original);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
