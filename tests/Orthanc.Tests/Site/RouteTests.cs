// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Configuration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Site;

/// <summary>A site whose users have different permissions.</summary>
internal sealed class RouteTests(OrthancVersion version) : HostFixture(version)
{
    private const string Password = "an example";

    private readonly AuditedFolder _audit = new();
    private string _instance = string.Empty;
    private string _study = string.Empty;

    protected override JsonObject Configuration => new()
    {
        ["AuthenticationEnabled"] = true,
        ["ExecuteLuaEnabled"] = true,
        ["RegisteredUsers"] = new JsonObject { ["alice"] = Password, ["bob"] = Password, ["carol"] = "a:colon" },
        ["Deid"] = new JsonObject
        {
            ["AllowMapping"] = true,
            ["AuditFile"] = _audit.File,
            ["Routes"] = JsonNode.Parse("""
                {"Anonymize": ["alice", "carol"], "Modify": ["bob"], "Split": [], "Mapping": ["alice"], "Deid": ["bob"]}
                """),
        },
    };

    [OneTimeSetUp]
    public async Task Store()
    {
        _instance = await Host.Store(SampleFile.Make());
        _study = (await Host.Get($"/instances/{_instance}/study")).Json().GetProperty("ID").GetString()!;
    }

    [OneTimeTearDown]
    public void DeleteAudit() => _audit.Dispose();

    [TestCase("alice", "/instances/{0}/anonymize", 200)]
    [TestCase("alice", "/instances//{0}//anonymize", 200)]
    [TestCase("alice", "/instances/{0}/modify", 403)]
    [TestCase("bob", "/instances/{0}/anonymize", 403)]
    [TestCase("bob", "/instances//{0}//anonymize", 403)]
    [TestCase("bob", "/instances/{0}/anonymize?user=alice", 403)]
    [TestCase("bob", "/instances/{0}/modify", 200)]
    [TestCase("carol", "/instances/{0}/anonymize", 200)]
    [TestCase("alice", "/studies/{1}/anonymize", 200)]
    [TestCase("bob", "/studies/{1}/anonymize", 403)]
    [TestCase("bob", "/tools/bulk-anonymize", 403)]
    [TestCase("alice", "/tools/bulk-modify", 403)]
    [TestCase("alice", "/studies/{1}/split", 403)]
    [TestCase("bob", "/studies/{1}/split", 403)]
    [TestCase("alice", "/studies/{1}/merge", 400)]
    [TestCase("bob", "/deid/check", 200)]
    [TestCase("alice", "/deid/check", 403)]
    public async Task Each_user_may_do_what_the_configuration_says(string user, string route, int status)
    {
        var path = route.Replace("{0}", _instance, StringComparison.Ordinal).Replace("{1}", _study, StringComparison.Ordinal);
        var answer = await Host.PostAs(user, user == "carol" ? "a:colon" : Password, path, "{}");
        Assert.That(answer.Status, Is.EqualTo(status), answer.ToString);
        if (status == 403)
        {
            Assert.That(answer.Error("Details"), Does.Contain("Deid.Routes"));
        }
    }

    [Test]
    public async Task A_mapping_is_for_those_who_may_have_it()
    {
        const string Body = """{"Mapping": true}""";
        var route = $"/instances/{_instance}/anonymize";
        Assert.That((await Host.PostAs("alice", Password, route, Body)).Mapping, Does.Contain("PatientID"));
        var refused = await Host.PostAs("carol", "a:colon", route, Body);
        Assert.That(refused.Status, Is.EqualTo(403), refused.ToString);
        Assert.That(refused.Error("Details"), Does.Contain("Deid.Routes.Mapping"));
        Assert.That((await Host.PostAs("carol", "a:colon", $"/studies/{_study}/anonymize", Body)).Status, Is.EqualTo(403));
        Assert.That((await Host.GetAs("carol", "a:colon", "/deid/mappings/x")).Status, Is.EqualTo(403));
        Assert.That((await Host.GetAs("carol", "a:colon", "/deid/mappings")).Status, Is.EqualTo(403));
        Assert.That((await Host.GetAs("alice", Password, "/deid/mappings")).Status, Is.EqualTo(200));
        Assert.That((await Host.GetAs("alice", Password, "/deid/mappings/x")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_script_of_the_site_is_no_user_and_may_do_all()
    {
        var lua = $"print(string.len(RestApiPost('/instances/{_instance}/modify', '{{}}')) > 100)";
        var answer = await Host.Post("/tools/execute-script", lua);
        Skip.Unless(answer.Status == 200, "this Orthanc runs no scripts of clients");
        Assert.That(answer.Text, Does.Contain("true"));
        Assert.That((await _audit.Entries()).Any(static entry => entry.TryGetProperty("Internal", out _)), Is.True);
    }

    [Test]
    public async Task What_lets_clients_pass_is_told_at_the_start()
    {
        const string Scripts = "ExecuteLuaEnabled is on: whoever may call /tools/execute-script can call what Deid.Routes closes";
        Assert.That(() => Host.Log, Does.Contain(Scripts).After(10).Seconds.PollEvery(20).MilliSeconds);
        Assert.That(Host.Log, Does.Not.Contain("lets in clients without a password"));
        var safe = (JsonObject)Configuration.DeepClone();
        safe["ExecuteLuaEnabled"] = false;
        safe["Deid"]!.AsObject().Remove("AuditFile");
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], safe);
        await host.Get("/deid");
        host.Stop();
        Assert.That(host.Log, Does.Not.Contain(Scripts));
    }

    [Test]
    public async Task The_audit_names_the_user_of_a_request_and_of_its_job()
    {
        var id = (await Host.PostAs("alice", Password, $"/studies/{_study}/anonymize", """{"Asynchronous": true}""")).Json().GetProperty("ID").GetString()!;
        await Host.WaitForEnd(id);
        await Host.PostAs("bob", Password, $"/studies/{_study}/anonymize", "{}");
        var entries = await _audit.Entries();
        var job = entries.Single(entry => entry.TryGetProperty("Job", out var named) && named.GetString() == id);
        Assert.That(job.GetProperty("User").GetString(), Is.EqualTo("alice"));
        Assert.That(entries[^1].GetProperty("User").GetString(), Is.EqualTo("bob"));
        Assert.That(entries[^1].GetProperty("Outcome").GetString(), Is.EqualTo("Refused"));
    }

    [TestCase("""{"RegisteredUsers": {"alice": "x"}, "AuthenticationEnabled": true, "Deid": {"Routes": {"Anonymize": ["alcie"]}}}""", "there is no user alcie")]
    [TestCase("""{"RegisteredUsers": {"alice": "x"}, "Deid": {"Routes": {"Anonymize": ["alice"]}}}""", "AuthenticationEnabled")]
    public async Task What_cannot_be_checked_stops_the_start(string configuration, string said) =>
        await RefusedConfiguration.Assert_it_is_refused(Version, JsonNode.Parse(configuration)!.AsObject(), "\"Deid.Routes", said);
}
