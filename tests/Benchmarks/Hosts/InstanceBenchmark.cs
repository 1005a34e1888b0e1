// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Samples;

namespace OrthancDeid.Benchmarks.Hosts;

/// <summary>
/// Measures requests that anonymize one instance, by the plugin and by the built-in route, against reading its file.
/// </summary>
internal sealed class InstanceBenchmark(Alternation alternation, IReadOnlyList<OrthancVersion> versions)
{
    private const int Requests = 40;

    /// <summary>Measures on each host.</summary>
    public IEnumerable<IReadOnlyList<Figure>> Run() => versions.SelectMany(Run);

    /// <summary>Measures the time from the start of the process to the first answer.</summary>
    public IEnumerable<IReadOnlyList<Figure>> RunStart() => versions.Select(version => alternation.Compare(
        "Start", version.ToString(), 0, [Start("without plugin", version, false), Start("plugin", version, true)]));

    private static Subject Start(string name, OrthancVersion version, bool hasPlugin)
    {
        var peak = 0L;
        return new Subject(name, () =>
        {
            using var host = new MeasuredHost(version, hasPlugin, string.Empty);
            peak = Math.Max(peak, host.PeakBytes);
            return host.StartSeconds;
        })
        {
            PeakBytes = () => peak,
        };
    }

    private IEnumerable<IReadOnlyList<Figure>> Run(OrthancVersion version)
    {
        using var builtIn = new MeasuredHost(version, hasPlugin: false, string.Empty);
        using var plugin = new MeasuredHost(version, hasPlugin: true, string.Empty);
        using var file = SampleFile.Ct();
        var path = $"/instances/{builtIn.Store([file])[0].GetProperty("ID").GetString()}";
        plugin.Store([file]);
        foreach (var connections in (int[])[1, 4])
        {
            yield return alternation.Compare(
                $"Instance, {version}", $"CT, {connections} at a time", file.Length,
                [
                    Of("built-in", builtIn, HttpMethod.Post, $"{path}/anonymize", connections),
                    Of("only reading the file", builtIn, HttpMethod.Get, $"{path}/file", connections),
                    Of("plugin", plugin, HttpMethod.Post, $"{path}/anonymize", connections),
                ],
                baselines: 2);
        }
    }

    // Measures the time per request, over many requests.
    private static Subject Of(string name, MeasuredHost host, HttpMethod method, string path, int connections)
    {
        var cpu = new List<double>();
        return new Subject(name, () =>
        {
            var cpuBefore = host.CpuSeconds;
            var start = Stopwatch.GetTimestamp();
            Parallel.For(
                0, Requests, new ParallelOptions { MaxDegreeOfParallelism = connections },
                _ => host.Fetch(method, path, method == HttpMethod.Post ? "{}" : null));
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / Requests;
            cpu.Add((host.CpuSeconds - cpuBefore) / Requests);
            return seconds;
        })
        {
            CpuSeconds = () => Figure.Median(cpu),
            PeakBytes = () => host.PeakBytes,
        };
    }
}
