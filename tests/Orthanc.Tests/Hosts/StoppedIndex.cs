// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>The index of a host that does not run: a file of SQLite.</summary>
internal static class StoppedIndex
{
    private const string Script = """
        import sqlite3, sys
        with sqlite3.connect(sys.argv[1]) as index:
            index.executescript(sys.argv[2])
        """;

    /// <summary>Changes it.</summary>
    /// <param name="folder">The folder of the host.</param>
    /// <param name="sql">Statements of SQL.</param>
    public static async Task Change(string folder, string sql)
    {
        using var python = Process.Start(new ProcessStartInfo(
            "python3", ["-c", Script, Path.Combine(folder, "storage", "index"), sql])
        {
            RedirectStandardError = true,
        })!;
        var errors = await python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.That(python.ExitCode, Is.Zero, errors);
    }
}
