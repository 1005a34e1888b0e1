// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Jobs.Tests.Simulation;

namespace OrthancDeid.Jobs.Tests;

/// <summary>
/// Runs jobs on a host in memory, where calls fail, the host is killed between any two of them, and clients pause, cancel
/// and resubmit jobs. <c>ORTHANC_DEID_SEEDS</c> sets the number of runs; by default as many as fit into some seconds.
/// <c>ORTHANC_DEID_FIRST_SEED</c> selects the run to look at.
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

    /// <summary>
    /// Seeds that found a fault in former code, or find it if it is put back. A change of the schedule, or of the calls that
    /// a job makes, changes what a seed means: then find a new seed with the fault put back.
    /// </summary>
    [TestCase(1112, "A stale entry of the journal has the next start undo a job that was submitted again and has succeeded.")]
    [TestCase(306367, "A job that has made a result anew while its sources go takes it for another's after the next kill.")]
    [TestCase(2029, "A job that the host has refused, and whose entry could not be removed, runs after the next start.")]
    [TestCase(2130, "A job that fails after a kill leaves what it had made of sources that it has not reached again.")]
    [TestCase(24867, "A job that cannot read whether it was accepted forgets what it had made before the host was killed.")]
    [TestCase(2005, "The start of the deletion is not noted first, so a job that is killed fails for want of its sources.")]
    [TestCase(74, "A job that fails deletes its result, though that is all that is left of a source.")]
    [TestCase(438, "Sources are deleted though their successors have changed or are gone.")]
    [TestCase(68, "What hangs on an instance is noted only after it was overwritten, so a kill between the two loses it.")]
    [TestCase(31, "A mapping does not tell of what was made before a kill, since that is not read again.")]
    [TestCase(301158, "A job that goes on overwrites its own result of before the kill, and what hangs on it and its parents is lost.")]
    [TestCase(7886, "A job that fails since its source is gone says that it left nothing, though it had made something of it.")]
    [TestCase(63621, "A job says that it left nothing, though it had been killed before it noted what it had made.")]
    [TestCase(17627, "A job that made a deleted result again before a kill takes it for a changed one, and keeps the source.")]
    [TestCase(95541, "A job that was submitted again takes what it made before a kill for a changed result.")]
    [TestCase(46849, "Of two records of what was attached to a resource, the older is put back first, and its metadata stay.")]
    public void What_a_seed_has_found_stays_mended(int seed, string fault) =>
        Assert.That(SimulatedRun.Violation(seed, out _), Is.Null, fault);

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
