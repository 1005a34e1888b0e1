// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Orthanc.Tests.Configuration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Site;

/// <summary>
/// The page for administrators is true: its site can be set up as it says, and does what it says, from the first check of
/// the configuration to the look at the audit.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Newest))]
internal sealed partial class AdministrationTests(OrthancVersion version) : VersionFixture(version)
{
    private static readonly string Page = File.ReadAllText(ProjectFiles.Page("administration.md")).ReplaceLineEndings("\n");

    private static readonly byte[] Source = new CtStudy().Files().First();

    [Test]
    public async Task A_site_does_what_the_page_says_from_start_to_end()
    {
        using var audit = new AuditedFolder();
        var configuration = JsonNode.Parse(Fences("json").First())!.AsObject();
        configuration["Deid"]!["AuditFile"] = audit.File;
        var passwords = configuration["RegisteredUsers"]!.AsObject().ToDictionary(
            static user => user.Key, static user => user.Value!.GetValue<string>());
        string log;
        using (var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration, isVerbose: false))
        {
            var instance = await host.Store(Source);
            var study = (await host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString()!;
            var examples = Fences("http").ToList();
            Assert.That(examples, Has.Count.GreaterThan(6));
            foreach (var example in examples)
            {
                await Try(host, passwords, example
                    .Replace("INSTANCE", instance, StringComparison.Ordinal).Replace("STUDY", study, StringComparison.Ordinal));
            }

            host.Stop();
            log = host.Log;
        }

        Assert.That(log, Does.Contain("This site: requests that name no profile follow site, which is locked; "));
        var entries = await audit.Entries();
        Assert.That(entries.Select(static entry => entry.GetProperty("User").GetString()).Distinct(), Is.EqualTo(["alice"]));
        Assert.That(entries.Count(static entry => entry.GetProperty("Outcome").GetString() == "Refused"), Is.EqualTo(3));
        Assert.That(entries.Count(static entry => entry.GetProperty("Event").GetString() == "Job"), Is.EqualTo(3));
        foreach (var entry in entries)
        {
            Assert.That(log, Does.Contain(entry.GetProperty("Event").GetString() == "Job" ? $"Job {entry.GetProperty("Job")}" : $"{entry.GetProperty("Route")} by alice"));
        }

        Assert.That(await CheckByScript(audit.File), Does.StartWith($"whole, {entries.Count} entries"));
    }

    [Test]
    public async Task The_script_of_the_page_checks_files_that_follow_each_other()
    {
        using var audit = new AuditedFolder();
        using var host = await OrthancHost.Start(
            Version, [ProjectFiles.Plugin], new JsonObject { ["Deid"] = new JsonObject { ["AuditFile"] = audit.File } });
        var instance = await host.Store(Source);
        await host.Ask(instance, "anonymize", "{}");
        File.Move(audit.File, audit.File + ".1");
        await host.Ask(instance, "anonymize", "{}");
        host.Stop();
        Assert.That(await CheckByScript($"{audit.File}.1 {audit.File}"), Does.StartWith("whole, 3 entries"));
        Assert.That(await CheckByScript(audit.File), Does.StartWith("goes on after entry 1 ").And.Contains("whole, 3 entries"));
        Assert.That(await CheckByScript($"{audit.File} {audit.File}.1"), Does.Not.Contain("whole"));
    }

    /// <summary>The entries that the page shows have the members of real entries.</summary>
    [Test]
    public async Task The_entries_of_the_page_have_the_members_that_entries_have()
    {
        using var audit = new AuditedFolder();
        var configuration = JsonNode.Parse(Fences("json").First())!.AsObject();
        configuration["Deid"]!["AuditFile"] = audit.File;
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        var instance = await host.Store(Source);
        var study = (await host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString()!;
        await host.Post($"/studies/{study}/anonymize", "{}");
        host.Stop();
        var entries = await audit.Entries();
        var shown = Fences("json").ElementAt(1).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonNode.Parse(line)!.AsObject().Select(static member => member.Key).ToList()).ToList();
        Assert.That(entries.Select(static entry => entry.EnumerateObject().Select(static member => member.Name).ToList()), Is.EqualTo(shown));
    }

    /// <summary>The filter of the page, with and without the setting of the page.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_filter_is_asked_about_what_a_body_names(bool asks)
    {
        using var folder = new AuditedFolder();
        var script = folder.File + ".lua";
        string instance;
        string study;
        using (var first = await OrthancHost.Start(Version, [ProjectFiles.Plugin]))
        {
            instance = await first.Store(Source);
            study = (await first.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString()!;
        }

        await File.WriteAllTextAsync(script, Fences("lua").Single().Replace("FORBIDDEN", study.Replace("-", "%-", StringComparison.Ordinal), StringComparison.Ordinal));
        var configuration = new JsonObject
        {
            ["LuaScripts"] = new JsonArray(script),
            ["AuthenticationEnabled"] = true,
            ["RegisteredUsers"] = new JsonObject { ["alice"] = "a", ["bob"] = "b" },
            ["Deid"] = new JsonObject { ["AskFilters"] = asks },
        };
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        await host.Store(Source);
        var other = await SampleStudies.In(host, "173");
        var both = $$"""{"Resources": ["{{other.Study("1.1")}}", "{{study}}"]}""";
        var merge = $"/studies/{other.Study("1.1")}/merge";
        var before = await host.CountInstances();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await host.PostAs("alice", "a", $"/studies/{study}/anonymize", "{}")).Status, Is.EqualTo(403));
            foreach (var (route, body) in (IEnumerable<(string, string)>)[
                ("/tools/bulk-anonymize", both), ("/tools/bulk-modify", both),
                (merge, $$"""{"Resources": ["{{study}}"], "KeepSource": true}""")])
            {
                var answer = await host.PostAs("alice", "a", route, body);
                Assert.That(answer.Status, Is.EqualTo(asks ? 403 : 200), $"{route}: {answer}");
                if (asks)
                {
                    Assert.That(answer.Error("Details"), Does.Contain(study));
                }
            }

            Assert.That(await host.CountInstances(), asks ? Is.EqualTo(before) : Is.GreaterThan(before));
            Assert.That((await host.PostAs("bob", "b", "/tools/bulk-anonymize", both)).Status, Is.EqualTo(200));
            Assert.That((await host.PostAs("alice", "a", "/tools/bulk-anonymize", $$"""{"Resources": ["{{other.Patient("2")}}"]}""")).Status, Is.EqualTo(200));
            Assert.That((await host.PostAs("alice", "a", "/tools/bulk-anonymize", """{"Resources": ["x"]}""")).Status, Is.EqualTo(404));
        }

        host.Stop();
    }

    [TestCase("Series")]
    [TestCase("Instances")]
    public async Task A_filter_is_asked_about_what_a_split_names(string member)
    {
        using var folder = new AuditedFolder();
        var script = folder.File + ".lua";
        string part;
        using (var first = await OrthancHost.Start(Version, [ProjectFiles.Plugin]))
        {
            var instance = await first.Store(Source);
            part = member == "Instances" ? instance : (await first.Get($"/instances/{instance}/series")).Json().GetProperty("ID").GetString()!;
        }

        await File.WriteAllTextAsync(script, Fences("lua").Single().Replace("FORBIDDEN", part.Replace("-", "%-", StringComparison.Ordinal), StringComparison.Ordinal));
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], new JsonObject
        {
            ["LuaScripts"] = new JsonArray(script),
            ["AuthenticationEnabled"] = true,
            ["RegisteredUsers"] = new JsonObject { ["alice"] = "a", ["bob"] = "b" },
            ["Deid"] = new JsonObject { ["AskFilters"] = true },
        });
        var study = await host.Get($"/instances/{await host.Store(Source)}/study");
        Assert.That(study.Status, Is.EqualTo(member == "Instances" ? 403 : 200));
        var id = (await host.GetAs("bob", "b", "/studies")).Json()[0].GetString();
        var body = $$"""{"{{member}}": ["{{part}}"], "KeepSource": true}""";
        var refused = await host.PostAs("alice", "a", $"/studies/{id}/split", body);
        Assert.That(refused.Status, Is.EqualTo(403), refused.ToString);
        Assert.That(refused.Error("Details"), Does.Contain(part));
        Assert.That((await host.PostAs("bob", "b", $"/studies/{id}/split", body)).Status, Is.EqualTo(200));
        host.Stop();
    }

    /// <summary>Each question to a filter needs a thread of the server in addition to that of the request.</summary>
    [Test]
    public async Task Requests_that_ask_filters_do_not_wait_for_each_other_for_ever()
    {
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], new JsonObject
        {
            ["HttpThreadsCount"] = 4,
            ["Deid"] = new JsonObject { ["AskFilters"] = true },
        });
        var instance = await host.Store(Source);
        var study = (await host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString()!;
        var body = $$"""{"Resources": ["{{study}}"], "Asynchronous": true}""";
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => host.Post("/tools/bulk-anonymize", body)));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(9)));
        Assert.That(answers.Select(static answer => answer.Status).Distinct(), Is.SubsetOf([200, 503]));
        Assert.That(answers.Count(static answer => answer.Status == 200), Is.Positive);
        foreach (var busy in answers.Where(static answer => answer.Status == 503))
        {
            Assert.That(busy.Error("Details"), Does.Contain("Deid.AskFilters"));
            Assert.That(busy.Error("OrthancStatus"), Is.EqualTo("16"));
        }

        Assert.That((await host.Post("/tools/bulk-anonymize", body)).Status, Is.EqualTo(200));
        host.Stop();
    }

    [Test]
    public async Task Filters_are_not_asked_where_no_thread_is_left_to_answer() => await RefusedConfiguration.Assert_it_is_refused(
        Version, new JsonObject { ["HttpThreadsCount"] = 1, ["Deid"] = new JsonObject { ["AskFilters"] = true } }, "\"Deid.AskFilters\"",
        "HttpThreadsCount");

    private static async Task Try(OrthancHost host, Dictionary<string, string> passwords, string example)
    {
        var parts = example.Split("\n\n", 2);
        var lines = parts[0].Split('\n', 2);
        var request = lines[0].Split(' ');
        var answer = request[1] == "GET"
            ? await host.GetAs(request[0], passwords[request[0]], request[2])
            : await host.PostAs(request[0], passwords[request[0]], request[2], lines[1]);
        foreach (var expected in parts[1].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (status, text) = (int.Parse(expected[..3], CultureInfo.InvariantCulture), expected[3..].Trim());
            Assert.That(answer.Status, Is.EqualTo(status), () => $"{lines[0]}: {answer}");
            Assert.That(Spaces().Replace(answer.Text, " "), Does.Contain(text), lines[0]);
        }
    }

    /// <summary>The output of the page's script about audit files.</summary>
    private static async Task<string> CheckByScript(string files)
    {
        Skip.Unless(File.Exists("/usr/bin/python3"), "there is no python3");
        var script = Fences("sh").Single().Replace("FILE", files, StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true })!;
        return await shell.StandardOutput.ReadToEndAsync();
    }

    private static IEnumerable<string> Fences(string language) =>
        Page.Split($"\n```{language}\n").Skip(1).Select(static fence => fence[..(fence.IndexOf("\n```", StringComparison.Ordinal) + 1)]);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
