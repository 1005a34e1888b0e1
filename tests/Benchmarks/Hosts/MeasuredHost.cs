// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Dicom;

namespace OrthancDeid.Benchmarks.Hosts;

/// <summary>An Orthanc in a temporary folder. It ends when it is disposed of, or when this program ends.</summary>
internal sealed class MeasuredHost : IDisposable
{
    // $$ stays the process id of Orthanc after the exec. Unless the watcher is sent a line, it sees the pipe close when this
    // program ends.
    private const string Watched =
        "exec 3<&0; (read -r line <&3 || kill -KILL $$) >/dev/null 2>&1 & exec 3<&-; exec \"$0\" \"$@\" </dev/null";

    /// <summary>The number of connections that files are stored over by default.</summary>
    public const int Connections = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-benchmark-");
    private readonly HttpClient _http;
    private readonly Process _process;

    /// <summary>Starts Orthanc and waits until it answers.</summary>
    /// <param name="version">Which Orthanc.</param>
    /// <param name="hasPlugin">Whether it loads the plugin.</param>
    /// <param name="settings">Members of its configuration, each with a comma at its end.</param>
    public MeasuredHost(OrthancVersion version, bool hasPlugin, string settings)
    {
        var port = FreePort();
        var path = Path.Combine(_folder.FullName, "orthanc.json");
        var plugin = hasPlugin
            ? Environment.GetEnvironmentVariable("ORTHANC_DEID_PLUGIN")
                ?? throw new InvalidOperationException("ORTHANC_DEID_PLUGIN names no plugin")
            : null;
        File.WriteAllText(path, $$"""
            {
              {{settings}}
              "Plugins": [{{(plugin is null ? "" : $"\"{JsonEncodedText.Encode(plugin)}\"")}}],
              "StorageDirectory": "storage", "IndexDirectory": "storage", "HttpPort": {{port}},
              "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "DicomServerEnabled": false
            }
            """);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
        var start = new ProcessStartInfo("/bin/sh", ["-c", Watched, version.Launcher, path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        var begin = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        // Orthanc would block on a full pipe that nobody reads.
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitUntilItAnswers(version);
        StartSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    /// <summary>The time from the start of the process to the first answer.</summary>
    public double StartSeconds { get; }

    /// <summary>The peak of the resident memory since <see cref="ForgetPeak"/>.</summary>
    public long PeakBytes => ResidentMemory.Of(_process.Id, "VmHWM");

    /// <summary>The processor time since the start of the process.</summary>
    public double CpuSeconds => ProcessorTime.Of(_process.Id);

    /// <summary>Resets the peak.</summary>
    public void ForgetPeak() => ResidentMemory.ForgetPeak(_process.Id);

    /// <summary>Stores files over several connections.</summary>
    /// <param name="files">The files.</param>
    /// <param name="connections">The number of connections.</param>
    /// <param name="sources">For each file, an instance whose file is read first; null to read none.</param>
    /// <returns>The answers of the host.</returns>
    public IReadOnlyList<JsonElement> Store(
        IReadOnlyList<NativeBuffer> files, int connections = Connections, string[]? sources = null)
    {
        var answers = new JsonElement[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = connections }, i =>
        {
            if (sources is not null)
            {
                Fetch(HttpMethod.Get, $"/instances/{sources[i]}/file", null);
            }

            answers[i] = Json(Send(HttpMethod.Post, "/instances", Content(files[i])));
        });
        return answers;
    }

    /// <summary>Sends a request whose answer is JSON.</summary>
    public JsonElement Post(string path, string body) =>
        Json(Send(HttpMethod.Post, path, new ByteArrayContent(Encoding.UTF8.GetBytes(body))));

    /// <summary>Sends a request, and reads and discards the answer.</summary>
    public void Fetch(HttpMethod method, string path, string? body)
    {
        using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var answer = Send(method, path, content);
        using var stream = answer.Content.ReadAsStream();
        stream.CopyTo(Stream.Null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        try
        {
            _process.StandardInput.WriteLine();
        }
        catch (IOException)
        {
            // The watcher has ended, too.
        }

        _process.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static unsafe StreamContent Content(NativeBuffer file) =>
        new(new UnmanagedMemoryStream((byte*)file.Pointer, file.Length));

    private static JsonElement Json(HttpResponseMessage answer)
    {
        using (answer)
        using (var document = JsonDocument.Parse(answer.Content.ReadAsStream()))
        {
            return document.RootElement.Clone();
        }
    }

    private HttpResponseMessage Send(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        var answer = _http.Send(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return answer;
    }

    private void WaitUntilItAnswers(OrthancVersion version)
    {
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{version} ended with {_process.ExitCode}");
            }

            try
            {
                Fetch(HttpMethod.Get, "/system", null);
                return;
            }
            catch (HttpRequestException)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
