// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>The index of a stopped host, an SQLite file.</summary>
internal static class StoppedIndex
{
    private const string Script = """
        import sqlite3, sys
        with sqlite3.connect(sys.argv[1]) as index:
            index.executescript(sys.argv[2])
        """;

    private const string Query = """
        import sqlite3, sys
        with sqlite3.connect(sys.argv[1]) as index:
            for row in index.execute(sys.argv[2]):
                print(*row, sep='\t')
        """;

    /// <summary>Changes the index.</summary>
    /// <param name="folder">The folder of the host.</param>
    /// <param name="sql">SQL statements.</param>
    public static Task Change(string folder, string sql) => Run(Script, folder, sql);

    /// <summary>Queries the index.</summary>
    /// <param name="folder">The folder of the host.</param>
    /// <param name="sql">An SQL query.</param>
    /// <returns>The rows, with tabs between their values.</returns>
    public static async Task<IReadOnlyList<string>> Read(string folder, string sql) =>
        (await Run(Query, folder, sql)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> Run(string script, string folder, string sql)
    {
        using var python = Process.Start(new ProcessStartInfo(
            "python3", ["-c", script, Path.Combine(folder, "storage", "index"), sql])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.That(python.ExitCode, Is.Zero, await errors);
        return output;
    }
}
