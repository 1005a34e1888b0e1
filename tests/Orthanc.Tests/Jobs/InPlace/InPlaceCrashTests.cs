// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.InPlace;

/// <summary>
/// Orthanc is killed after a new instance has replaced an old one and before the old one's metadata, attachments and labels
/// are put back. A Lua script of the host kills it as soon as it stores an instance of a plugin.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class InPlaceCrashTests(OrthancVersion version) : VersionFixture(version)
{
    private const string KillOnResult = """
        function OnStoredInstance(id, tags, metadata, origin)
          if origin['RequestOrigin'] == 'Plugins' then os.execute('kill -KILL $PPID') end
        end
        """;

    // The journal of notes consists of the global property 25703 (the number of entries) and those from 0x4F450000 on.
    private const string AddIllFormed = """
        UPDATE GlobalProperties SET property = property + 4 WHERE property = 0x4F450000;
        UPDATE GlobalProperties SET value = '5' WHERE property = 25703;
        INSERT INTO GlobalProperties (property, value) VALUES
          (0x4F450000, '[]'),
          (0x4F450001, '{"OrthancDeidNotes": 1}'),
          (0x4F450002, '{"OrthancDeidNotes": 1, "Key": "1", "Resources": [{"Level": "Study", "ID": null}]}'),
          (0x4F450003, '{"OrthancDeidNotes": 1, "Key": "2", "Resources": [{"Level": "None", "ID": "1"}]}');
        """;

    [TestCase(true)]
    [TestCase(false)]
    [TestCase(true, AddIllFormed, TestName = "What_hung_on_it_is_put_back_also_where_other_entries_are_ill_formed")]
    public async Task What_hung_on_it_is_put_back_after_the_restart(bool savesJobs, string? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-").FullName;
        try
        {
            var script = await WriteKillingScript(folder);
            var configuration = new JsonObject { ["OverwriteInstances"] = true, ["SaveJobs"] = savesJobs };
            IReadOnlyList<string> paths;
            using (var killed = await Start(folder, configuration, new JsonArray(script)))
            {
                var stored = await killed.Post("/instances", SampleFile.Make());
                paths = AttachedNotes.Lineage(stored);
                await killed.Annotate(paths);
                await killed.Post(
                    $"{paths[1]}/modify",
                    """
                    {"Replace": {"SeriesDescription": "new"}, "Asynchronous": true, "Force": true,
                     "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]}
                    """);
                killed.WaitForDeath();
            }

            if (change is not null)
            {
                await StoppedIndex.Change(folder, change);
            }

            using var host = await Start(folder, configuration, []);
            Assert.That(async () => await host.Missing(paths), Is.Empty.After(20_000, 100));
            Assert.That(
                (await host.Get($"{paths[0]}/content/0008-103e")).Text.TrimEnd(), Is.EqualTo("new"),
                "the new instance had taken the place");
            host.Stop();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A second edit would shift dates and renew UIDs again, away from those of the other instances.</summary>
    [Test]
    public async Task No_instance_is_edited_twice()
    {
        const string Frame = "1.2.826.0.1.3680043.9.82.1";
        const int Count = 3;
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-").FullName;
        try
        {
            var configuration = new JsonObject
            {
                ["OverwriteInstances"] = true,
                ["Deid"] = new JsonObject { ["Threads"] = 1 },
            };
            var instances = new List<string>();
            using (var killed = await Start(folder, configuration, new JsonArray(await WriteKillingScript(folder))))
            {
                IReadOnlyList<string> paths = [];
                for (var number = 0; number < Count; number++)
                {
                    paths = AttachedNotes.Lineage(await killed.Post("/instances", SampleFile.Make(dataset => dataset
                        .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{number}")
                        .With(0x0020_0052, DicomVR.UI, Frame))));
                    instances.Add(paths[0]);
                }

                await killed.Submit(
                    $"{paths[2]}/anonymize",
                    """
                    {"Asynchronous": true, "Force": true,
                     "Keep": ["PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]}
                    """);
                killed.WaitForDeath();
            }

            using var host = await Start(folder, configuration, []);
            // An instance is absent for a moment while another one takes its place.
            Assert.That(
                async () => (await host.Get("/jobs?expand")).Json().EnumerateArray().Select(job => job.State()).ToList(),
                Is.EqualTo((string[])["Success"]).After((int)OrthancHost.Patience.TotalMilliseconds, 100));
            var frames = await Frames(host);
            Assert.That(frames, Does.Not.Contain(Frame));
            Assert.That(frames, Is.All.EqualTo(frames[0]));
            host.Stop();

            async Task<List<string>> Frames(OrthancHost host)
            {
                var frames = new List<string>();
                foreach (var instance in instances)
                {
                    frames.Add((await host.Get($"{instance}/content/0020-0052")).Text.TrimEnd('\0', ' '));
                }

                return frames;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes the script that kills Orthanc as soon as it stores an instance of a plugin.</summary>
    /// <returns>The path of the script.</returns>
    internal static async Task<string> WriteKillingScript(string folder)
    {
        var script = Path.Combine(folder, "kill.lua");
        await File.WriteAllTextAsync(script, KillOnResult);
        return script;
    }

    private Task<OrthancHost> Start(string folder, JsonObject configuration, JsonArray scripts)
    {
        var merged = (JsonObject)configuration.DeepClone();
        merged["LuaScripts"] = scripts;
        return OrthancHost.Start(Version, [ProjectFiles.Plugin], merged, folder);
    }
}
