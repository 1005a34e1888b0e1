// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Jobs.Tests.Simulation;

namespace OrthancDeid.Jobs.Tests;

/// <summary>
/// Jobs on a host in memory, where calls fail, the host is killed between any two of them, and clients pause, cancel and
/// submit again. <c>ORTHANC_DEID_SEEDS</c> says how many runs there are; else as many as fit into some seconds. One that is to
/// be looked at is called by <c>ORTHANC_DEID_FIRST_SEED</c>.
/// </summary>
[NonParallelizable]
internal sealed class JobSimulationTests
{
    private const int FewestSeeds = 200;
    private const int MostSeeds = 3000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(12);

    [Test]
    public void Nothing_is_lost_and_nothing_doubled_whatever_happens()
    {
        var wanted = Number("ORTHANC_DEID_SEEDS", 0);
        var first = Number("ORTHANC_DEID_FIRST_SEED", 1);
        var watch = Stopwatch.StartNew();
        var failed = new List<string>();
        var count = 0;
        while (wanted > 0 ? count < wanted : count < FewestSeeds || (count < MostSeeds && watch.Elapsed < Time))
        {
            var seed = first + count++;
            var violation = SimulatedRun.Violation(seed, out var trace);
            if (wanted == 1 || (violation is not null && failed.Count == 0))
            {
                TestContext.Out.WriteLine(string.Join('\n', trace));
            }

            if (violation is not null)
            {
                failed.Add($"seed {seed}: {violation}");
            }
        }

        TestContext.Out.WriteLine(string.Join('\n', failed));
        TestContext.Out.WriteLine($"{count} seeds in {watch.Elapsed.TotalSeconds:F1} s");
        Assert.That(failed, Is.Empty);
        Assert.That(count, Is.GreaterThanOrEqualTo(Math.Min(FewestSeeds, wanted > 0 ? wanted : FewestSeeds)));
    }

    [Test]
    public void One_seed_is_one_run([Range(1, 60)] int seed)
    {
        SimulatedRun.Violation(seed, out var first);
        SimulatedRun.Violation(seed, out var second);
        Assert.That(second, Is.EqualTo(first));
    }

    private static int Number(string variable, int otherwise) => int.TryParse(
        Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number : otherwise;
}
