// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Samples;

namespace OrthancDeid.Benchmarks.Hosts;

/// <summary>
/// Measures how the time per instance and the memory of the host grow with the number of instances of a job: for the plugin,
/// for the built-in job, and for a host that only stores as many files. What grows in the last case is due to the host.
/// </summary>
internal sealed class GrowthBenchmark(Alternation alternation, OrthancVersion version)
{
    // At this many instances, the cost of the first run does not count any more.
    private const int Long = 5_000;

    /// <summary>What can be asked for: at most 1,000 instances, or everything but the built-in job, which takes
    /// longest.</summary>
    public static IEnumerable<string> Cases => ["to-1000", "without-built-in"];

    /// <summary>Measures.</summary>
    /// <param name="asked">One of <see cref="Cases"/>, or null for all.</param>
    public IEnumerable<IReadOnlyList<Figure>> Run(string? asked)
    {
        int[] counts = asked == "to-1000" ? [100, 1_000] : [100, 1_000, 10_000];
        var hosts = new List<MeasuredHost>();
        try
        {
            var studies = counts.Select(count => Subjects(count, asked != "without-built-in", hosts)).ToList();
            var measurements = alternation.Measure([.. studies.SelectMany(study => study)]);
            var ways = studies[0].Count;
            var byCount = measurements.Chunk(ways).ToList();
            var table = $"Time of an instance, {version}";
            foreach (var (count, ofCount) in counts.Zip(byCount))
            {
                // The plugin is compared with storing and, if it was measured, with the built-in job.
                yield return Figure.Compare(table, Title(count), 0, ofCount, ways - 1);
            }

            for (var way = 0; way < ways; way++)
            {
                yield return Figure.Compare(
                    $"Growth, {version}", byCount[0][way].Name, 0,
                    [.. counts.Zip(byCount, (count, ofCount) => ofCount[way] with { Name = Title(count) })]);
            }
        }
        finally
        {
            hosts.ForEach(host => host.Dispose());
        }
    }

    private static string Title(int count) => FormattableString.Invariant($"{count:N0} small MR");

    private List<Subject> Subjects(int count, bool hasBuiltIn, List<MeasuredHost> hosts)
    {
        var files = StudySubject.Files(count, i => SampleFile.Mr(1, i));
        // A job stores its files beside those of the source study, so storing alone starts from a host with as many files.
        var others = StudySubject.Files(count, i => SampleFile.Mr(2, i));
        var storing = Start(hasPlugin: false);
        storing.Store(files);
        List<Subject> subjects = [StudySubject.Storing(storing, others)];
        if (hasBuiltIn)
        {
            subjects.Add(StudySubject.Job("built-in", Start(hasPlugin: false), files));
        }

        subjects.Add(StudySubject.Job("plugin", Start(hasPlugin: true), files));
        files.ForEach(file => file.Dispose());
        return [.. subjects.Select(subject => subject.PerInstance(count) with { IsLong = count >= Long })];

        MeasuredHost Start(bool hasPlugin)
        {
            var host = new MeasuredHost(version, hasPlugin, StudySubject.NotSynced);
            hosts.Add(host);
            return host;
        }
    }
}
