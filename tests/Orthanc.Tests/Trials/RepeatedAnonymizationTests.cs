// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Trials;

/// <summary>A study is anonymized again with the same pseudonyms and other settings.</summary>
internal sealed class RepeatedAnonymizationTests(OrthancVersion version) : HostFixture(version)
{
    private const string First = """{"Pseudonyms": "trial-7"}""";
    private const string Other = """{"Pseudonyms": "trial-7", "Keep": ["StudyDescription"]}""";

    private readonly TrialFiles _files = new();

    protected override JsonObject Configuration
    {
        get
        {
            _files.WriteSecret("a secret of the trial's office, longer than 32 bytes");
            return new() { ["Deid"] = new JsonObject { ["PseudonymKeyFile"] = _files.Secret } };
        }
    }

    [OneTimeTearDown]
    public void Delete() => _files.Dispose();

    [TestCase("87", false)]
    [TestCase("88", true)]
    public async Task What_stands_in_the_way_is_told_and_replaced_if_asked(string prefix, bool isAsynchronous)
    {
        var studies = await SampleStudies.In(Host, prefix);
        var route = $"/studies/{studies.Study("1.1")}/anonymize";
        var first = await Host.Post(route, First);
        Assert.That(first.Status, Is.EqualTo(200), first.ToString);
        var made = first.Json().GetProperty("Path").GetString()!;
        await Host.Send(HttpMethod.Put, $"{made}/metadata/4444", "a note"u8.ToArray());
        var before = await Host.CountInstances();

        Assert.That((await Host.Post(route, First)).Status, Is.EqualTo(200), "the same again is no conflict");
        foreach (var body in (string[])[Other, Other[..^1] + """, "Overwrite": false}"""])
        {
            if (isAsynchronous)
            {
                var job = await Host.WaitForEnd(await Host.Submit(route, body[..^1] + """, "Asynchronous": true}"""));
                Assert.That(job.State(), Is.EqualTo("Failure"));
                Assert.That(job.GetProperty("ErrorCode").GetInt32(), Is.EqualTo(46));
                Assert.That(job.GetProperty("ErrorDetails").GetString(), Does.Contain("stands in the way"));
            }
            else
            {
                var conflict = await Host.Post(route, body);
                Assert.That(conflict.Status, Is.EqualTo(409), conflict.ToString);
                Assert.That(conflict.Error("OrthancStatus"), Is.EqualTo("46"));
                Assert.That(conflict.Error("Details"), Does.Contain(made.Split('/')[^1]).And.Contain("\"Overwrite\": true"));
            }
        }

        Assert.That(await DescriptionsOf(made), Is.All.Null);
        foreach (var (body, failed) in (IEnumerable<(string, int)>)[(First, 0), (Other, 4), (Other[..^1] + """, "Overwrite": true}""", 0)])
        {
            var foretold = await Host.Post(route, body[..^1] + """, "DryRun": true}""");
            Assert.That(foretold.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.EqualTo(failed), foretold.ToString);
            Assert.That(failed == 0 || foretold.Json().GetProperty("Failures")[0].GetProperty("OrthancStatus").GetInt32() == 46);
        }

        var again = await Host.Post(route, Other[..^1] + """, "Overwrite": true}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Status, Is.EqualTo(200), again.ToString);
            Assert.That(again.Json().GetProperty("Path").GetString(), Is.EqualTo(made));
            Assert.That(await DescriptionsOf(made), Is.All.EqualTo("Study 1"));
            Assert.That(await Host.CountInstances(), Is.EqualTo(before), "nothing is lost or doubled");
            Assert.That(await Host.Metadata(made, "4444"), Is.EqualTo("a note"));
            Assert.That(await Host.MainTag(made, "StudyDescription"), Is.EqualTo("Study 1"), "the index shows what the new files say");
        }
    }

    [Test]
    public async Task What_no_anonymization_has_made_is_never_replaced()
    {
        var studies = await SampleStudies.In(Host, "89");
        var route = $"/studies/{studies.Study("1.1")}/anonymize";
        var made = (await Host.Post(route, First)).Json().GetProperty("Path").GetString()!;
        var files = new List<byte[]>();
        foreach (var instance in await Host.InstancesOf(made))
        {
            files.Add((await Host.Get($"/instances/{instance}/file")).Body);
        }

        // As if another system sent back what it had received: these instances were not stored by the plugin.
        await Host.Send(HttpMethod.Delete, made, null);
        foreach (var file in files)
        {
            await Host.Store(file);
        }

        var answer = await Host.Post(route, Other[..^1] + """, "Overwrite": true}""");
        Assert.That(answer.Status, Is.EqualTo(409), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("no anonymization of this plugin"));
        Assert.That(await DescriptionsOf(made), Is.All.Null);
    }

    /// <summary>Someone has edited the result and would lose the changes.</summary>
    [Test]
    public async Task What_a_modification_has_edited_since_is_not_replaced()
    {
        var configuration = Configuration;
        configuration["OverwriteInstances"] = true;
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        var studies = await SampleStudies.In(host, "90");
        var route = $"/studies/{studies.Study("1.1")}/anonymize";
        var made = (await host.Post(route, First)).Json().GetProperty("Path").GetString()!;
        var overwrite = Other[..^1] + """, "Overwrite": true}""";
        Assert.That((await host.Post(route, overwrite)).Status, Is.EqualTo(200));
        var edited = await host.Post($"{made}/modify", """
            {"Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Replace": {"StudyDescription": "edited"},
             "Force": true, "KeepSource": true}
            """);
        Assert.That(edited.Status, Is.EqualTo(200), edited.ToString);
        var answer = await host.Post(route, overwrite);
        Assert.That(answer.Status, Is.EqualTo(409), answer.ToString);
        Assert.That(answer.Error("Details"), Does.Contain("no anonymization of this plugin has made it as it is"));
        Assert.That(await DescriptionsOf(made, host), Is.All.EqualTo("edited"));
        host.Stop();
    }

    private async Task<List<string?>> DescriptionsOf(string path, OrthancHost? of = null)
    {
        var host = of ?? Host;
        var descriptions = new List<string?>();
        foreach (var instance in await host.InstancesOf(path))
        {
            using var file = DicomFile.Parse((await host.Get($"/instances/{instance}/file")).Body);
            descriptions.Add(file.Dataset.GetText(new DicomTag(0x0008_1030)));
        }

        return descriptions;
    }
}
