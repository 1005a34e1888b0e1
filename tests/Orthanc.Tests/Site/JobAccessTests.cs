// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Site;

/// <summary>Users who may not create a job may not control it either, and the audit records who controls one.</summary>
internal sealed class JobAccessTests(OrthancVersion version) : FolderFixture(version)
{
    private const string Password = "an example";

    private readonly AuditedFolder _audit = new();

    [OneTimeTearDown]
    public void DeleteAudit() => _audit.Dispose();

    [Test]
    public async Task A_job_is_controlled_by_whoever_may_call_its_route()
    {
        using var host = await Start("Allow");
        var study = await FailingStudy.In(host);
        var job = await Failed(host, study);
        var before = await host.CountInstances();
        foreach (var action in (string[])["resubmit", "cancel", "pause", "resume"])
        {
            var refused = await host.PostAs("alice", Password, $"/jobs/{job}/{action}", string.Empty);
            Assert.That(refused.Status, Is.EqualTo(403), $"{action}: {refused}");
            Assert.That(refused.Error("Details"), Does.Contain("Deid.Routes.Modify"));
        }

        Assert.That((await host.Send(HttpMethod.Delete, $"/jobs/{job}", null)).Status, Is.EqualTo(403), "alice is the first user");
        Assert.That((await host.Job(job)).State(), Is.EqualTo("Failure"));
        Assert.That((await host.PostAs("bob", Password, $"/jobs/{job}/resubmit", string.Empty)).Status, Is.EqualTo(200));
        await host.WaitForEnd(job);
        Assert.That(await host.CountInstances(), Is.EqualTo(before));

        var own = (await host.PostAs("alice", Password, $"{study.Study}/anonymize", """{"Asynchronous": true}""")).Json().GetProperty("ID").GetString()!;
        await host.WaitForEnd(own);
        Assert.That((await host.PostAs("alice", Password, $"/jobs/{own}/cancel", string.Empty)).Status, Is.Not.EqualTo(403));
        host.Stop();

        var entries = (await _audit.Entries()).Where(entry => entry.TryGetProperty("Job", out var of) && of.GetString() == job
            && entry.GetProperty("Event").GetString() == "Request").ToList();
        Assert.That(
            entries.Select(static entry => $"{entry.GetProperty("User")} {entry.GetProperty("Action")} {entry.GetProperty("Outcome")}"),
            Is.EqualTo([
                "alice resubmit Refused", "alice cancel Refused", "alice pause Refused", "alice resume Refused", "alice delete Refused",
                "bob resubmit Answered",
            ]));
        Assert.That(entries[^1].GetProperty("Route").GetString(), Is.EqualTo($"POST /jobs/{job}/resubmit"));
        Assert.That(entries[^1].GetProperty("Resources").Strings(), Is.EqualTo([study.Study["/studies/".Length..]]));
    }

    [Test]
    public async Task A_job_that_modifies_is_not_submitted_again_once_the_configuration_refuses_to_modify()
    {
        string job;
        using (var host = await Start("Allow"))
        {
            job = await Failed(host, await FailingStudy.In(host));
            host.Stop();
        }

        using (var host = await Start("Refuse"))
        {
            foreach (var action in (string[])["resubmit", "resume"])
            {
                var refused = await host.PostAs("bob", Password, $"/jobs/{job}/{action}", string.Empty);
                Assert.That(refused.Status, Is.EqualTo(403), $"{action}: {refused}");
                Assert.That(refused.Error("Details"), Does.Contain("Deid.Modify"));
            }

            Assert.That((await host.Job(job)).State(), Is.EqualTo("Failure"));
            host.Stop();
        }
    }

    private static async Task<string> Failed(OrthancHost host, FailingStudy study)
    {
        var answer = await host.PostAs("bob", Password, $"{study.Study}/modify", $$"""{{{FailingStudy.Replace}}, "Asynchronous": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var job = answer.Json().GetProperty("ID").GetString()!;
        Assert.That((await host.WaitForEnd(job)).State(), Is.EqualTo("Failure"));
        return job;
    }

    private Task<OrthancHost> Start(string modify) => OrthancHost.Start(Version, [ProjectFiles.Plugin], new JsonObject
    {
        ["AuthenticationEnabled"] = true,
        ["RegisteredUsers"] = new JsonObject { ["alice"] = Password, ["bob"] = Password },
        ["Deid"] = new JsonObject
        {
            ["AuditFile"] = _audit.File,
            ["Modify"] = modify,
            ["Routes"] = JsonNode.Parse("""{"Modify": ["bob"]}"""),
        },
    }, Folder);
}
