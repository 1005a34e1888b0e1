// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.NamedProfiles;

/// <summary>A site that cleans descriptions by default, and clients that want to keep them.</summary>
internal sealed class KeptAndCleanedTests(OrthancVersion version) : HostFixture(version)
{
    /// <summary>The request of Orthanc Explorer.</summary>
    private const string Explorer = """{"Keep": ["SeriesDescription", "StudyDescription"]}""";

    private string _instance = string.Empty;
    private string _study = string.Empty;

    protected override JsonObject Configuration => new()
    {
        ["Deid"] = JsonNode.Parse("""
            {
                "Profiles": {
                    "site": {"Options": ["CleanDescriptors"]},
                    "keeping": {
                        "Options": ["CleanDescriptors"],
                        "Keep": ["ReferencedImageSequence", "StudyDescription", "SeriesDescription"]
                    }
                },
                "DefaultProfile": "site"
            }
            """),
    };

    [OneTimeSetUp]
    public async Task Store()
    {
        var stored = await Host.Post("/instances", SampleFile.Make(dataset => dataset
            .With(0x0008_1030, DicomVR.LO, "Abdomen Hr. M\u00FCller").With(0x0008_103E, DicomVR.LO, "Axial MUELLER")
            .With(0x0010_0010, DicomVR.PN, "M\u00FCller^Hans")
            .WithItem(0x0008_1140, item => item.With(0x0020_4000, DicomVR.LT, "as said by Hans M\u00FCller"))));
        Assert.That(stored.Status, Is.EqualTo(200), stored.ToString);
        _instance = stored.Json().GetProperty("ID").GetString()!;
        _study = stored.Json().GetProperty("ParentStudy").GetString()!;
    }

    [TestCase(Explorer)]
    [TestCase("""{"Profile": "keeping"}""")]
    [TestCase("""{"Profile": "keeping", "Verify": true}""")]
    public async Task What_is_kept_is_cleaned_on_every_route(string request)
    {
        var answer = await Host.Ask(_instance, "anonymize", request);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        AssertCleaned(ListedFile.Read(answer.Body));

        answer = await Host.Post($"/studies/{_study}/anonymize", request);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = answer.Json().GetProperty("Path").GetString()!;
        foreach (var instance in await Host.InstancesOf(made))
        {
            AssertCleaned(ListedFile.Read((await Host.Get($"/instances/{instance}/file")).Body));
        }

        await Host.Send(HttpMethod.Delete, made, null);
    }

    [Test]
    public async Task What_is_kept_below_a_sequence_is_cleaned()
    {
        var answer = await Host.Ask(_instance, "anonymize", """{"Profile": "keeping"}""");
        Assert.That(ListedFile.Read(answer.Body)["0008,1140[0].0020,4000"]?.Text, Is.EqualTo("as said by"));
    }

    [Test]
    public async Task A_dry_run_names_the_option()
    {
        var answer = await Host.Post($"/studies/{_study}/anonymize", """{"DryRun": true, "Keep": ["StudyDescription"]}""");
        var told = answer.Json().GetProperty("Elements").EnumerateArray()
            .Single(one => one.GetProperty("Element").GetString() == "0008,1030");
        Assert.That(told.GetProperty("Action").GetString(), Is.EqualTo("Replaced"));
        Assert.That(told.GetProperty("Options").Strings(), Is.EqualTo(["CleanDescriptors"]));
    }

    [Test]
    public async Task Without_options_and_where_the_request_gives_a_value_nothing_is_cleaned()
    {
        var plain = await Host.Ask(_instance, "anonymize", """{"Profile": null, "Keep": ["StudyDescription"]}""");
        Assert.That(ListedFile.Read(plain.Body)["0008,1030"]?.Text, Is.EqualTo("Abdomen Hr. M\u00FCller"));
        var given = await Host.Ask(
            _instance, "anonymize", """{"Replace": {"StudyDescription": "Abdomen Hans"}}""");
        Assert.That(ListedFile.Read(given.Body)["0008,1030"]?.Text, Is.EqualTo("Abdomen Hans"));
    }

    private static void AssertCleaned(ListedFile file)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file["0008,1030"]?.Text, Is.EqualTo("Abdomen Hr."));
            Assert.That(file["0008,103e"]?.Text, Is.EqualTo("Axial"));
            Assert.That(
                file.Elements.Select(element => element.Text),
                Has.None.Contains("M\u00FCller").IgnoreCase.And.None.Contains("MUELLER"));
            Assert.That(file.Elements.Select(element => element.Text), Has.Some.EqualTo("113105"), "the option was carried out");
        }
    }
}
