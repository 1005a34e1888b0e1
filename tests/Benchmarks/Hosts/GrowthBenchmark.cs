// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Samples;

namespace OrthancDeid.Benchmarks.Hosts;

/// <summary>
/// How the time of an instance and the memory of a host grow with the number of instances of a job, by the plugin, by
/// the built-in, and where the host only stores as many files as a job does: what grows there, too, is the host's own.
/// </summary>
internal sealed class GrowthBenchmark(Alternation alternation, OrthancVersion version)
{
    // A job of so many instances takes longer than all that only the first one costs.
    private const int Long = 5_000;

    /// <summary>What can be asked for: no more than 1,000 instances, or all but the built-in job, which takes
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
                // Storing and the built-in, as far as that was measured, are what the plugin is compared with.
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
        // A job stores its files where as many are already, so that is where those that are only stored go.
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
