// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Samples;
using OrthancDeid.Dicom;

namespace OrthancDeid.Benchmarks.Hosts;

/// <summary>
/// The anonymization of a study by the plugin beside the built-in one, and beside what it costs the host only to store
/// as many files.
/// </summary>
internal sealed class StudyBenchmark(Alternation alternation)
{
    private const string NotSynced = "\"SyncStorageArea\": false,";

    private static readonly string OwnWorkers =
        $"\"Deid\": {{\"Threads\": {Environment.ProcessorCount}}}, \"JobsEngineThreadsCount\": "
        + $"{{\"ResourceModification\": {Environment.ProcessorCount}}},";

    /// <summary>Measures on all hosts.</summary>
    public IEnumerable<IReadOnlyList<Figure>> Run() => OrthancVersion.All().SelectMany(Run);

    /// <summary>How the time and the memory of a job grow with the number of instances, in the newest host.</summary>
    public IEnumerable<IReadOnlyList<Figure>> RunGrowth()
    {
        var version = OrthancVersion.All()[^1];
        int[] counts = [100, 1_000, 10_000];
        var hosts = counts.Select(count => new MeasuredHost(version, hasPlugin: true, NotSynced)).ToList();
        try
        {
            yield return alternation.Compare(
                $"Time per instance, {version} with the plugin", "small MR", 0,
                [.. counts.Select((count, i) => PerInstance(hosts[i], count))]);
        }
        finally
        {
            hosts.ForEach(host => host.Dispose());
        }
    }

    private static Subject PerInstance(MeasuredHost host, int count)
    {
        var files = Files(count, i => SampleFile.Mr(1, i));
        var subject = Job($"study of {count}", host, files);
        files.ForEach(file => file.Dispose());
        return subject with { Measure = () => subject.Measure() / count };
    }

    private IEnumerable<IReadOnlyList<Figure>> Run(OrthancVersion version)
    {
        var ct = Files(500, i => SampleFile.Ct(1, i));
        yield return CompareIn("500 CT, host defaults", ct, string.Empty);
        yield return CompareIn("500 CT, SyncStorageArea off", ct, NotSynced);
        yield return version.MostWorkers > 1
            ? CompareIn($"500 CT, SyncStorageArea off, {version.MostWorkers} workers each", ct, NotSynced + OwnWorkers)
            : CompareIn("500 CT, SyncStorageArea off, 1 worker each", ct, NotSynced + "\"Deid\": {\"Threads\": 1},");
        ct.ForEach(file => file.Dispose());
        var mr = Files(5_000, i => SampleFile.Mr(1, i));
        yield return CompareIn("5,000 small MR, SyncStorageArea off", mr, NotSynced);
        mr.ForEach(file => file.Dispose());
        var large = Files(1, i => SampleFile.MultiFrame(500, i));
        yield return CompareIn("one instance of 1 GB, SyncStorageArea off", large, NotSynced);
        large.ForEach(file => file.Dispose());

        IReadOnlyList<Figure> CompareIn(string situation, List<NativeBuffer> files, string settings)
        {
            using var builtIn = new MeasuredHost(version, hasPlugin: false, settings);
            using var plugin = new MeasuredHost(version, hasPlugin: true, settings);
            using var storing = new MeasuredHost(version, hasPlugin: false, settings);
            return alternation.Compare(
                $"Study, {version}", situation, files.Sum(file => file.Length),
                [Job("built-in", builtIn, files), Storing(storing, files), Job("plugin", plugin, files)], baselines: 2);
        }
    }

    private static List<NativeBuffer> Files(int count, Func<int, NativeBuffer> make) =>
        [.. Enumerable.Range(1, count).Select(make)];

    private static Subject Job(string name, MeasuredHost host, IReadOnlyList<NativeBuffer> files)
    {
        var study = host.Store(files)[0].GetProperty("ParentStudy").GetString();
        return Of(
            name, host, () => host.Post($"/studies/{study}/anonymize", "{}").GetProperty("Path").GetString()!);
    }

    private static Subject Storing(MeasuredHost host, IReadOnlyList<NativeBuffer> files) => Of(
        "only storing the files", host,
        () => $"/studies/{host.Store(files)[0].GetProperty("ParentStudy").GetString()}");

    // What was made is deleted again.
    private static Subject Of(string name, MeasuredHost host, Func<string> makeResource)
    {
        var peak = 0L;
        var cpu = new List<double>();
        return new Subject(name, () =>
        {
            host.ForgetPeak();
            var cpuBefore = host.CpuSeconds;
            var start = Stopwatch.GetTimestamp();
            var resource = makeResource();
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            cpu.Add(host.CpuSeconds - cpuBefore);
            peak = Math.Max(peak, host.PeakBytes);
            host.Fetch(HttpMethod.Delete, resource, null);
            return seconds;
        })
        {
            CpuSeconds = () => Figure.Median(cpu),
            PeakBytes = () => peak,
        };
    }
}
