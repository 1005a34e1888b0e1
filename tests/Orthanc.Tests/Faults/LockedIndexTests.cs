// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Faults;

/// <summary>
/// Another program tries to lock Orthanc's SQLite index while jobs run. It fails, since Orthanc holds a lock for as long as
/// it runs, and no job is disturbed.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class LockedIndexTests(OrthancVersion version) : VersionFixture(version)
{
    private const int All = 16;

    // Prints how each attempt ended.
    private const string Locking = """
        import sqlite3, sys, time
        for attempt in range(100):
            index = sqlite3.connect(sys.argv[1], timeout=0)
            try:
                index.execute('BEGIN IMMEDIATE')
                print('locked')
            except sqlite3.OperationalError as fault:
                print(fault)
            index.close()
            time.sleep(0.01)
        """;

    [Test]
    public async Task Nobody_else_can_lock_the_index_and_no_job_is_disturbed()
    {
        var configuration = new JsonObject { ["IndexDirectory"] = "index" };
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-locked-");
        try
        {
            using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration, folder.FullName);
            var studies = await SampleStudies.In(host, "85");
            using var locking = Process.Start(new ProcessStartInfo(
                "python3", ["-c", Locking, Path.Combine(folder.FullName, "index", "index")])
            {
                RedirectStandardOutput = true,
            })!;
            var attempts = locking.StandardOutput.ReadToEndAsync();
            var body = studies.Resolve("""{"Resources": ["[patient 1]", "[patient 2]"], "KeepSource": false}""");
            do
            {
                var answer = await host.Post("/tools/bulk-modify", body);
                Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
                Assert.That(answer.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.Zero);
                Assert.That(await host.CountInstances(), Is.EqualTo(All));
                body = new JsonObject
                {
                    ["Resources"] = JsonNode.Parse((await host.Get("/patients")).Text),
                    ["KeepSource"] = false,
                }.ToJsonString();
            }
            while (!attempts.IsCompleted);

            var ends = (await attempts).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.That(ends, Has.Length.EqualTo(100).And.All.EqualTo("database is locked"));
            host.Stop();
            Assert.That(host.ErrorLines, Is.Empty);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
