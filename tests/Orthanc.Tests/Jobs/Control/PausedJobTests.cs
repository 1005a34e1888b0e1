// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Control;

/// <summary>A job is paused before it has begun, Orthanc is stopped and started again, and the job is resumed.</summary>
internal sealed class PausedJobTests(OrthancVersion version) : VersionFixture(version)
{
    private static readonly string[] Plugin = [ProjectFiles.Plugin];

    /// <summary>A row of docs/differences.md.</summary>
    [Test]
    public async Task A_permissive_job_is_so_after_the_restart()
    {
        var builtIn = await AfterRestart(Reference, [], [], losesFile: true);
        Assert.That(builtIn.State(), Is.EqualTo("Failure"), builtIn.ToString);
        var plugin = await AfterRestart(Version, Plugin, Plugin, losesFile: true);
        Assert.That(plugin.State(), Is.EqualTo("Success"), plugin.ToString);
        Assert.That(plugin.Content().GetProperty("FailedInstancesCount").GetInt32(), Is.EqualTo(1));
    }

    /// <summary>Orthanc first asks a plugin whether a saved job is its own.</summary>
    [Test]
    public async Task A_job_that_Orthanc_itself_has_saved_is_left_to_it()
    {
        var end = await AfterRestart(Version, [], Plugin, losesFile: false);
        Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
        Assert.That(end.Content().GetProperty("InstancesCount").GetInt32(), Is.EqualTo(4));
    }

    private static async Task<JsonElement> AfterRestart(
        OrthancVersion version, string[] before, string[] after, bool losesFile)
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-").FullName;
        using var silent = new SilentModality();
        try
        {
            string job;
            using (var host = await Start(before))
            {
                var studies = await SampleStudies.In(host, "83");
                if (losesFile)
                {
                    studies.LoseFile("1.1.2.2");
                }

                var first = await SilentModality.Occupy(host, studies.Study("1.2"));
                job = await host.Submit(
                    $"/studies/{studies.Study("1.1")}/modify", """{"Asynchronous": true, "Permissive": true}""");
                Assert.That((await host.Job(job)).State(), Is.EqualTo("Pending"));
                await host.Post($"/jobs/{job}/pause", string.Empty);
                await host.Post($"/jobs/{first}/cancel", string.Empty);
                await silent.Release();
                await host.WaitForEnd(first);
                Assert.That((await host.Job(job)).State(), Is.EqualTo("Paused"));
                host.Stop();
            }

            using (var host = await Start(after))
            {
                await host.Post($"/jobs/{job}/resume", string.Empty);
                return await host.WaitForEnd(job);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        // With a cache in memory, Orthanc would not miss the file on the disk.
        Task<OrthancHost> Start(string[] plugins) => ManyInstances.Start(
            version, plugins, folder, settings: [.. silent.Settings, ("MaximumStorageCacheSize", 0)]);
    }
}
