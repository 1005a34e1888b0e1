// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Dicom;

namespace OrthancDeid.Benchmarks.Hosts;

/// <summary>Subjects that measure a host at work on a whole study; the results are deleted after each round.</summary>
internal static class StudySubject
{
    /// <summary>A member of the configuration: the storage does not wait for the disk.</summary>
    public const string NotSynced = "\"SyncStorageArea\": false,";

    /// <summary>Makes the files of a study.</summary>
    /// <param name="count">The number of files.</param>
    /// <param name="make">Makes a file from its number.</param>
    public static List<NativeBuffer> Files(int count, Func<int, NativeBuffer> make) =>
        [.. Enumerable.Range(1, count).Select(make)];

    /// <summary>A job that anonymizes a study. The study is stored right away.</summary>
    public static Subject Job(string name, MeasuredHost host, IReadOnlyList<NativeBuffer> files)
    {
        var study = $"/studies/{Store(host, files)}";
        return Of(name, host, () => host.Post($"{study}/anonymize", "{}").GetProperty("Path").GetString()!);
    }

    /// <summary>Only stores the files of a study.</summary>
    /// <param name="host">The host that stores them.</param>
    /// <param name="files">Its files.</param>
    /// <param name="connections">The number of connections that they are sent over.</param>
    public static Subject Storing(
        MeasuredHost host, IReadOnlyList<NativeBuffer> files, int connections = MeasuredHost.Connections) =>
        Of("only storing the files", host, () => $"/studies/{Store(host, files, connections)}");

    /// <summary>A client that reads each file of a study and stores another one in its place, and does nothing
    /// else.</summary>
    /// <param name="host">The host of the study.</param>
    /// <param name="files">The study, which is stored right away.</param>
    /// <param name="others">As many files of another study.</param>
    /// <param name="connections">The number of connections.</param>
    public static Subject ReadingAndStoring(
        MeasuredHost host, IReadOnlyList<NativeBuffer> files, IReadOnlyList<NativeBuffer> others, int connections)
    {
        var sources = host.Store(files).Select(answer => answer.GetProperty("ID").GetString()!).ToArray();
        return Of("only reading and storing", host, () => $"/studies/{Store(host, others, connections, sources)}");
    }

    /// <summary>The cost per instance.</summary>
    public static Subject PerInstance(this Subject study, int count) => study with
    {
        Measure = () => study.Measure() / count,
        CpuSeconds = () => study.CpuSeconds!() / count,
    };

    private static string Store(
        MeasuredHost host, IReadOnlyList<NativeBuffer> files, int connections = MeasuredHost.Connections,
        string[]? sources = null) =>
        host.Store(files, connections, sources)[0].GetProperty("ParentStudy").GetString()!;

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
