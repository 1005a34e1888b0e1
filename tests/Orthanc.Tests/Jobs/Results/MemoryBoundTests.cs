// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Results;

/// <summary>
/// Instances wait for memory (<c>MaxMemoryMB</c>). The job ends, and a large instance gets its turn in order, however many
/// small ones would still fit.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class MemoryBoundTests(OrthancVersion version) : VersionFixture(version)
{
    private const int Count = 80;
    private const int Threads = 4;
    private const int Small = 60_000;
    private const int Large = 600_000;

    [Test]
    public async Task A_large_instance_does_not_wait_for_all_small_ones()
    {
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], new JsonObject
        {
            ["Deid"] = new JsonObject { ["Threads"] = Threads, ["MaxMemoryMB"] = 1 },
        });
        var series = string.Empty;
        for (var number = 0; number < Count; number++)
        {
            var answer = await host.Post("/instances", SampleFile.Make(dataset => dataset
                .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{number}")
                .WithPixels(new byte[number == Threads ? Large : Small])));
            series = $"/series/{answer.Json().GetProperty("ParentSeries").GetString()}";
        }

        var sizes = await Sizes(host, (await host.Get(series)).Json().GetProperty("Instances").Strings());
        var before = sizes.FindIndex(size => size > Large);
        var done = await host.Post($"{series}/anonymize", "{}");
        Assert.That(done.Status, Is.EqualTo(200), done.ToString);

        var changes = (await host.Get($"/changes?limit={100 * Count}")).Json().GetProperty("Changes").EnumerateArray();
        var stored = changes.Where(change => change.GetProperty("ChangeType").GetString() == "NewInstance")
            .Select(change => change.GetProperty("ID").GetString()!).Skip(Count).ToList();
        Assert.That(stored, Has.Count.EqualTo(Count));
        var after = (await Sizes(host, stored)).FindIndex(size => size > Large);
        Assert.That(after, Is.LessThan(before + (2 * Threads)));
    }

    private static async Task<List<int>> Sizes(OrthancHost host, IReadOnlyList<string> instances)
    {
        var sizes = new List<int>();
        foreach (var id in instances)
        {
            sizes.Add((await host.Get($"/instances/{id}/file")).Body.Length);
        }

        return sizes;
    }
}
