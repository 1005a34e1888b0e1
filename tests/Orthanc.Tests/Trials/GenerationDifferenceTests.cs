// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Trials;

/// <summary>A row of docs/differences.md: a chain of anonymizations such as only a script makes.</summary>
internal sealed class GenerationDifferenceTests(OrthancVersion version) : VersionFixture(version)
{
    [Test]
    public async Task The_fifth_anonymization_in_a_row_is_refused()
    {
        using var builtIn = await OrthancHost.Start(Reference, []);
        Assert.That(await Chain(builtIn), Is.All.EqualTo(200));
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin]);
        Assert.That(await Chain(host), Is.EqualTo([200, 200, 200, 200, 400]));
        Assert.That(() => host.Log, Does.Contain("4 times in a row").After(OrthancHost.LogDelay, OrthancHost.LogPause));
        host.Stop();
    }

    private static async Task<List<int>> Chain(OrthancHost host)
    {
        var study = (await SampleStudies.In(host, "90")).Study("1.1");
        var statuses = new List<int>();
        for (var generation = 1; generation <= 5; generation++)
        {
            var answer = await host.Post($"/studies/{study}/anonymize", "{}");
            statuses.Add(answer.Status);
            study = answer.Status == 200 ? answer.Json().GetProperty("ID").GetString()! : study;
        }

        return statuses;
    }
}
