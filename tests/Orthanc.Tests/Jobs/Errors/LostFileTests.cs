// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Errors;

/// <summary>A file has vanished from Orthanc's storage: how failed jobs end, next to the built-in 1.13.0.</summary>
internal sealed class LostFileTests(OrthancVersion version) : BothSidesFixture(version)
{
    private static readonly string[] Study = ["1.1.1.1", "1.1.1.2", "1.1.2.1", "1.1.2.2"];

    private OrthancHost _builtInHost = null!;
    private OrthancHost _pluginHost = null!;
    private string _lost = null!;

    [SetUp]
    public async Task Store()
    {
        // With a cache in memory, Orthanc would not miss the file on the disk.
        var configuration = new JsonObject { ["MaximumStorageCacheSize"] = 0 };
        var hosts = await Task.WhenAll(
            OrthancHost.Start(Reference, [], configuration),
            OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration));
        (_builtInHost, _pluginHost) = (hosts[0], hosts[1]);
        await StoreOnBothSides(_builtInHost, _pluginHost, "80");

        // The built-in works in the order of the identifiers, so the last instance fails when the others are stored.
        _lost = Study.MaxBy(BuiltIn.Instance, StringComparer.Ordinal)!;
        BuiltIn.LoseFile(_lost);
        Plugin.LoseFile(_lost);
    }

    [TearDown]
    public void Stop()
    {
        // Null if this version is not installed, in which case the tests are skipped.
        _builtInHost?.Dispose();
        _pluginHost?.Dispose();
    }

    [Test]
    public async Task A_failed_job_removes_what_it_stored()
    {
        var before = await _builtInHost.CountInstances();
        var builtIn = await Post(BuiltIn, "{}");
        Assert.That(builtIn.Status, Is.Not.EqualTo(200));
        Assert.That(await _builtInHost.CountInstances(), Is.GreaterThan(before), "half of a study is left");

        var plugin = await Post(Plugin, "{}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plugin.Status, Is.EqualTo(builtIn.Status), plugin.ToString);
            Assert.That(plugin.Error("OrthancStatus"), Is.EqualTo(builtIn.Error("OrthancStatus")));
            Assert.That(plugin.Error("Details"), Does.Contain(Plugin.Instance(_lost)));
            Assert.That(await _pluginHost.CountInstances(), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task The_source_of_what_failed_is_kept()
    {
        const string Body = """{"Permissive": true, "KeepSource": false}""";
        var builtIn = await Post(BuiltIn, Body);
        Assert.That(builtIn.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.EqualTo(1));
        Assert.That(await Exists(BuiltIn, _lost), Is.False, "deleted without a successor");

        var plugin = await Post(Plugin, Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plugin.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.EqualTo(1), plugin.ToString);
            Assert.That(await Exists(Plugin, _lost), Is.True);
            Assert.That(await Exists(Plugin, Study.First(place => place != _lost)), Is.False);
        }
    }

    private static Task<Answer> Post(SampleStudies studies, string body) =>
        studies.Host.Post($"/studies/{studies.Study("1.1")}/modify", body);

    private static async Task<bool> Exists(SampleStudies studies, string place) =>
        (await studies.Host.Get($"/instances/{studies.Instance(place)}")).Status == 200;
}
