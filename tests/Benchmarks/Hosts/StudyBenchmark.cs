// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Samples;
using OrthancDeid.Dicom;

namespace OrthancDeid.Benchmarks.Hosts;

/// <summary>
/// The anonymization of a study by the plugin beside the built-in one, and beside what it costs the host only to store
/// as many files.
/// </summary>
internal sealed class StudyBenchmark(Alternation alternation, IReadOnlyList<OrthancVersion> versions)
{
    private static readonly Study[] Studies =
    [
        new("ct", "500 CT", 500, i => SampleFile.Ct(1, i)),
        new("mr", "5,000 small MR", 5_000, i => SampleFile.Mr(1, i), IsLong: true),
        new("large", "one instance of 1 GB", 1, i => SampleFile.MultiFrame(500, i)),
        new("jpeg", "500 JPEG images", 500, i => SampleFile.Encapsulated(1, 150_000, i)),
    ];

    private static readonly Configuration[] Configurations =
    [
        new("defaults", static _ => "host defaults", static _ => string.Empty),
        new("sync-off", static _ => "SyncStorageArea off", static _ => StudySubject.NotSynced),
        new("equal", static version => $"{Count(version.MostWorkers)} each", Workers),
        new(
            "sync-off-equal",
            static version => $"SyncStorageArea off, {Count(version.MostWorkers)} each",
            static version => StudySubject.NotSynced + Workers(version)),
    ];

    /// <summary>What can be asked for: a study, a configuration, or one of both, as <c>ct-sync-off</c>.</summary>
    public static IEnumerable<string> Cases =>
    [
        .. Studies.Select(study => study.Name),
        .. Configurations.Select(configuration => configuration.Name),
        .. from study in Studies
           from configuration in Configurations
           select $"{study.Name}-{configuration.Name}",
    ];

    /// <summary>Measures on each host.</summary>
    /// <param name="asked">One of <see cref="Cases"/>, or null for all.</param>
    public IEnumerable<IReadOnlyList<Figure>> Run(string? asked)
    {
        foreach (var study in Studies)
        {
            var configurations = Configurations.Where(configuration =>
                asked is null || asked == study.Name || asked == configuration.Name
                || asked == $"{study.Name}-{configuration.Name}").ToList();
            if (configurations.Count == 0)
            {
                continue;
            }

            var files = StudySubject.Files(study.Instances, study.MakeFile);
            foreach (var version in versions)
            {
                foreach (var configuration in configurations)
                {
                    yield return Compare(version, study, files, configuration);
                }
            }

            files.ForEach(file => file.Dispose());
        }
    }

    private static string Count(int workers) => workers == 1 ? "1 worker" : $"{workers} workers";

    // Hosts whose built-in jobs have one worker do not know the second member.
    private static string Workers(OrthancVersion version) =>
        $"\"Deid\": {{\"Threads\": {version.MostWorkers}}}, \"JobsEngineThreadsCount\": "
        + $"{{\"ResourceModification\": {version.MostWorkers}}},";

    private IReadOnlyList<Figure> Compare(
        OrthancVersion version, Study study, List<NativeBuffer> files, Configuration configuration)
    {
        var settings = configuration.Settings(version);
        using var builtIn = new MeasuredHost(version, hasPlugin: false, settings);
        using var plugin = new MeasuredHost(version, hasPlugin: true, settings);
        using var storing = new MeasuredHost(version, hasPlugin: false, settings);
        Subject[] subjects =
        [
            StudySubject.Job("built-in", builtIn, files),
            StudySubject.Storing(storing, files),
            StudySubject.Job("plugin", plugin, files),
        ];
        return alternation.Compare(
            $"Study, {version}", $"{study.Title}, {configuration.Title(version)}", files.Sum(file => file.Length),
            [.. subjects.Select(subject => subject with { IsLong = study.IsLong })], baselines: 2);
    }

    private sealed record Study(
        string Name, string Title, int Instances, Func<int, NativeBuffer> MakeFile, bool IsLong = false);

    private sealed record Configuration(
        string Name, Func<OrthancVersion, string> Title, Func<OrthancVersion, string> Settings);
}
