// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>What the instance routes leave behind in the host: nothing but the count of names.</summary>
internal sealed class StorageTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Fails = """{"Replace": {"Rows": "x"}}""";

    // US or SS: only the file shows that the value may not be negative.
    private const string FailsInTheFile = """{"Replace": {"SmallestImagePixelValue": "-2"}}""";

    [TestCase("anonymize")]
    [TestCase("modify")]
    public async Task Nothing_is_stored(string operation)
    {
        var host = await RunningHosts.WithPlugin(Version);
        var instance = await host.Store(SampleFile.Make());
        var before = (await host.Get("/statistics")).Text;
        var changes = (await host.Get("/changes?last")).Text;
        var jobs = (await host.Get("/jobs")).Text;
        Assert.That((await host.Ask(instance, operation, "{}")).Status, Is.EqualTo(200));
        Assert.That((await host.Ask(instance, operation, Fails)).Status, Is.EqualTo(400));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await host.Get("/statistics")).Text, Is.EqualTo(before));
            Assert.That((await host.Get("/changes?last")).Text, Is.EqualTo(changes));
            Assert.That((await host.Get($"/instances/{instance}/file")).Body, Is.EqualTo(SampleFile.Make()));
            Assert.That((await host.Get($"/instances/{instance}/metadata")).Text, Does.Not.Contain("From"));
            Assert.That((await host.Get("/jobs")).Text, Is.EqualTo(jobs));
        }
    }

    [Test]
    public async Task The_number_of_the_name_grows_survives_a_restart_and_is_not_used_up_by_a_failure()
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-");
        try
        {
            string instance;
            using (var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], folder: folder.FullName))
            {
                instance = await host.Store(SampleFile.Make());
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(await NewName(host, instance), Is.EqualTo("Anonymized1"));
                    Assert.That(await NewName(host, instance), Is.EqualTo("Anonymized2"));
                    Assert.That((await host.Ask(instance, "anonymize", Fails)).Status, Is.EqualTo(400));
                    Assert.That((await host.Ask(instance, "anonymize", FailsInTheFile)).Status, Is.EqualTo(400));
                    Assert.That((await host.Ask(instance, "anonymize", """{"Replace": {"PatientName": "N"}}""")).Status,
                        Is.EqualTo(200));
                    Assert.That((await host.Ask(instance, "modify", "{}")).Status, Is.EqualTo(200));
                    Assert.That(await NewName(host, instance), Is.EqualTo("Anonymized3"));
                }

                host.Stop();
            }

            using (var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], folder: folder.FullName))
            {
                Assert.That(await NewName(host, instance), Is.EqualTo("Anonymized4"));
                host.Stop();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task The_built_in_uses_up_a_number_for_a_failure()
    {
        using var host = await OrthancHost.Start(Reference, []);
        var instance = await host.Store(SampleFile.Make());
        Assert.That(await NewName(host, instance), Is.EqualTo("Anonymized1"));
        Assert.That((await host.Ask(instance, "anonymize", Fails)).Status, Is.EqualTo(400));
        Assert.That(await NewName(host, instance), Is.EqualTo("Anonymized3"));
    }

    [Test]
    public async Task Requests_at_the_same_time_get_names_of_their_own()
    {
        const int Requests = 32;
        var host = await RunningHosts.WithPlugin(Version);
        var instance = await host.Store(SampleFile.Make());
        var names = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => NewName(host, instance)));
        Assert.That(names, Is.Unique.And.All.Match("^Anonymized[0-9]+$"));
    }

    [Test]
    public async Task The_configuration_of_the_host_is_used()
    {
        var configuration = new JsonObject
        {
            ["Dictionary"] = new JsonObject
            {
                ["0009,1001"] = new JsonArray("US", "OurNumber", 1, 1, "OURS"),
            },
            ["DefaultPrivateCreator"] = "OURS",
        };
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        var instance = await host.Store(SampleFile.Make());
        var answer = await host.Ask(instance, "modify", """{"Replace": {"OurNumber": "258"}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var file = ListedFile.Read(answer.Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file["0009,0010"]?.Text, Is.EqualTo("OURS"));
            Assert.That(file["0009,1001"]?.Value, Is.EqualTo((byte[])[2, 1]));
        }

        host.Stop();
    }

    private static async Task<string?> NewName(OrthancHost host, string instance)
    {
        var answer = await host.Ask(instance, "anonymize", "{}");
        return answer.Status == 200 ? ListedFile.Read(answer.Body)["0010,0010"]?.Text : answer.ToString();
    }
}
