// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Restarts;

/// <summary>
/// A job has ended and is resubmitted, and Orthanc is killed when it has saved only that the job had ended. The job
/// continues after the restart.
/// </summary>
internal sealed class ResubmittedJobTests(OrthancVersion version) : VersionFixture(version)
{
    [Test]
    public async Task It_goes_on_after_the_restart()
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-").FullName;
        using var silent = new SilentModality();
        try
        {
            string job;
            string instance;
            using (var host = await Start())
            {
                var stored = await host.Post("/instances", SampleFile.Make());
                instance = stored.Json().GetProperty("ID").GetString()!;
                await SilentModality.Occupy(host, instance);
                job = await host.Submit(
                    $"/studies/{stored.Json().GetProperty("ParentStudy").GetString()}/anonymize",
                    """{"Asynchronous": true, "KeepSource": false}""");
                await host.Post($"/jobs/{job}/cancel", string.Empty);
                await silent.Release();
                host.Stop();
            }

            using (var host = await Start())
            {
                await SilentModality.Occupy(host, instance);
                Assert.That((await host.Job(job)).State(), Is.EqualTo("Failure"), "saved as one that has ended");
                var again = await host.Post($"/jobs/{job}/resubmit", string.Empty);
                Assert.That(again.Status, Is.EqualTo(200), again.ToString);
                Assert.That((await host.Job(job)).State(), Is.EqualTo("Pending"));
                host.Kill();
            }

            silent.Dispose();
            using (var host = await Start())
            {
                // The journal is read on a thread of its own.
                var end = await host.WaitForJob(job, state => state.State() == "Success");
                Assert.That(end.Content().GetProperty("InstancesCount").GetInt32(), Is.EqualTo(1));
                Assert.That((await host.Get($"/instances/{instance}")).Status, Is.EqualTo(404), "the source has gone");
                Assert.That(await host.CountInstances(), Is.EqualTo(1));
                host.Stop();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Task<OrthancHost> Start() => ManyInstances.Start(Version, folder, settings: silent.Settings);
    }
}
