// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.OtherPlugins;

/// <summary>A PostgreSQL server of its own, in a temporary folder, which listens on a socket in that folder only.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private const string User = "postgres";

    private readonly string _programs;

    private PostgreSqlServer(string programs, string folder)
    {
        _programs = programs;
        Folder = folder;
    }

    /// <summary>The folder of its socket, which clients name as their host.</summary>
    public string Folder { get; }

    /// <summary>The configuration section of a host that keeps its index and its files there.</summary>
    public JsonObject Configuration => new()
    {
        ["EnableIndex"] = true,
        ["EnableStorage"] = true,
        ["Host"] = Folder,
        ["Port"] = 5432,
        ["Database"] = User,
        ["Username"] = User,
        ["Password"] = string.Empty,
        ["Lock"] = false,
        ["EnableSsl"] = false,
    };

    /// <summary>Starts a server, or skips the test if this machine has no PostgreSQL.</summary>
    public static PostgreSqlServer Start()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            : null;
        Skip.Unless(programs is not null, "PostgreSQL is not on this machine (apt-get install postgresql)");
        var server = new PostgreSqlServer(programs, Directory.CreateTempSubdirectory("orthanc-deid-").FullName);
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL does not run as root.
            Run("chown", User, server.Folder);
        }

        server.RunAsUser("initdb", "-D", server.Data, "-A", "trust", "-U", User);
        server.RunAsUser(
            "pg_ctl", "-D", server.Data, "-w", "-l", Path.Combine(server.Folder, "log"),
            "-o", $"-c listen_addresses='' -c unix_socket_directories='{server.Folder}' -c fsync=off", "start");
        return server;
    }

    /// <summary>Locks a table against all others for some seconds. Returns as soon as it is locked.</summary>
    /// <returns>A task that ends with the lock.</returns>
    public async Task<Task> Lock(string table, int seconds)
    {
        var locked = Path.Combine(Folder, "locked");
        var end = Task.Run(() => RunAsUser(
            "psql", "-h", Folder, "-U", User, "-v", "ON_ERROR_STOP=1", "-c",
            $"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE; COPY (SELECT 1) TO '{locked}'; "
                + $"SELECT pg_sleep({seconds}); COMMIT;"));
        while (!File.Exists(locked) && !end.IsCompleted)
        {
            await Task.Delay(20);
        }

        return end;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        RunAsUser("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");
        Directory.Delete(Folder, recursive: true);
    }

    private string Data => Path.Combine(Folder, "data");

    private void RunAsUser(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        if (Environment.IsPrivilegedProcess)
        {
            Run("runuser", ["-u", User, "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    // Discards the output: the server would inherit a pipe, which would then never end.
    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
        })!;
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}");
    }
}
