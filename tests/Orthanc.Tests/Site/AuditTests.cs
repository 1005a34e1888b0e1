// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Configuration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Site;

/// <summary>The log and a file record who did what, and no line can be removed from the file unnoticed.</summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class AuditTests(OrthancVersion version) : VersionFixture(version)
{
    [Test]
    public async Task Each_request_and_each_job_has_a_line_that_Orthanc_shows_by_default()
    {
        using var audit = new AuditedFolder();
        using var host = await Start(audit);
        var studies = await SampleStudies.In(host, "171");
        var study = studies.Study("1.1");
        var instance = studies.Instance("1.1.1.1");
        await host.Ask(instance, "anonymize", """{"Options": ["CleanDescriptors"]}""");
        await host.Post($"/studies/{study}/anonymize", """{"Profile": "site"}""");
        var refused = await host.Ask(instance, "modify", """{"Replace": {"Rows": "Quince"}}""");
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Error("Details"), Does.Contain("Quince"), "the client is told");
        await host.Post("/studies/Quince/anonymize", "{}");
        host.Stop();

        var lines = host.Log.Split('\n').Where(line => line.StartsWith('W') && line.Contains("OrthancDeid: ", StringComparison.Ordinal)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Has.Exactly(1).Contains("This site: "));
            Assert.That(lines, Has.Exactly(1).Contains(
                $"POST /instances/{instance}/anonymize by an unknown user, of {instance}, edition 2023b, options CleanDescriptors: Answered"));
            Assert.That(lines, Has.Exactly(1).Contains($"POST /studies/{study}/anonymize by an unknown user, of {study}, profile site, edition 2024e: Submitted, job "));
            Assert.That(lines, Has.Exactly(1).Match(
                $"Job [-0-9a-f]{{36}}, anonymize by an unknown user, of {study}, profile site, edition 2024e, 4 instances, 4 stored, 0 failed, 0 rejected: Success"));
            Assert.That(lines, Has.Exactly(1).Contains($"/modify by an unknown user, of {instance}: Refused, OrthancStatus 15, ").And.Exactly(1).Contains("0028,0010"));
            Assert.That(lines, Has.Exactly(1).Contains("POST /studies/{unknown}/anonymize"));
            Assert.That(host.Log, Does.Not.Contain("Quince"));
        }

        var entries = await audit.Entries();
        Assert.That(
            entries.Select(static entry => $"{entry.GetProperty("Event")} {entry.GetProperty("Action")} {entry.GetProperty("Outcome")}"),
            Is.EqualTo([
                "Request anonymize Answered", "Request anonymize Submitted", "Job anonymize Success", "Request modify Refused",
                "Request anonymize Refused",
            ]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entries[1].GetProperty("Token").GetString(), Is.EqualTo(entries[2].GetProperty("Token").GetString()));
            Assert.That(entries[1].GetProperty("Profile").GetString(), Is.EqualTo("site"));
            Assert.That(entries[2].GetProperty("StoredInstancesCount").GetInt32(), Is.EqualTo(4));
            Assert.That(entries[0].GetProperty("Options").Strings(), Is.EqualTo(["CleanDescriptors"]));
            Assert.That(entries[0].GetProperty("User").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(entries[3].GetProperty("OrthancStatus").GetInt32(), Is.EqualTo(15));
            Assert.That(string.Concat(await audit.Lines()), Does.Not.Contain("Quince"));
        }
    }

    [Test]
    public async Task The_file_goes_on_after_a_restart_and_keeps_its_order_while_many_ask()
    {
        using var audit = new AuditedFolder();
        const int Requests = 40;
        for (var run = 1; run <= 2; run++)
        {
            using var host = await Start(audit);
            var instance = await host.Store(SampleFile.Make());
            await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => host.Ask(instance, "anonymize", "{}")));
            Assert.That(await audit.Entries(), Has.Count.EqualTo(run * Requests));
            if (run == 1)
            {
                host.Kill();
            }
            else
            {
                host.Stop();
            }
        }
    }

    [TestCase("changed", "line 2 does not follow line 1")]
    [TestCase("removed", "line 2 does not follow line 1")]
    [TestCase("beheaded", "line 1 is not the first one")]
    [TestCase("scribbled", "line 4 is no entry")]
    public async Task Orthanc_does_not_start_with_a_file_that_was_changed(string how, string said)
    {
        using var audit = new AuditedFolder();
        await Ask(audit, 3);
        var lines = (await audit.Lines()).ToList();
        switch (how)
        {
            case "changed":
                lines[0] = lines[0].Replace("Answered", "answered", StringComparison.Ordinal);
                break;
            case "removed":
                lines.RemoveAt(1);
                break;
            case "beheaded":
                lines.RemoveAt(0);
                break;
            default:
                lines.Add("hello");
                break;
        }

        await File.WriteAllTextAsync(audit.File, string.Concat(lines.Select(static line => line + "\n")));
        await RefusedConfiguration.Assert_it_is_refused(Version, Section(audit.File), "\"Deid.AuditFile\"", "was changed", said);
    }

    [Test]
    public async Task Two_Orthancs_do_not_write_into_one_file()
    {
        using var audit = new AuditedFolder();
        using var host = await Start(audit);
        await RefusedConfiguration.Assert_it_is_refused(Version, Section(audit.File), "\"Deid.AuditFile\"", "a file of its own");
        var instance = await host.Store(SampleFile.Make());
        Assert.That((await host.Ask(instance, "anonymize", "{}")).Status, Is.EqualTo(200));
        Assert.That(await audit.Entries(), Has.Count.EqualTo(1));
        host.Stop();
    }

    [Test]
    public async Task A_line_that_a_power_cut_left_is_kept_in_the_next_one()
    {
        using var audit = new AuditedFolder();
        await Ask(audit, 1);
        await File.AppendAllTextAsync(audit.File, """{"Number":2,"Ti""");
        await Ask(audit, 1);
        var entries = await audit.Entries();
        Assert.That(entries, Has.Count.EqualTo(3));
        Assert.That(entries[1].GetProperty("Event").GetString(), Is.EqualTo("TornLine"));
        Assert.That(entries[1].GetProperty("Text").GetString(), Is.EqualTo("""{"Number":2,"Ti"""));
    }

    [Test]
    public async Task What_cannot_be_audited_is_not_done()
    {
        using var audit = new AuditedFolder();
        using var host = await Start(audit);
        var instance = await host.Store(SampleFile.Make());
        var study = (await host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString();
        var told = await host.Ask(instance, "anonymize", """{"Mapping": "CSV"}""");
        Assert.That(told.Mapping, Does.StartWith("/deid/mappings/"), told.ToString);

        // A lock of .NET does not keep a shell from writing into the file.
        var size = new FileInfo(audit.File).Length;
        await Shell("echo >> \"$0\"", audit.File);

        var before = await host.CountInstances();
        foreach (var route in (string[])[$"/instances/{instance}/anonymize", $"/studies/{study}/anonymize"])
        {
            var answer = await host.Post(route, "{}");
            Assert.That(answer.Status, Is.EqualTo(500), answer.ToString);
            Assert.That(answer.Error("Details"), Does.Contain("Deid.AuditFile"));
        }

        Assert.That(await host.CountInstances(), Is.EqualTo(before));
        Assert.That(() => host.ErrorLines, Has.Some.Contains("The audit file cannot be written").After(OrthancHost.LogDelay, OrthancHost.LogPause));

        // Nor is a mapping handed out, which would delete it, before that is audited.
        var untold = await host.Ask(instance, "anonymize", """{"Mapping": true}""");
        Assert.That(untold.Status, Is.EqualTo(500));
        Assert.That(untold.Mapping, Is.Null);
        Assert.That((await host.Get(told.Mapping!)).Status, Is.EqualTo(500));
        await Shell($"truncate -s {size} \"$0\"", audit.File);
        Assert.That((await host.Get(told.Mapping!)).Status, Is.EqualTo(200));
        host.Stop();
    }

    [Test]
    public async Task A_client_writes_no_line_of_its_own_into_the_log()
    {
        using var audit = new AuditedFolder();
        using var host = await Start(audit);
        var instance = await host.Store(SampleFile.Make());
        foreach (var body in (string[])[
            """{"Keep": ["PatientName\nW1130 forged"]}""", """{"Replace": {"Rows": "1\nW1130 forged"}}""", """{"Profile": "x\nW1130 forged"}""",
            """{"a\nW1130 forged": 1}""", """{"Options": ["\r\nW1130 forged\r\n"]}"""])
        {
            await host.Ask(instance, "anonymize", body);
            await host.Post("/studies/x%0AW1130%20forged/anonymize", body);
        }

        host.Stop();
        Assert.That(host.Log.Split('\n', '\r'), Has.None.StartsWith("W1130 forged"));
        Assert.That(await audit.Entries(), Has.Count.EqualTo(10));
        Assert.That(string.Concat(await audit.Lines()), Does.Not.Contain("forged"));
    }

    [Test]
    public async Task A_split_and_a_merge_say_what_they_are_about()
    {
        using var audit = new AuditedFolder();
        using var host = await Start(audit);
        var studies = await SampleStudies.In(host, "174");
        var (study, other) = (studies.Study("1.1"), studies.Study("1.2"));
        var series = (await host.Get($"/studies/{study}/series")).Json()[0].GetProperty("ID").GetString()!;
        var split = await host.Post($"/studies/{study}/split", $$"""{"Series": ["{{series}}"], "KeepSource": true}""");
        Assert.That(split.Status, Is.EqualTo(200), split.ToString);
        var merge = await host.Post($"/studies/{study}/merge", $$"""{"Resources": ["{{other}}"], "KeepSource": true}""");
        Assert.That(merge.Status, Is.EqualTo(200), merge.ToString);
        host.Stop();
        foreach (var (action, part) in (IEnumerable<(string, string)>)[("split", series), ("merge", other)])
        {
            var entries = (await audit.Entries()).Where(entry => entry.GetProperty("Action").GetString() == action).ToList();
            Assert.That(entries.Select(static entry => entry.GetProperty("Event").GetString()), Is.EqualTo(["Request", "Job"]));
            foreach (var entry in entries)
            {
                Assert.That(entry.GetProperty("Resources").Strings(), Is.EqualTo([study, part]));
            }

            Assert.That(() => host.Log, Does.Match($"Job [-0-9a-f]{{36}}, {action} by an unknown user, of {study} {part}, ").After(OrthancHost.LogDelay, OrthancHost.LogPause));
        }
    }

    [Test]
    public async Task A_plugin_that_keeps_an_audit_is_told()
    {
        using var rival = RivalPlugin.Compile("/rival", "the rival answers");
        using var host = await OrthancHost.Start(Version, [rival.Path, ProjectFiles.Plugin]);
        var instance = await host.Store(SampleFile.Make());
        var study = (await host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString();
        await host.Post($"/studies/{study}/anonymize", "{}");
        host.Stop();
        string[] told = Version.Number == "1.13.0"
            ? [$"deid||1|{study}|Request:anonymize|{{\"Event\":\"Request\"", $"deid||4|{study}|Job:anonymize|{{\"Event\":\"Job\""] : [];
        var lines = host.Log.Split('\n').Where(static line => line.Contains("RIVAL-AUDIT", StringComparison.Ordinal)).ToList();
        Assert.That(lines, Has.Count.EqualTo(told.Length), host.Log);
        foreach (var (line, expected) in lines.Zip(told))
        {
            Assert.That(line, Does.Contain(expected));
        }
    }

    private static async Task Shell(string command, string argument)
    {
        using var shell = System.Diagnostics.Process.Start("/bin/sh", ["-c", command, argument]);
        await shell.WaitForExitAsync();
    }

    private async Task Ask(AuditedFolder audit, int requests)
    {
        using var host = await Start(audit);
        var instance = await host.Store(SampleFile.Make());
        for (var request = 0; request < requests; request++)
        {
            await host.Ask(instance, "anonymize", "{}");
        }

        host.Stop();
    }

    private Task<OrthancHost> Start(AuditedFolder audit) =>
        OrthancHost.Start(Version, [ProjectFiles.Plugin], Section(audit.File), isVerbose: false);

    private static JsonObject Section(string file) => new()
    {
        ["Deid"] = new JsonObject
        {
            ["AllowMapping"] = true,
            ["AuditFile"] = file,
            ["Profiles"] = JsonNode.Parse("""{"site": {"DicomVersion": "2024e"}}"""),
        },
    };
}
