// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Control;

/// <summary>
/// <c>/jobs</c> and <c>/jobs/{id}</c> show the plugin's jobs as the built-in 1.13.0 shows its own, and all other jobs as the
/// same host shows them without the plugin.
/// </summary>
internal sealed partial class JobListTests(OrthancVersion version) : VersionFixture(version)
{
    private const string UserData = """{"Ticket": [1, 2.5, {"a": "\"é\""}], "None": null}""";

    private static int _prefix = 720;

    private OrthancHost _builtIn = null!;
    private OrthancHost _plugin = null!;

    private readonly SilentModality _silent = new();

    private JsonObject Settings
    {
        get
        {
            var settings = new JsonObject { ["ExecuteLuaEnabled"] = true };
            foreach (var (name, value) in _silent.Settings)
            {
                settings[name] = value;
            }

            settings["DicomModalities"]!["nobody"] = new JsonArray("NOBODY", "127.0.0.1", 9);
            return settings;
        }
    }

    [OneTimeSetUp]
    public async Task Start()
    {
        _builtIn = await OrthancHost.Start(Reference, [], Settings);
        _plugin = await OrthancHost.Start(Version, [ProjectFiles.Plugin], Settings);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _silent.Dispose();
        // Null if this version is not installed, in which case the tests are skipped.
        _builtIn?.Dispose();
        _plugin?.Stop();
        _plugin?.Dispose();
    }

    [TestCase("/studies/[study 1.1]/anonymize", "", "Success")]
    [TestCase("/series/[series 1.1.1]/modify", "", "Success")]
    [TestCase("/tools/bulk-modify", """ "Resources": ["[study 1.1]", "[series 2.1.1]"], "Level": "Study", """, "Success")]
    [TestCase("/tools/bulk-anonymize", """ "Resources": [], """, "Success")]
    [TestCase("/studies/[study 1.1]/split", """ "Series": ["[series 1.1.1]"], "KeepSource": true, """, "Success")]
    [TestCase("/studies/[study 1.1]/merge", """ "Resources": ["[series 2.1.1]"], "KeepSource": true, """, "Success")]
    [TestCase("/studies/[study 1.1]/modify", """ "Remove": ["StudyInstanceUID"], "Force": true, """, "Failure")]
    [TestCase("/studies/[study 1.1]/modify", """ "Replace": {"SmallestImagePixelValue": "x"}, """, "Failure")]
    [TestCase("/patients/[patient 1]/anonymize", """ "Replace": {"PatientComments": 1}, """, "Failure")]
    public async Task A_job_has_the_members_of_the_built_in(string route, string more, string state)
    {
        var prefix = $"{Interlocked.Increment(ref _prefix)}";
        foreach (var data in (string[])[$"\"UserData\": {UserData}, ", string.Empty])
        {
            var body = $$"""{ {{more}} {{data}} "Asynchronous": true, "Priority": 3}""";
            var builtIn = await End(_builtIn);
            var plugin = await End(_plugin);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(plugin.State(), Is.EqualTo(state), plugin.ToString);
                AssertAlike(plugin, builtIn);
                var listed = (await _plugin.Get("/jobs?expand")).Json().EnumerateArray()
                    .Single(job => job.GetProperty("ID").GetString() == plugin.GetProperty("ID").GetString());
                AssertAlike(listed, builtIn);
                Assert.That(listed.Content().GetRawText().Length, Is.GreaterThan(plugin.Content().GetRawText().Length), "indented");
            }

            async Task<JsonElement> End(OrthancHost host)
            {
                var studies = await SampleStudies.In(host, prefix);
                return await host.WaitForEnd(await host.Submit(studies.Resolve(route), studies.Resolve(body)));
            }
        }
    }

    /// <summary>The job waits behind one that keeps the host busy, so that each state can be observed.</summary>
    [Test]
    public async Task A_job_has_the_members_of_the_built_in_while_it_has_not_ended()
    {
        var builtIn = await States(_builtIn);
        var plugin = await States(_plugin);
        Assert.That(plugin.Select(job => job.State()), Is.EqualTo((string[])["Pending", "Paused", "Failure"]));
        foreach (var (own, other) in plugin.Zip(builtIn))
        {
            AssertAlike(own, other);
        }

        async Task<List<JsonElement>> States(OrthancHost host)
        {
            var studies = await SampleStudies.In(host, "719");
            var blocker = await SilentModality.Occupy(host, studies.Study("1.1"));
            var id = await host.Submit(
                studies.Resolve("/studies/[study 1.1]/anonymize"), """{"Asynchronous": true, "UserData": 5, "Priority": -1}""");
            var states = new List<JsonElement> { await host.Job(id) };
            foreach (var action in (string[])["pause", "cancel"])
            {
                await host.Post($"/jobs/{id}/{action}", string.Empty);
                states.Add(await host.Job(id));
            }

            await host.Post($"/jobs/{blocker}/cancel", string.Empty);
            await _silent.Release();
            return states;
        }
    }

    [Test]
    public async Task Jobs_of_others_pass_byte_for_byte()
    {
        var studies = await SampleStudies.In(_plugin, "718");
        var archive = await _plugin.Submit(studies.Resolve("/studies/[study 1.1]/archive"), """{"Asynchronous": true}""");
        var store = await _plugin.Submit(
            "/modalities/nobody/store", studies.Resolve("""{"Resources": ["[study 1.1]"], "Asynchronous": true}"""));
        var core = JsonDocument.Parse(await Lua(studies.Resolve(
            """RestApiPost("/studies/[study 1.1]/modify", '{"Asynchronous": true, "UserData": {"Token": "x"}}', true)""")))
            .RootElement.GetProperty("ID").GetString()!;
        var own = await _plugin.Submit(studies.Resolve("/studies/[study 1.1]/modify"), """{"Asynchronous": true}""");
        foreach (var id in (string[])[archive, store, core, own])
        {
            await _plugin.WaitForEnd(id);
        }

        using (Assert.EnterMultipleScope())
        {
            foreach (var id in (string[])[archive, store, core])
            {
                var shown = await _plugin.Get($"/jobs/{id}");
                Assert.That(Untimed(shown.Text), Is.EqualTo(Untimed(await Lua($"RestApiGet('/jobs/{id}', true)"))));
                Assert.That(Untimed((await _plugin.Get("/jobs?expand")).Text), Does.Contain(Indented(Untimed(shown.Text))));
            }

            Assert.That((await _plugin.Get("/jobs")).Text, Is.EqualTo(await Lua("RestApiGet('/jobs', true)")));
            Assert.That((await _plugin.Get($"/jobs/{archive}/archive")).ContentType, Is.EqualTo("application/zip"));
            Assert.That(await Lua($"RestApiGet('/jobs/{own}', true)"), Does.Contain("\"Token\""), "what the core knows it by");
            Assert.That((await _plugin.Get($"/jobs/{own}")).Text, Does.Not.Contain("\"Token\""));
        }
    }

    [Test]
    public async Task Whatever_else_is_asked_is_answered_as_without_the_plugin()
    {
        using var bare = await OrthancHost.Start(Version, [], Settings);
        var (withPlugin, without) = (await Archived(_plugin), await Archived(bare));
        string[] paths =
        [
            "/jobs", "/jobs/", "/jobs?expand=abc", "/jobs?expand=false", "/jobs?expand=", "/jobs?expand=true&x=a%26b%20c",
            "/jobs/none", "/jobs/none?x", "/jobs/none/", "/jobs/a%20b", "/jobs/%C3%A4%2F", "/jobs/none/cancel", "/jobs/none/pause",
            "/jobs/none/resume", "/jobs/none/resubmit", "/jobs/none/archive", "/jobs/[job]", "/jobs/[job]/",
            "/jobs/[job]/cancel", "/jobs/[job]/pause", "/jobs/[job]/resume", "/jobs/[job]/resubmit", "/jobs/[job]/none",
        ];
        foreach (var method in (string[])["PUT", "PATCH", "HEAD", "OPTIONS", "GET", "POST", "DELETE"])
        {
            foreach (var path in paths)
            {
                var answer = await Ask(_plugin, withPlugin);
                var expected = await Ask(bare, without);
                Assert.That(answer, Is.EqualTo(expected), $"{method} {path}");

                async Task<string> Ask(OrthancHost host, string job)
                {
                    var told = await host.Send(
                        new HttpMethod(method), path.Replace("[job]", job, StringComparison.Ordinal),
                        method is "POST" or "PUT" or "PATCH" ? [] : null);
                    // Each host has other jobs, from other times.
                    var text = told.Status == 200 && told.Body is [(byte)'[', ..] ? "a list" : Untimed(told.Text);
                    text = text.Replace(job, "job", StringComparison.Ordinal);
                    text = told.Status == 200 && text.StartsWith('{') && text.Length > 2 ? "a job" : text;
                    return $"{told.Status} {told.ContentType} {told.Allow} {text}";
                }
            }
        }

        static async Task<string> Archived(OrthancHost host)
        {
            var studies = await SampleStudies.In(host, "717");
            var id = await host.Submit(studies.Resolve("/studies/[study 1.1]/archive"), """{"Asynchronous": true}""");
            await host.WaitForEnd(id);
            return id;
        }
    }

    [TestCase("/jobs", "/jobs")]
    [TestCase("/jobs/([^/]+)", "/jobs/{id}")]
    [TestCase("/jobs/([^/]+)/(cancel|pause)", "/jobs/{id}/cancel")]
    public async Task Another_plugin_that_owns_the_route_keeps_it(string route, string named)
    {
        using var rival = RivalPlugin.Compile(route, "the rival answers");
        using var host = await OrthancHost.Start(Version, [rival.Path, ProjectFiles.Plugin]);
        var studies = await SampleStudies.In(host, "716");
        var made = await host.Post(studies.Resolve("/studies/[study 1.1]/anonymize"), "{}");
        Assert.That(made.Status, Is.EqualTo(200), made.ToString);
        Assert.That(
            (await host.Get(named.Replace("{id}", "x", StringComparison.Ordinal))).Text, Is.EqualTo("the rival answers"));
        host.Stop();
        Assert.That(host.ErrorLines.Single(), Does.Contain($" {named} "));
    }

    // The members with their order and types, and the codes and texts of errors.
    private static void AssertAlike(JsonElement job, JsonElement builtIn)
    {
        Assert.That(Shape(job), Is.EqualTo(Shape(builtIn)));
        foreach (var name in (string[])["ErrorCode", "ErrorDescription", "Priority", "State", "Type"])
        {
            Assert.That(job.GetProperty(name).GetRawText(), Is.EqualTo(builtIn.GetProperty(name).GetRawText()), name);
        }

        if (builtIn.TryGetProperty("UserData", out var data))
        {
            Assert.That(Compact(job.GetProperty("UserData")), Is.EqualTo(Compact(data)));
        }

        // The details of the built-in are empty, whatever goes wrong.
        Assert.That(builtIn.GetProperty("ErrorDetails").GetString(), Is.Empty);
        Assert.That(
            job.GetProperty("ErrorDetails").GetString(),
            job.State() == "Failure" && job.GetProperty("ErrorCode").GetInt32() != 37 ? Is.Not.Empty : Is.Empty);

        var content = builtIn.Content().EnumerateObject().Select(member => member.Name).ToList();
        string[] additions = ["DicomVersion", "Error", "FailedInstances", "Failures", "Options"];
        Assert.That(
            job.Content().EnumerateObject().Select(member => member.Name).Except(additions), Is.EqualTo(content).AsCollection);
    }

    private static List<string> Shape(JsonElement job) =>
        [.. job.EnumerateObject().Select(member => $"{member.Name} {member.Value.ValueKind}")];

    private static string Compact(JsonElement json) => JsonNode.Parse(json.GetRawText())!.ToJsonString();

    private static string Indented(string job) => job.Replace("\n", "\n   ", StringComparison.Ordinal).TrimEnd();

    private static string Untimed(string text) => Time().Replace(text, "\"Timestamp\" : 0");

    private async Task<string> Lua(string expression) =>
        (await _plugin.Post("/tools/execute-script", $"print({expression})")).Text[..^1];

    [GeneratedRegex("\"Timestamp\" : \"[^\"]*\"")]
    private static partial Regex Time();
}
