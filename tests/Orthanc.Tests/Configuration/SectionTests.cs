// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Configuration;

/// <summary>
/// An entry in the plugin's section that cannot be followed stops Orthanc. If it were ignored, a site would lack something
/// that it relies on.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Newest))]
[Parallelizable(ParallelScope.All)]
internal sealed partial class SectionTests(OrthancVersion version) : VersionFixture(version)
{
    [TestCase("""{"Defaultprofile": "site"}""", "\"Deid.Defaultprofile\"", "did you mean \"DefaultProfile\"?")]
    [TestCase("""{"Thread": 2}""", "\"Deid.Thread\"", "did you mean \"Threads\"?")]
    [TestCase("""{"Max-Memory-MB": 2}""", "\"Deid.Max-Memory-MB\"", "did you mean \"MaxMemoryMB\"?")]
    [TestCase("""{"Option": 2}""", "\"Deid.Option\"", "StrictRequests")]
    [TestCase("""{"Threads": "4"}""", "\"Deid.Threads\"", "a number from 1 to 256 is expected")]
    [TestCase("""{"Threads": 0}""", "\"Deid.Threads\"", "a number from 1 to 256 is expected")]
    [TestCase("""{"Threads": 257}""", "\"Deid.Threads\"", "a number from 1 to 256 is expected")]
    [TestCase("""{"Threads": 1.5}""", "\"Deid.Threads\"", "a number from 1 to 256 is expected")]
    [TestCase("""{"Threads": null}""", "\"Deid.Threads\"", "a number from 1 to 256 is expected")]
    [TestCase("""{"MaxMemoryMB": true}""", "\"Deid.MaxMemoryMB\"", "a number from 1 to 1048576 is expected")]
    [TestCase("""{"MaxMemoryMB": -1}""", "\"Deid.MaxMemoryMB\"", "a number from 1 to 1048576 is expected")]
    [TestCase("""{"AllowMapping": "true"}""", "\"Deid.AllowMapping\"", "true or false is expected")]
    [TestCase("""{"StrictRequests": 1}""", "\"Deid.StrictRequests\"", "true or false is expected")]
    [TestCase("""{"Profiles": {"site": {"Option": []}}}""", "\"Deid.Profiles.site\"", "did you mean \"Options\"?")]
    [TestCase("""{"Profiles": {"site": {"Reject": {"modality": []}}}}""", "\"Deid.Profiles.site\"", "did you mean \"Modality\"?")]
    [TestCase("""{"PixelRules": "us.script"}""", "\"Deid.PixelRules\"", "an object is expected")]
    [TestCase("""{"PixelRules": {"us": 1}}""", "\"Deid.PixelRules.us\"", "the path of a file is expected")]
    [TestCase("""{"PixelRules": {"us": "us.script"}}""", "\"Deid.PixelRules.us\"", "an absolute path is expected")]
    [TestCase("""{"PixelRules": {"us": "/nowhere/us.script"}}""", "\"Deid.PixelRules.us\"", "/nowhere/us.script")]
    [TestCase("""{"PixelRules": {"us": "/dev/zero"}}""", "\"Deid.PixelRules.us\"", "no ordinary file")]
    [TestCase("""{"SafePrivateFile": "/dev/zero"}""", "\"Deid.SafePrivateFile\"", "no ordinary file")]
    [TestCase("""{"Locked": true}""", "\"Deid.Locked\"", "there is no DefaultProfile")]
    [TestCase("""{"Locked": "yes"}""", "\"Deid.Locked\"", "true or false is expected")]
    [TestCase("""{"Profiles": {"site": {"Locked": 1}}}""", "\"Deid.Profiles.site\"", "\"Locked\": true or false")]
    [TestCase("""{"Modify": "No"}""", "\"Deid.Modify\"", "\"Allow\" or \"Refuse\"")]
    [TestCase("""{"AuditFile": "audit.jsonl"}""", "\"Deid.AuditFile\"", "an absolute path is expected")]
    [TestCase("""{"AuditFile": "/nowhere/audit.jsonl"}""", "\"Deid.AuditFile\"", "there is no folder /nowhere")]
    [TestCase("""{"AuditFile": "/dev/null"}""", "\"Deid.AuditFile\"", "no ordinary file")]
    [TestCase("""{"Routes": {"Anonymise": []}}""", "\"Deid.Routes.Anonymise\"", "did you mean \"Anonymize\"?")]
    [TestCase("""{"Routes": {"Anonymize": "alice"}}""", "\"Deid.Routes.Anonymize\"", "a list of users is expected")]
    [TestCase("""{"Routes": {"Anonymize": []}}""", "\"Deid.Routes\"", "AuthenticationEnabled")]
    [TestCase("""{"SafePrivate": "0029[X]01"}""", "\"Deid.SafePrivate\"", "an array is expected")]
    [TestCase("""{"SafePrivate": ["0029,1001"]}""", "\"Deid.SafePrivate\"", "names no creator")]
    [TestCase("""{"SafePrivateFile": "safe.csv"}""", "\"Deid.SafePrivateFile\"", "an absolute path is expected")]
    [TestCase("""{"SafePrivateFile": "/nowhere/safe.csv"}""", "\"Deid.SafePrivateFile\"", "/nowhere/safe.csv")]
    [TestCase("""{"Profiles": {"site": {"Derive": {"StudyDescription": "{PatientName}"}}}}""", "\"Deid.Profiles.site\"", "0010,0010 is removed")]
    [TestCase("[]", "\"Deid\"", "an object is expected")]
    [TestCase("true", "\"Deid\"", "an object is expected")]
    [TestCase("null", "\"Deid\"", "an object is expected")]
    public async Task What_cannot_be_followed_is_named(string section, params string[] said) =>
        await RefusedConfiguration.Assert_it_is_refused(Version, new() { ["Deid"] = JsonNode.Parse(section) }, said);

    [Test]
    public async Task A_fault_in_the_rules_of_devices_is_named_with_its_line()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "ACME\n{ Modality.equal(\"US\") }\n(0,0,10,10)");
            await RefusedConfiguration.Assert_it_is_refused(
                Version, new() { ["Deid"] = new JsonObject { ["PixelRules"] = new JsonObject { ["us"] = path } } },
                "\"Deid.PixelRules.us\"", $"{path}, line 2: there is no method", "did you mean \"equals\"?");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCase("deid")]
    [TestCase("DEID")]
    [TestCase("DeId")]
    public async Task A_section_that_is_spelt_otherwise_is_named(string name) =>
        await RefusedConfiguration.Assert_it_is_refused(
            Version, new() { [name] = new JsonObject() }, $"\"{name}\"", "did you mean \"Deid\"?");

    [Test]
    public async Task Every_member_that_the_page_on_configuration_tells_of_is_taken()
    {
        var section = new JsonObject
        {
            ["Threads"] = 2,
            ["MaxMemoryMB"] = 64,
            ["DateShiftDays"] = new JsonArray(-7, 7),
            ["AllowMapping"] = true,
            ["StrictRequests"] = true,
            ["Profiles"] = new JsonObject { ["site"] = new JsonObject() },
            ["DefaultProfile"] = null,
            ["PseudonymKeyFile"] = null,
            ["PixelRules"] = new JsonObject(),
            ["SafePrivate"] = new JsonArray("0029[ACME]01"),
            ["SafePrivateFile"] = null,
            ["TextFolder"] = "/nowhere",
            ["Locked"] = false,
            ["Modify"] = "Allow",
            ["AskFilters"] = true,
            ["Routes"] = new JsonObject(),
            ["AuditFile"] = null,
        };
        using var key = new Pseudonyms.KeyFile(new string('k', 32));
        using var rows = new Pseudonyms.KeyFile("tag,vr,private creator\n0029-xx02,DS,ACME\n");
        section["PseudonymKeyFile"] = key.Path;
        using var audit = new Site.AuditedFolder();
        section["AuditFile"] = audit.File;
        section["SafePrivateFile"] = rows.Path;
        using var trial = new Trials.TrialFiles();
        trial.WriteSubjects("PatientID,NewPatientID\n");
        trial.MakeKey();
        section["SubjectsFile"] = trial.Subjects;
        section["MappingKey"] = trial.Certificate;
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], new() { ["Deid"] = section });
        host.Stop();
        Assert.That(host.ErrorLines, Is.Empty);

        // The error about an unknown member lists the known ones.
        var log = await RefusedConfiguration.Assert_it_is_refused(Version, new() { ["Deid"] = new JsonObject { ["?"] = 1 } });
        var listed = Listed().Match(log).Groups[1].Value.Split(", ");
        Assert.That(listed, Is.EquivalentTo(section.Select(member => member.Key)));
        var page = await File.ReadAllTextAsync(ProjectFiles.Page("configuration.md"));
        foreach (var member in listed)
        {
            Assert.That(page, Does.Contain($"| `{member}` |"));
        }
    }

    [Test]
    public async Task Strict_requests_have_no_member_that_nobody_knows()
    {
        using var host = await OrthancHost.Start(
            Version, [ProjectFiles.Plugin], new() { ["Deid"] = new JsonObject { ["StrictRequests"] = true } });
        var instance = await host.Store(SampleFile.Make());
        var refused = await host.Ask(instance, "anonymize", """{"Comment": "for the trial"}""");
        Assert.That(refused.Status, Is.EqualTo(400), refused.ToString);
        Assert.That(refused.Error("OrthancStatus"), Is.EqualTo("15"));
        Assert.That(refused.Error("Details"), Does.Contain("\"Comment\""));
        var taken = await host.Ask(instance, "anonymize", """{"Level": 7, "UserData": {"Comment": "for the trial"}}""");
        Assert.That(taken.Status, Is.EqualTo(200), taken.ToString);
    }

    [GeneratedRegex(@"there are ([\w, ]+)")]
    private static partial Regex Listed();
}
