// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Pseudonyms;

namespace OrthancDeid.Orthanc.Tests.Site;

/// <summary>What the plugin reports about itself, and about a section before anyone restarts Orthanc with it.</summary>
internal sealed class SiteRouteTests(OrthancVersion version) : HostFixture(version)
{
    private const string Secret = "a secret of more than thirty-two bytes";

    private readonly KeyFile _key = new(Secret);

    protected override JsonObject Configuration => new()
    {
        ["Deid"] = new JsonObject
        {
            ["Profiles"] = JsonNode.Parse("""
                {"site": {"DicomVersion": "2024e", "Options": ["CleanDescriptors"], "Locked": true}, "trial": {"Pseudonyms": "trial"}}
                """),
            ["DefaultProfile"] = "site",
            ["Modify"] = "Refuse",
            ["PseudonymKeyFile"] = _key.Path,
        },
    };

    [OneTimeTearDown]
    public void DeleteKey() => _key.Dispose();

    [Test]
    public async Task The_report_says_what_protects_the_site()
    {
        var answer = await Host.Get("/deid");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var report = answer.Json();
        var site = report.GetProperty("Profiles").GetProperty("site");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.GetProperty("Version").GetString(), Does.Match(@"^\d+\.\d+\.\d+"));
            Assert.That(report.GetProperty("OrthancVersion").GetString(), Is.EqualTo(Version.Number));
            Assert.That(report.GetProperty("DefaultProfile").GetString(), Is.EqualTo("site"));
            Assert.That(report.GetProperty("Locked").GetBoolean(), Is.True);
            Assert.That(report.GetProperty("Modify").GetString(), Is.EqualTo("Refuse"));
            Assert.That(report.GetProperty("AllowMapping").GetBoolean(), Is.False);
            Assert.That(report.GetProperty("PseudonymKeyFingerprint").GetString(), Has.Length.EqualTo(64));
            Assert.That(report.GetProperty("Features").GetProperty("Labels").GetBoolean(), Is.EqualTo(!Version.Number.StartsWith("1.10", StringComparison.Ordinal)));
            Assert.That(report.GetProperty("Features").GetProperty("AuditLog").GetBoolean(), Is.EqualTo(Version.Number == "1.13.0"));
            Assert.That(site.GetProperty("Locked").GetBoolean(), Is.True);
            Assert.That(site.GetProperty("Members").GetProperty("DicomVersion").GetString(), Is.EqualTo("2024e"));
            Assert.That(site.GetProperty("Options").Strings(), Is.EqualTo(["CleanDescriptors"]));
            Assert.That(site.GetProperty("Verify").GetBoolean(), Is.True);
            Assert.That(site.GetProperty("Conformant").GetBoolean(), Is.True);
            Assert.That(report.GetProperty("Profiles").GetProperty("trial").GetProperty("Pseudonyms").GetBoolean(), Is.True);
            Assert.That(answer.Text, Does.Not.Contain(Secret).And.Not.Contain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(Secret))));
            Assert.That(() => Host.Log, Does.Contain("This site: requests that name no profile follow site, which is locked; modify, split and merge are refused").After(OrthancHost.LogDelay, OrthancHost.LogPause));
        }

        Assert.That((await Host.Post("/deid", "{}")).Status, Is.EqualTo(405));
        Assert.That((await Host.Get("/deid/check")).Status, Is.EqualTo(405));
    }

    [Test]
    public async Task The_check_names_every_fault()
    {
        var answer = await Host.Post("/deid/check", """
            {
                "Threads": 0,
                "Modify": "No",
                "Locked": true,
                "Profile": {},
                "Profiles": {
                    "site": {"Option": [], "DicomVersion": "1999", "Keep": ["NoSuchTag"]},
                    "trial": {"Pseudonyms": true}
                },
                "PixelRules": {"us": "relative"},
                "AuditFile": "/nowhere/audit.jsonl",
                "Routes": {"Anonymize": ["alice"]}
            }
            """);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(answer.Json().GetProperty("Valid").GetBoolean(), Is.False);
        var faults = answer.Json().GetProperty("Faults").EnumerateArray()
            .Select(static fault => $"{fault.GetProperty("Member")}: {fault.GetProperty("Reason")}").ToList();
        string[] expected =
        [
            "Deid.Threads: ", "Deid.Modify: ", "Deid.Locked: ", "Deid.Profile: ", "Deid.Profiles.site: a profile has no member \"Option\"",
            "Deid.Profiles.site: Member \"DicomVersion\"", "Deid.Profiles.site: Member \"Keep\"", "Deid.Profiles.trial: Member \"Pseudonyms\"",
            "Deid.PixelRules.us: ", "Deid.AuditFile: there is no folder", "Deid.Routes: Orthanc does not ask", "Deid.Routes.Anonymize: there is no user alice",
        ];
        foreach (var one in expected)
        {
            Assert.That(faults, Has.Exactly(1).StartsWith(one));
        }

        Assert.That(faults, Has.Count.EqualTo(expected.Length), () => string.Join('\n', faults));
    }

    [TestCase("""{}""")]
    [TestCase("""{"Deid": {"Profiles": {"site": {}}, "DefaultProfile": "site", "Locked": true}}""")]
    public async Task A_good_section_has_no_fault(string section)
    {
        var answer = await Host.Post("/deid/check", section);
        Assert.That(answer.Json().GetProperty("Valid").GetBoolean(), Is.True, answer.Text);
        Assert.That(answer.Json().GetProperty("Faults").EnumerateArray(), Is.Empty);
        Assert.That((await Host.Get("/deid")).Json().GetProperty("DefaultProfile").GetString(), Is.EqualTo("site"), "nothing has changed");
    }

    [Test]
    public async Task A_client_does_not_read_files_by_having_them_checked()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "{ Confidential.equal(\"content\") }\n");
            var section = new JsonObject { ["PixelRules"] = new JsonObject { ["us"] = path } };
            var answer = await Host.Post("/deid/check", section.ToJsonString());
            Assert.That(answer.Text, Does.Contain("Deid.PixelRules.us").And.Contain("log").And.Not.Contain("Confidential"));
        }
        finally
        {
            File.Delete(path);
        }

        Assert.That((await Host.Post("/deid/check", "[]")).Status, Is.EqualTo(400));
    }
}
