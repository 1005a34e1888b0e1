// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Faults;

/// <summary>
/// The disk of Orthanc's index is full before a job or fills up during it. The job fails with an error, Orthanc keeps
/// running, and every source or its successor is there, also after a restart with free space.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Oldest))]
internal sealed class FullIndexTests(OrthancVersion version) : VersionFixture(version)
{
    private const int All = 16;
    private const int Page = 4096;

    private SmallDisk _disk = null!;
    private DirectoryInfo _folder = null!;
    private OrthancHost _host = null!;
    private SampleStudies _studies = null!;

    private string Filler => Path.Combine(_disk.Folder, "filler");

    [SetUp]
    public async Task Fill()
    {
        OrthancHost.SkipUnlessHere(Version);
        _disk = SmallDisk.Mount(8);
        _folder = Directory.CreateTempSubdirectory("orthanc-deid-index-");
        _host = await Start();
        _studies = await SampleStudies.In(_host, "84");
    }

    [TearDown]
    public void Stop()
    {
        // Null if this version is not installed or nothing can be mounted, in which case the tests are skipped.
        _host?.Dispose();
        _folder?.Delete(recursive: true);
        _disk?.Dispose();
    }

    [Test]
    public async Task A_job_fails_and_nothing_is_lost(
        [Values(0, 100)] int kilobytes,
        [Values("", """, "KeepSource": false""", """, "KeepSource": false, "Permissive": true""")] string members)
    {
        var request = $$"""{"Resources": ["[patient 1]", "[patient 2]"]{{members}}}""";
        Occupy(kilobytes);
        var answer = await _host.Post("/tools/bulk-anonymize", _studies.Resolve(request));
        if (answer.Status == 200)
        {
            Assert.That(request, Does.Contain("Permissive"));
            Assert.That(answer.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.Positive);
        }
        else
        {
            Assert.That(answer.Error("Details"), Is.Not.Empty);
        }

        await AssertNothingIsLost(request);
        File.Delete(Filler);
        _host.Stop();
        _host.Dispose();
        _host = await Start();
        await AssertNothingIsLost(request);
        var patients = (await _host.Get("/patients")).Text;
        var again = await _host.Post("/tools/bulk-anonymize", $$"""{"Resources": {{patients}} }""");
        Assert.That(again.Status, Is.EqualTo(200), again.ToString);
    }

    // A failed job leaves a successor only if Orthanc could not delete it, which needs free space as well.
    private async Task AssertNothingIsLost(string request)
    {
        var sources = 0;
        foreach (var place in _studies.Places)
        {
            sources += (await _host.Get($"/instances/{_studies.Instance(place)}/file")).Status == 200 ? 1 : 0;
        }

        Assert.That(sources, request.Contains("Permissive", StringComparison.Ordinal) ? Is.Positive : Is.EqualTo(All));
        Assert.That(
            await _host.CountInstances(), Is.GreaterThanOrEqualTo(All), "each has its successor, or is still there");
    }

    private Task<OrthancHost> Start() => OrthancHost.Start(
        Version,
        [ProjectFiles.Plugin],
        new JsonObject { ["IndexDirectory"] = _disk.Folder, ["MaximumStorageCacheSize"] = 0 },
        _folder.FullName);

    private void Occupy(int kilobytes)
    {
        using var filler = File.Create(Filler);
        try
        {
            while (true)
            {
                filler.Write(new byte[Page]);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            filler.SetLength(Math.Max(0, (filler.Length / Page * Page) - (kilobytes * 1024)));
        }
    }
}
