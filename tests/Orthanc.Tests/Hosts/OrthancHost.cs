// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>
/// A real Orthanc process of its own, in a temporary folder and on a free port of the loopback interface. It is killed when
/// it is disposed, or when the process that runs the tests ends, in whatever way.
/// </summary>
internal sealed partial class OrthancHost : IDisposable
{
    // After the exec, $$ is still the process id of Orthanc. The watcher kills Orthanc when the pipe closes because the
    // tests have ended, unless it has read a line, which means that Orthanc has stopped.
    private const string Watched =
        "exec 3<&0; (read -r line <&3 || kill -KILL $$) >/dev/null 2>&1 & exec 3<&-; exec \"$0\" \"$@\" </dev/null";

    private const int TerminationSignal = 15;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ReservedPort _port;
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly string _folder;
    private readonly bool _ownsFolder;
    private readonly bool _hasPlugins;
    private bool _isStopped;

    private OrthancHost(
        OrthancVersion version, string folder, bool ownsFolder, JsonObject configuration, bool isVerbose)
    {
        Version = version;
        _hasPlugins = configuration["Plugins"] is JsonArray { Count: > 0 };
        _folder = folder;
        _ownsFolder = ownsFolder;
        _port = ReservedPort.Take();
        configuration["HttpPort"] = _port.Number;
        var path = Path.Combine(folder, "orthanc.json");
        File.WriteAllText(path, configuration.ToJsonString());
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port.Number}"), Timeout = Patience };
        if (configuration["RegisteredUsers"] is JsonObject { Count: > 0 } users)
        {
            _http.DefaultRequestHeaders.Authorization = Basic(users.First().Key, users.First().Value!.GetValue<string>());
        }

        string[] options = isVerbose ? ["--verbose"] : [];
        var start = new ProcessStartInfo("/bin/sh", ["-c", Watched, version.Launcher!, .. options, path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Record(line.Data);
        _process.ErrorDataReceived += (_, line) => Record(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>How long a test waits for Orthanc; ORTHANC_DEID_PATIENCE sets it in seconds.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(
        Environment.GetEnvironmentVariable("ORTHANC_DEID_PATIENCE") is { Length: > 0 } seconds
            ? int.Parse(seconds, CultureInfo.InvariantCulture) : 60);

    /// <summary>The version of Orthanc.</summary>
    public OrthancVersion Version { get; }

    /// <summary>The identifier of the process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The address of its server, with a slash at the end.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>The folder of the storage.</summary>
    public string StorageFolder => Path.Combine(_folder, "storage");

    /// <summary>Starts Orthanc and waits until it answers, or skips the test, with a warning, if that version is not
    /// here.</summary>
    /// <param name="version">The version of Orthanc.</param>
    /// <param name="plugins">The plugins to load, in this order.</param>
    /// <param name="configuration">Settings to add to the configuration or to change in it.</param>
    /// <param name="folder">A folder that keeps the database after the host has stopped; null for a temporary one.</param>
    /// <param name="isVerbose">Whether the log includes every request.</param>
    /// <exception cref="InvalidOperationException">Orthanc did not start; the message contains its log.</exception>
    public static async Task<OrthancHost> Start(
        OrthancVersion version, IEnumerable<string> plugins, JsonObject? configuration = null, string? folder = null,
        bool isVerbose = true)
    {
        SkipUnlessHere(version);
        var merged = new JsonObject
        {
            ["Name"] = "Test",
            ["StorageDirectory"] = "storage",
            ["IndexDirectory"] = "storage",
            ["Plugins"] = new JsonArray([.. plugins.Select(path => (JsonNode)path)]),
            ["RemoteAccessAllowed"] = false,
            ["AuthenticationEnabled"] = false,
            ["DicomServerEnabled"] = false,
            // What a killed process has written is kept without it, and no test cuts the power.
            ["SyncStorageArea"] = false,
        };
        foreach (var (member, value) in configuration ?? [])
        {
            merged[member] = value?.DeepClone();
        }

        var host = new OrthancHost(
            version, folder ?? Directory.CreateTempSubdirectory("orthanc-deid-").FullName, folder is null, merged,
            isVerbose);
        try
        {
            await host.WaitUntilItAnswers();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Skips the test if a version is not on this machine. On Debian 12, which has the oldest one, it fails
    /// instead.</summary>
    public static void SkipUnlessHere(OrthancVersion version)
    {
        if (version.Launcher is null && version == OrthancVersion.All().First() && File.Exists("/etc/os-release")
            && File.ReadAllLines("/etc/os-release").Contains("VERSION_CODENAME=bookworm"))
        {
            Assert.Fail($"Orthanc {version} is a package of this Debian and must be tested: apt-get install orthanc");
        }

        Skip.Unless(
            version.Launcher is not null,
            $"Orthanc {version} is not on this machine; tests/hosts/fetch-orthanc.sh fetches it");
    }

    /// <summary>Stops Orthanc with SIGTERM, as a service manager does, and asserts that it ends by itself and
    /// cleanly.</summary>
    public void Stop()
    {
        // The shell's own kill needs no package.
        using (var kill = Process.Start("/bin/sh", ["-c", "kill -TERM \"$0\"", $"{_process.Id}"]))
        {
            kill.WaitForExit();
        }

        var ended = _process.WaitForExit(Patience);
        if (ended)
        {
            // Without a limit, it also waits for the rest of the log.
            _process.WaitForExit();
            ReleaseWatcher();
        }

        Assert.That(ended, Is.True, () => $"Orthanc {Version} did not stop within {Patience}:\n{Log}");
        Assert.That(_process.ExitCode, Is.Zero, () => $"Orthanc {Version} stopped with an error:\n{Log}");
    }

    /// <summary>Kills Orthanc with SIGKILL: it has no chance to save anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Deletes the file of an instance from the storage behind Orthanc's back.</summary>
    /// <param name="bytes">The content of the file.</param>
    public void LoseFile(byte[] bytes)
    {
        var files = Directory.EnumerateFiles(StorageFolder, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length == bytes.Length
                && File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
            .ToList();
        Assert.That(files, Has.Count.EqualTo(1));
        File.Delete(files[0]);
    }

    /// <summary>Waits until Orthanc has ended, which it should not do.</summary>
    /// <returns>Its exit code; 128 plus the number of the signal that ended it.</returns>
    public int WaitForDeath()
    {
        Assert.That(_process.WaitForExit(Patience), Is.True, () => $"Orthanc {Version} goes on:\n{Log}");
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        // Without a limit, it also waits for the rest of the log.
        _process.WaitForExit();
        ReleaseWatcher();
        _process.Dispose();
        _http.Dispose();
        _port.Dispose();
        if (_ownsFolder && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        AssertNoPatientDataInLog();
    }

    private void ReleaseWatcher()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            try
            {
                _process.StandardInput.WriteLine();
                _process.StandardInput.Close();
            }
            catch (IOException)
            {
                // The watcher was killed with Orthanc.
            }
        }
    }

    private async Task WaitUntilItAnswers()
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            if (_process.HasExited)
            {
                _process.WaitForExit();
                throw new InvalidOperationException($"Orthanc {Version} ended with {_process.ExitCode}:\n{Log}");
            }

            try
            {
                var system = await _http.GetStringAsync(new Uri("/system", UriKind.Relative));
                Assert.That(JsonNode.Parse(system)?[nameof(Version)]?.GetValue<string>(), Is.EqualTo(Version.Number));
                if (CatchesTerminationSignal())
                {
                    return;
                }

                await Task.Delay(Pause);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Pause);
            }
        }

        throw new InvalidOperationException($"Orthanc {Version} does not answer after {Patience}:\n{Log}");
    }

    /// <summary>
    /// Whether SIGTERM would stop Orthanc in order. Orthanc answers requests a moment before it handles the signal, and
    /// until then the signal kills it.
    /// </summary>
    private bool CatchesTerminationSignal()
    {
        var caught = File.ReadLines($"/proc/{_process.Id}/status")
            .First(line => line.StartsWith("SigCgt:", StringComparison.Ordinal))["SigCgt:".Length..];
        var mask = ulong.Parse(caught.AsSpan().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (mask & (1UL << (TerminationSignal - 1))) != 0;
    }
}
