// SPDX-License-Identifier: GPL-3.0-or-later

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Site;

/// <summary>The audit file is moved away while Orthanc runs, as programs that rotate logs do.</summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class AuditRotationTests(OrthancVersion version) : VersionFixture(version)
{
    [Test]
    public async Task A_file_that_is_moved_away_is_followed_by_another_one()
    {
        using var audit = new AuditedFolder();
        using var host = await Start(audit);
        var instance = await host.Store(SampleFile.Make());
        await host.Ask(instance, "anonymize", "{}");
        var first = (await audit.Lines()).Single();
        File.Move(audit.File, audit.File + ".1");
        Assert.That((await host.Ask(instance, "anonymize", "{}")).Status, Is.EqualTo(200));
        var lines = await audit.Lines();
        Assert.That(lines, Has.Count.EqualTo(2), host.Log);
        Assert.That(lines[0], Does.StartWith("{\"Number\":2,").And.Contain("\"Event\":\"FileBegins\"").And.Contain(HashOf(first)));
        Assert.That(lines[1], Does.StartWith("{\"Number\":3,").And.Contain("\"Answered\"").And.Contain(HashOf(lines[0])));
        Assert.That(() => host.Log, Does.Contain("The audit file was moved away: a new one begins after entry 1, whose hash is " + HashOf(first)).After(OrthancHost.LogDelay, OrthancHost.LogPause));

        // Another file, such as an older one, has taken its place.
        File.Copy(audit.File + ".1", audit.File + ".2");
        File.Move(audit.File + ".2", audit.File, overwrite: true);
        Assert.That((await host.Ask(instance, "anonymize", "{}")).Status, Is.EqualTo(500));
        Assert.That(() => host.ErrorLines, Has.Some.Contains("another file that is not empty has taken its place").After(OrthancHost.LogDelay, OrthancHost.LogPause));
        host.Stop();
    }

    [Test]
    public async Task Orthanc_starts_with_a_file_that_goes_on_where_another_one_ends()
    {
        using var audit = new AuditedFolder();
        using (var host = await Start(audit))
        {
            var instance = await host.Store(SampleFile.Make());
            await host.Ask(instance, "anonymize", "{}");
            File.Move(audit.File, audit.File + ".1");
            await host.Ask(instance, "anonymize", "{}");
            host.Stop();
        }

        using (var host = await Start(audit))
        {
            await host.Ask(await host.Store(SampleFile.Make()), "anonymize", "{}");
            host.Stop();
        }

        Assert.That((await audit.Lines())[^1], Does.StartWith("{\"Number\":4,"));
    }

    private static string HashOf(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));

    private Task<OrthancHost> Start(AuditedFolder audit) => OrthancHost.Start(
        Version, [ProjectFiles.Plugin], new JsonObject { ["Deid"] = new JsonObject { ["AuditFile"] = audit.File } }, isVerbose: false);
}
