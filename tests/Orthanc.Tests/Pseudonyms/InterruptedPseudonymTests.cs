// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Pseudonyms;

/// <summary>
/// Orthanc is killed during a job whose new instances other jobs may create, too. After the restart, the job knows which of
/// them it created itself.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Oldest))]
internal sealed class InterruptedPseudonymTests(OrthancVersion version) : FolderFixture(version)
{
    private const string ImplicitLittleEndian = "1.2.840.10008.1.2";
    private const string ExplicitLittleEndian = "1.2.840.10008.1.2.1";

    private readonly KeyFile _key = new("a secret of the trial's office, longer than 32 bytes");

    // On the disk, wherever temporary files are: a job to be interrupted must outlast a step, which takes 200 ms.
    protected override string Parent => TestContext.CurrentContext.TestDirectory;

    [OneTimeTearDown]
    public void DeleteKey() => _key.Dispose();

    [Test]
    public async Task A_job_that_fails_then_leaves_nothing()
    {
        string job;
        int before;
        using (var host = await Start())
        {
            var study = await ManyInstances.Store(host);
            var last = (await host.InstancesOf(study))[^1];
            host.LoseFile((await host.Get($"/instances/{last}/file")).Body);
            (job, _, before) = await ManyInstances.Interrupt(
                host, "/tools/bulk-anonymize",
                $$"""{"Resources": ["{{study["/studies/".Length..]}}"], "Pseudonyms": true, "Asynchronous": true}""", "pause");
            host.Kill();
        }

        using (var host = await Start())
        {
            var end = await End(host, job);
            Assert.That(end.State(), Is.EqualTo("Failure"), end.ToString);
            Assert.That(await host.CountInstances(), Is.EqualTo(before));
            host.Stop();
        }
    }

    [Test]
    public async Task A_job_whose_results_Orthanc_transcodes_ends_well()
    {
        string job;
        int before;
        using (var host = await Start(("IngestTranscoding", ImplicitLittleEndian)))
        {
            var study = await ManyInstances.Store(host);
            (job, _, before) = await ManyInstances.Interrupt(
                host, $"{study}/anonymize",
                $$"""{"Pseudonyms": true, "Transcode": "{{ExplicitLittleEndian}}", "Asynchronous": true}""", "pause");
            host.Kill();
        }

        using (var host = await Start(("IngestTranscoding", ImplicitLittleEndian)))
        {
            var end = await End(host, job);
            Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
            Assert.That(await host.CountInstances(), Is.EqualTo(before + ManyInstances.Count));
            host.Stop();
        }
    }

    // The journal is read on a thread of its own, and the host may have saved the job just when it was paused.
    private static async Task<JsonElement> End(OrthancHost host, string job)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < OrthancHost.Patience; await Task.Delay(10))
        {
            var answer = await host.Get($"/jobs/{job}");
            if (answer.Status == 200 && answer.Json().State() == "Paused")
            {
                await host.Post($"/jobs/{job}/resume", string.Empty);
            }
            else if (answer.Status == 200)
            {
                break;
            }
        }

        return await host.WaitForEnd(job);
    }

    // With a cache in memory, Orthanc would not miss the file on the disk.
    private Task<OrthancHost> Start(params (string Name, JsonNode Value)[] settings) =>
        ManyInstances.Start(Version, Folder, _key.Path, [("MaximumStorageCacheSize", 0), .. settings]);
}
