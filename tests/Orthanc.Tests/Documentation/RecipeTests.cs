// SPDX-License-Identifier: GPL-3.0-or-later

using System.IO.Compression;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>The commands of README.md, docs/recipes.md and other pages do what they should, pasted as they are.</summary>
internal sealed class RecipeTests(OrthancVersion version) : VersionFixture(version)
{
    private static readonly DocumentPage Page = DocumentPage.Read(ProjectFiles.Page("recipes.md"));
    private static readonly List<byte[]> Files = [.. new CtStudy().Files()];

    private readonly RecipeSite _site = new();
    private OrthancHost _host = null!;
    private OrthancHost _other = null!;
    private Recipe _recipe = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        foreach (var program in (string[])["curl", "jq"])
        {
            Skip.Unless(File.Exists($"/usr/bin/{program}"), $"{program} is not on this machine (apt-get install {program})");
        }

        _other = await OrthancHost.Start(Version, [ProjectFiles.Plugin], _site.OfOther);
        _host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], _site.Configuration(Page, _other, "DicomModalities", "OrthancPeers"));
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _host?.Stop();
        _other?.Stop();
        _host?.Dispose();
        _other?.Dispose();
        _site.Dispose();
    }

    [SetUp]
    public async Task Begin()
    {
        _recipe = new Recipe();
        await File.WriteAllBytesAsync(_recipe.File("image.dcm"), Files[0]);
        foreach (var file in Files)
        {
            await _host.Store(file);
        }
    }

    [TearDown]
    public async Task End()
    {
        _recipe.Dispose();
        await Empty(_host);
        await Empty(_other);
    }

    [Test]
    public void The_first_steps_of_the_README()
    {
        var steps = DocumentPage.Read(ProjectFiles.Readme).FencesOf("sh")
            .Single(static fence => fence.Text.Contains("curl", StringComparison.Ordinal));
        _recipe.RunShell(steps.Text, _host);
        AssertAnonymized(_recipe.File("anonymized.zip"), Files.Count);
    }

    [Test]
    public void A_look_before()
    {
        var lines = Run("Look before").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Some.EqualTo("Replaced\t0010,0010\tPatientName\tProfile").Or.Some.EqualTo("Replaced\t0010,0010\tPatientName\tIdentity"));
        Assert.That(lines, Has.Some.EqualTo("Replaced\t0008,1030\tStudyDescription\tOption"));
    }

    [Test]
    public void One_file()
    {
        Run("One file, nothing stored");
        using var file = DicomFile.Parse(File.ReadAllBytes(_recipe.File("anonymized.dcm")));
        Assert.That(file.Dataset.GetText(new DicomTag(0x0010, 0x0010)), Does.StartWith("Anonymized"));
    }

    [Test]
    public async Task The_original_is_replaced()
    {
        var made = Run("Replace the original").Trim();
        Assert.That(await _host.CountInstances(), Is.EqualTo(Files.Count));
        Assert.That(await _host.InstancesOf(made), Has.Count.EqualTo(Files.Count));
    }

    [Test]
    public async Task Many_studies()
    {
        Assert.That(Run("Many studies in the background"), Does.Contain("Success"));
        Assert.That(await _host.CountInstances(), Is.EqualTo(2 * Files.Count));
    }

    [Test]
    public void A_zip()
    {
        using (var zip = ZipFile.Open(_recipe.File("study.zip"), ZipArchiveMode.Create))
        {
            foreach (var (number, file) in Files.Index())
            {
                using var entry = zip.CreateEntry($"{number}.dcm").Open();
                entry.Write(file);
            }
        }

        Run("A zip in, a zip out");
        AssertAnonymized(_recipe.File("anonymized.zip"), Files.Count);
    }

    [TestCase("Send it on by C-STORE")]
    [TestCase("Send it on to another Orthanc")]
    public async Task It_is_sent_on(string title)
    {
        Assert.That(Run(title).Trim(), Is.EqualTo("0"));
        await AssertArrived();
    }

    [Test]
    public void Python()
    {
        Skip.Unless(
            Directory.Exists("/usr/lib/python3/dist-packages/requests"),
            "Python's package requests is not on this machine (apt-get install python3-requests)");
        _recipe.RunPython(Fence("Python", "python"), _host);
        AssertAnonymized(_recipe.File("anonymized.zip"), Files.Count);
    }

    [Test]
    public async Task Lua_anonymizes_and_sends_on()
    {
        await File.WriteAllTextAsync(_recipe.File("script.lua"), Fence("Lua: anonymize each study and send it on", "lua"));
        var configuration = _site.Configuration(Page, _other, "DicomModalities");
        configuration["LuaScripts"] = new JsonArray(_recipe.File("script.lua"));
        configuration["StableAge"] = 1;
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        foreach (var file in Files)
        {
            await host.Store(file);
        }

        await AssertArrived();
        host.Stop();
    }

    /// <summary>The command of the page on pixels, for an image that states the region of its picture.</summary>
    [Test]
    public async Task Masks_of_the_page_on_pixels()
    {
        const string Region = """
            {
              "Force": true,
              "Replace": {
                "SeriesInstanceUID": "1.2.826.0.1.3680043.9.77.1",
                "Modality": "US",
                "SequenceOfUltrasoundRegions": [{
                  "RegionSpatialFormat": "1", "RegionDataType": "1", "RegionFlags": "0",
                  "RegionLocationMinX0": "0", "RegionLocationMinY0": "64", "RegionLocationMaxX1": "127", "RegionLocationMaxY1": "127"
                }]
              }
            }
            """;
        var image = await _host.Ask(await _host.Store(Files[0]), "modify", Region);
        var stored = await _host.Post("/instances", image.Body);
        var series = (await _host.Get($"/instances/{stored.Json().GetProperty("ID").GetString()}/series")).Json().GetProperty("ID").GetString()!;
        var commands = DocumentPage.Read(ProjectFiles.Page("pixels.md")).FencesOf("sh").Select(fence => fence.Text).ToList();
        Assert.That(
            _recipe.RunShell(commands[0].Replace("/ID/", $"/{series}/", StringComparison.Ordinal), _host),
            Does.Match("\"FailedInstancesCount\" *: *0"));
        var instance = stored.Json().GetProperty("ID").GetString()!;
        _recipe.RunShell(commands[1].Replace("/ID/", $"/{instance}/", StringComparison.Ordinal), _host);
        Assert.That(File.ReadAllBytes(_recipe.File("preview.png")).AsSpan(1, 3).SequenceEqual("PNG"u8), Is.True);
    }

    /// <summary>The owner of the key depends on the machine; everything else is as on the page.</summary>
    [Test]
    public async Task The_key_of_the_page_on_pseudonyms()
    {
        var command = DocumentPage.Read(ProjectFiles.Page("pseudonyms.md")).FencesOf("sh").Single().Text;
        _recipe.RunShell(command.Replace("root:orthanc", "$(id -u):$(id -g)", StringComparison.Ordinal), _host);
        var answer = await _host.Post("/deid/check", new JsonObject { ["PseudonymKeyFile"] = _recipe.File("pseudonyms.key") }.ToJsonString());
        Assert.That(answer.Json().GetProperty("Valid").GetBoolean(), Is.True, answer.ToString);
    }

    private static string Fence(string title, string language) => Page.FenceUnder(title, language).Text;

    private static async Task Empty(OrthancHost host)
    {
        foreach (var patient in (await host.Get("/patients")).Json().Strings())
        {
            await host.Send(HttpMethod.Delete, $"/patients/{patient}", null);
        }
    }

    private static void AssertAnonymized(string path, int count)
    {
        using var zip = ZipFile.OpenRead(path);
        Assert.That(zip.Entries, Has.Count.EqualTo(count));
        foreach (var entry in zip.Entries)
        {
            using var bytes = new MemoryStream();
            using (var stream = entry.Open())
            {
                stream.CopyTo(bytes);
            }

            using var file = DicomFile.Parse(bytes.ToArray());
            Assert.That(file.Dataset.GetText(new DicomTag(0x0010, 0x0010)), Does.StartWith("Anonymized"));
        }
    }

    private async Task AssertArrived()
    {
        for (var tries = 0; tries < 300 && await _other.CountInstances() < Files.Count; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        var patients = (await _other.Get("/patients")).Json().Strings();
        Assert.That(patients, Has.Count.EqualTo(1));
        Assert.That(await _other.MainTag($"/patients/{patients[0]}", "PatientName"), Does.StartWith("Anonymized"));
        Assert.That(await _other.CountInstances(), Is.EqualTo(Files.Count));
    }

    private string Run(string title) =>
        _recipe.RunShell($"{Fence("Find a study", "sh")}\n{Fence(title, "sh")}", _host);
}
