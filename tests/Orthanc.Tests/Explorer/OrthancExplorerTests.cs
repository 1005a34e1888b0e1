// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Explorer;

/// <summary>Orthanc Explorer, the web page of Orthanc, in a browser.</summary>
internal sealed class OrthancExplorerTests
{
    private const string Root = "1.2.826.0.1.3680043.9.55";

    [Test]
    public async Task The_button_Anonymize_anonymizes_with_the_plugin()
    {
        var version = OrthancVersion.Find(OrthancVersion.Reference);
        var host = await RunningHosts.WithPlugin(version);
        var stored = await host.Post("/instances", SampleFile.Make(dataset => dataset
            .With(0x0008_0018, DicomVR.UI, $"{Root}.1.1")
            .With(0x0008_1030, DicomVR.LO, "Study of the browser")
            .With(0x0008_103E, DicomVR.LO, "Series of the browser")
            .With(0x0010_0020, DicomVR.LO, "P-EXPLORER")
            .With(0x0020_000D, DicomVR.UI, Root)
            .With(0x0020_000E, DicomVR.UI, $"{Root}.1")
            .WithItem(TableSample.Around, item => item.With(0x0010_0010, DicomVR.PN, "ROE^RICHARD"))));
        Assert.That(stored.Status, Is.EqualTo(200), stored.ToString);
        var (study, patient) = (Member("ParentStudy"), Member("ParentPatient"));

        var anonymized = await Anonymize(host, study, patient, keepsScreenshot: true);
        var file = await OnlyFile(host, anonymized);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file["0010,0010"]?.Text, Does.StartWith("Anonymized"));
            Assert.That(file["0010,0020"]?.Text, Is.Not.EqualTo("P-EXPLORER"));
            Assert.That(file["0012,0062"]?.Text, Is.EqualTo("YES"));
            Assert.That(file["0008,1030"]?.Text, Is.EqualTo("Study of the browser"), "Orthanc Explorer keeps it");
            Assert.That(file["0008,103e"]?.Text, Is.EqualTo("Series of the browser"), "Orthanc Explorer keeps it");

            // The name of another person, which the built-in leaves.
            Assert.That(file["0054,0016[0].0010,0010"]?.Text, Is.Empty);
        }

        string Member(string name) => stored.Json().GetProperty(name).GetString()!;
    }

    /// <summary>Orthanc Explorer asks to keep descriptions. A site that cleans them still has them cleaned.</summary>
    [Test]
    public async Task The_button_Anonymize_lets_no_name_out_of_a_site_that_cleans_descriptions()
    {
        using var host = await OrthancHost.Start(
            OrthancVersion.Find(OrthancVersion.Reference), [ProjectFiles.Plugin],
            new JsonObject
            {
                ["Deid"] = JsonNode.Parse(
                    """{"Profiles": {"site": {"Options": ["CleanDescriptors"]}}, "DefaultProfile": "site"}"""),
            });
        var stored = await host.Post("/instances", SampleFile.Make(dataset => dataset
            .With(0x0008_1030, DicomVR.LO, "Abdomen Hr. M\u00FCller").With(0x0008_103E, DicomVR.LO, "Axial M\u00FCller")
            .With(0x0010_0010, DicomVR.PN, "M\u00FCller^Hans")));
        Assert.That(stored.Status, Is.EqualTo(200), stored.ToString);
        var anonymized = await Anonymize(
            host, stored.Json().GetProperty("ParentStudy").GetString()!,
            stored.Json().GetProperty("ParentPatient").GetString()!, keepsScreenshot: false);
        var file = await OnlyFile(host, anonymized);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file["0008,1030"]?.Text, Is.EqualTo("Abdomen Hr."));
            Assert.That(file["0008,103e"]?.Text, Is.EqualTo("Axial"));
            Assert.That(file["0012,0064[0].0008,0100"]?.Text, Is.EqualTo("113100"));
            Assert.That(file["0012,0064[1].0008,0100"]?.Text, Is.EqualTo("113105"));
        }

        host.Stop();
    }

    /// <summary>Clicks Anonymize and waits for the page of the new patient.</summary>
    /// <returns>The identifier of the new patient.</returns>
    private static async Task<string> Anonymize(OrthancHost host, string study, string patient, bool keepsScreenshot)
    {
        using var browser = await Browser.Start();
        await browser.Open($"{host.Address}app/explorer.html#study?uuid={study}");
        await browser.Click("#study-anonymize");
        await browser.Click(".ui-simpledialog-container a[id^='OK']");
        var address = await browser.WaitForAddress(
            now => now.Contains("#patient?uuid=", StringComparison.Ordinal)
                && !now.Contains(patient, StringComparison.Ordinal));
        await browser.WaitForText("Anonymized");
        if (keepsScreenshot)
        {
            await KeepScreenshot(await browser.Screenshot());
        }

        return address[(address.IndexOf('=', StringComparison.Ordinal) + 1)..];
    }

    private static async Task<ListedFile> OnlyFile(OrthancHost host, string patient)
    {
        var instances = await host.InstancesOf($"/patients/{patient}");
        Assert.That(instances, Has.Count.EqualTo(1));
        return ListedFile.Read((await host.Get($"/instances/{instances[0]}/file")).Body);
    }

    // For anyone who wants to see it, next to the other results.
    private static async Task KeepScreenshot(byte[] png)
    {
        var path = Path.Combine(ProjectFiles.Results, "orthanc-explorer.png");
        Directory.CreateDirectory(ProjectFiles.Results);
        await File.WriteAllBytesAsync(path, png);
        TestContext.AddTestAttachment(path);
    }
}
