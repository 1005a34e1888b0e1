// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.InPlace;

/// <summary>
/// Attachments that are too large for the database are kept in files while their resource is overwritten. They are put back,
/// even if Orthanc was killed in the meantime, and no file is left.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class LargeAttachmentTests(OrthancVersion version) : FolderFixture(version)
{
    // The attachments of an instance, its series, study and patient have 36 MiB together.
    private const int Size = 9 << 20;

    private const string InPlace = """
        {"Replace": {"SeriesDescription": "new"}, "Force": true,
         "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]}
        """;

    private string _temporary = null!;

    [SetUp]
    public void MakeTemporaryFolder() =>
        _temporary = Directory.CreateDirectory(Path.Combine(Folder, "temporary")).FullName;

    [Test]
    public async Task They_are_put_back()
    {
        using var host = await Start();
        var paths = await Store(host);
        var answer = await host.Post($"{paths[1]}/modify", InPlace);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            Assert.That(await host.Missing(paths, Size), Is.Empty);
            Assert.That(await Description(host, paths), Is.EqualTo("new"));
            Assert.That(Directory.EnumerateFileSystemEntries(_temporary), Is.Empty);
        }
    }

    [Test]
    public async Task They_are_put_back_after_the_restart_of_a_killed_host()
    {
        IReadOnlyList<string> paths;
        using (var killed = await Start(await InPlaceCrashTests.WriteKillingScript(Folder)))
        {
            paths = await Store(killed);
            await killed.Submit($"{paths[1]}/modify", InPlace.Replace("""{"Replace""", """{"Asynchronous": true, "Replace""", StringComparison.Ordinal));
            killed.WaitForDeath();
        }

        var kept = Directory.GetDirectories(_temporary).Single();
        Assert.That(Directory.GetFiles(kept), Has.Length.EqualTo(3));
        Assert.That(
            File.GetUnixFileMode(kept),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        using var host = await Start();
        Assert.That(async () => await host.Missing(paths, Size), Is.Empty.After(20_000, 100));
        Assert.That(await Description(host, paths), Is.EqualTo("new"));
        Assert.That(() => Directory.EnumerateFileSystemEntries(_temporary), Is.Empty.After(20_000, 100));
        host.Stop();
    }

    [Test]
    public async Task Nothing_is_overwritten_if_they_cannot_be_kept()
    {
        using var host = await Start();
        var paths = await Store(host);
        Directory.Delete(_temporary);
        await File.WriteAllTextAsync(_temporary, "no folder");
        var before = await Description(host, paths);
        var answer = await host.Post($"{paths[1]}/modify", InPlace);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Error("OrthancStatus"), Is.EqualTo("14"), answer.ToString);
            Assert.That(answer.Error("Details"), Does.Contain("TemporaryDirectory"));
            Assert.That(await host.Missing(paths, Size), Is.Empty);
            Assert.That(await Description(host, paths), Is.EqualTo(before));
        }
    }

    private static async Task<IReadOnlyList<string>> Store(OrthancHost host)
    {
        var paths = AttachedNotes.Lineage(await host.Post("/instances", SampleFile.Make()));
        await host.Annotate(paths, Size);
        return paths;
    }

    private static async Task<string> Description(OrthancHost host, IReadOnlyList<string> paths) =>
        (await host.Get($"{paths[0]}/content/0008-103e")).Text.TrimEnd();

    private Task<OrthancHost> Start(params string[] scripts) => OrthancHost.Start(
        Version, [ProjectFiles.Plugin],
        new JsonObject
        {
            ["OverwriteInstances"] = true,
            ["TemporaryDirectory"] = _temporary,
            ["LuaScripts"] = new JsonArray([.. scripts.Select(script => (JsonNode)script)]),
        },
        Folder);
}
