// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Control;

/// <summary>The threads of a job have a recognizable name in a list of Orthanc's threads, and end with the job.</summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class ThreadNameTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Name = "DEID-WORKER";

    [Test]
    public async Task The_threads_of_a_job_have_a_name_and_end_with_it()
    {
        var configuration = new JsonObject
        {
            ["Deid"] = new JsonObject { ["Threads"] = 4 },
        };
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
        var study = string.Empty;
        for (var number = 0; number < 200; number++)
        {
            var answer = await host.Post("/instances", SampleFile.Make(dataset => dataset
                .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{number}")
                .WithPixels(new byte[100_000])));
            study = answer.Json().GetProperty("ParentStudy").GetString()!;
        }

        var job = await host.Submit($"/studies/{study}/anonymize", """{"Asynchronous": true}""");
        var most = 0;
        var names = new HashSet<string>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(60);)
        {
            var now = Names(host);
            names.UnionWith(now);
            most = Math.Max(most, now.Count(name => name == Name));
            if ((await host.Job(job)).State() is "Success" or "Failure")
            {
                break;
            }
        }

        Assert.That((await host.Job(job)).State(), Is.EqualTo("Success"));
        using (Assert.EnterMultipleScope())
        {
            // The first of the four threads is Orthanc's own.
            Assert.That(most, Is.EqualTo(3), () => string.Join(' ', names.Order()));
            Assert.That(Names(host), Has.None.EqualTo(Name));
        }

        host.Stop();
    }

    private static List<string> Names(OrthancHost host)
    {
        var names = new List<string>();
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{host.ProcessId}/task"))
        {
            try
            {
                names.Add(File.ReadAllText(Path.Combine(thread, "comm")).Trim());
            }
            catch (IOException)
            {
                // The thread has ended in the meantime.
            }
        }

        return names;
    }
}
