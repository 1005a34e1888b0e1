// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Explorer;

/// <summary>A headless Chromium, driven over the W3C WebDriver protocol.</summary>
internal sealed partial class Browser : IDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Driver = "/usr/bin/chromedriver";

    // The name of the member that holds the identifier of an element (W3C WebDriver 12.1).
    private const string ElementIdentifier = "element-6066-11e4-a52e-4f735466cecf";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _driver;
    private readonly HttpClient _http;
    private readonly string _profile = Directory.CreateTempSubdirectory("orthanc-deid-").FullName;
    private string _session = string.Empty;

    private Browser(Process driver, int port)
    {
        _driver = driver;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
    }

    /// <summary>Starts the browser, or skips the test with a warning if this machine has none.</summary>
    public static async Task<Browser> Start()
    {
        Skip.Unless(
            File.Exists(Chromium) && File.Exists(Driver),
            "Chromium is not on this machine (apt-get install chromium chromium-driver)");

        var driver = Process.Start(new ProcessStartInfo(Driver, ["--port=0"]) { RedirectStandardOutput = true })!;
        Match port;
        do
        {
            var line = await driver.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            Assert.That(line, Is.Not.Null, "chromedriver has ended");
            port = StartedOnPort().Match(line!);
        }
        while (!port.Success);

        // Further output would fill the pipe. Reading ends with the driver.
        _ = driver.StandardOutput.ReadToEndAsync();
        var browser = new Browser(driver, int.Parse(port.Groups["port"].Value, CultureInfo.InvariantCulture));
        try
        {
            await browser.OpenSession();
            return browser;
        }
        catch
        {
            browser.Dispose();
            throw;
        }
    }

    /// <summary>The current address.</summary>
    public async Task<string> Address() => (await Call(HttpMethod.Get, "/url")).GetString()!;

    /// <summary>Opens an address.</summary>
    public Task Open(string address) => Call(HttpMethod.Post, "/url", new JsonObject { ["url"] = address });

    /// <summary>Clicks an element as soon as it is present and clickable.</summary>
    /// <param name="selector">A CSS selector.</param>
    public async Task Click(string selector)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var (_, element) = await Try(
                HttpMethod.Post, "/element", new JsonObject { ["using"] = "css selector", ["value"] = selector });
            if (element.TryGetProperty(ElementIdentifier, out var id)
                && (await Try(HttpMethod.Post, $"/element/{id.GetString()}/click", [])).IsDone)
            {
                return;
            }

            Assert.That(watch.Elapsed, Is.LessThan(Patience), () => $"{selector}: {element}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until the address meets a condition.</summary>
    public async Task<string> WaitForAddress(Func<string, bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var address = await Address();
            if (condition(address))
            {
                return address;
            }

            Assert.That(watch.Elapsed, Is.LessThan(Patience), address);
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until the page shows a text.</summary>
    public async Task WaitForText(string text)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var body = await Call(
                HttpMethod.Post, "/execute/sync",
                new JsonObject { ["script"] = "return document.body.innerText", ["args"] = new JsonArray() });
            if (body.GetString()!.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            Assert.That(watch.Elapsed, Is.LessThan(Patience), body.ToString);
            await Task.Delay(50);
        }
    }

    /// <summary>The visible page, as PNG.</summary>
    public async Task<byte[]> Screenshot() => (await Call(HttpMethod.Get, "/screenshot")).GetBytesFromBase64();

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _driver.Kill(entireProcessTree: true);
        _driver.WaitForExit();
        _driver.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task OpenSession()
    {
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--window-size=1280,900", $"--user-data-dir={_profile}",
        ];
        var answer = await Call(HttpMethod.Post, "/session", new JsonObject
        {
            ["capabilities"] = new JsonObject
            {
                ["alwaysMatch"] = new JsonObject
                {
                    ["goog:chromeOptions"] = new JsonObject
                    {
                        ["binary"] = Chromium,
                        ["args"] = new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]),
                    },
                },
            },
        });
        _session = $"/session/{answer.GetProperty("sessionId").GetString()}";
    }

    private async Task<JsonElement> Call(HttpMethod method, string command, JsonObject? body = null)
    {
        var (isDone, value) = await Try(method, command, body);
        Assert.That(isDone, Is.True, value.ToString);
        return value;
    }

    private async Task<(bool IsDone, JsonElement Value)> Try(HttpMethod method, string command, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, _session + command);
        request.Content = body is null ? null : JsonContent.Create(body);
        if (request.Content is not null)
        {
            // The driver does not read chunked requests.
            await request.Content.LoadIntoBufferAsync();
        }

        using var answer = await _http.SendAsync(request);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return (answer.IsSuccessStatusCode, document.RootElement.GetProperty("value").Clone());
    }

    [GeneratedRegex(@"started successfully on port (?<port>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex StartedOnPort();
}
