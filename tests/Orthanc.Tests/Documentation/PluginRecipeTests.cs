// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>The recipes of docs/recipes.md that need other plugins of Orthanc.</summary>
/// <remarks>Uses the Orthanc and the plugins of this machine's Debian.</remarks>
internal sealed class PluginRecipeTests
{
    private const string Folder = "/usr/share/orthanc/plugins";

    private static readonly DocumentPage Page = DocumentPage.Read(ProjectFiles.Page("recipes.md"));
    private static readonly List<byte[]> Files = [.. new CtStudy().Files()];

    [Test]
    public async Task It_is_sent_on_by_DICOMweb()
    {
        var web = Find("libOrthancDicomWeb.so", "orthanc-dicomweb");
        using var site = new RecipeSite();
        using var recipe = new Recipe();
        using var other = await OrthancHost.Start(OrthancVersion.All().First(), [web, ProjectFiles.Plugin]);
        using var host = await OrthancHost.Start(
            OrthancVersion.All().First(), [web, ProjectFiles.Plugin], site.Configuration(Page, other, "DicomWeb"));
        foreach (var file in Files)
        {
            await host.Store(file);
        }

        recipe.RunShell(
            $"{Page.FenceUnder("Find a study", "sh").Text}\n{Page.FenceUnder("Send it on by DICOMweb", "sh").Text}", host);
        await Eventually(async () => await other.CountInstances() >= Files.Count);
        Assert.That(await other.CountInstances(), Is.EqualTo(Files.Count));
        Assert.That(
            await other.MainTag($"/patients/{(await other.Get("/patients")).Json().Strings().Single()}", "PatientName"),
            Does.StartWith("Anonymized"));
        host.Stop();
        other.Stop();
    }

    [Test]
    public async Task Orthancs_Python_plugin_anonymizes_each_study_once()
    {
        var python = Find("libOrthancPython.so", "orthanc-python");
        using var recipe = new Recipe();
        await File.WriteAllTextAsync(recipe.File("script.py"), Page.FenceUnder("Orthanc's Python plugin", "python").Text);
        using var host = await OrthancHost.Start(
            OrthancVersion.All().First(), [python, ProjectFiles.Plugin],
            new JsonObject { ["PythonScript"] = recipe.File("script.py"), ["StableAge"] = 1 });
        foreach (var file in Files)
        {
            await host.Store(file);
        }

        await Eventually(async () => await host.CountInstances() >= 2 * Files.Count);

        // Long enough for the new study to become stable, and for a second round if there were one.
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.That(await host.CountInstances(), Is.EqualTo(2 * Files.Count));
        host.Stop();
    }

    private static string Find(string file, string package)
    {
        OrthancHost.SkipUnlessHere(OrthancVersion.All().First());
        var path = Path.Combine(Folder, file);
        Skip.Unless(File.Exists(path), $"{path} is not on this machine (apt-get install {package})");
        return path;
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        for (var tries = 0; tries < 300 && !await condition(); tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
