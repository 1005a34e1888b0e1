// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Differential;

/// <summary>
/// Generated requests, about generated and real files, are answered like the built-in of the reference version, except for
/// the differences of docs/differences.md. ORTHANC_DEID_DIFFERENTIAL sets the number of requests (CONTRIBUTING.md has the
/// command), ORTHANC_DEID_SEED the seed, and ORTHANC_DEID_FIRST the first index.
/// </summary>
internal sealed class DifferentialTests(OrthancVersion version) : VersionFixture(version)
{
    private const int Requests = 400;
    private const int Seed = 20260101;

    [Test]
    public async Task Random_requests_are_answered_as_by_the_built_in()
    {
        var count = Setting("ORTHANC_DEID_DIFFERENTIAL", Requests);
        using var run = await DifferentialRun.Start(Version);
        await run.Run(DifferentialCase.Make(
            (ulong)Setting("ORTHANC_DEID_SEED", Seed), Setting("ORTHANC_DEID_FIRST", 0), count));
        await TestContext.Progress.WriteLineAsync(run.Summary());
        using var both = Assert.EnterMultipleScope();
        Assert.That(run.Compared, Is.GreaterThan(count / 2));
        Assert.That(run.Disagreements, Has.Count.Zero, () => string.Join('\n', run.Disagreements));
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? int.Parse(value, CultureInfo.InvariantCulture)
            : otherwise;
}
