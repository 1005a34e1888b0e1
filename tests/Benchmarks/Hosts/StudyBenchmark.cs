// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Samples;
using OrthancDeid.Dicom;

namespace OrthancDeid.Benchmarks.Hosts;

/// <summary>
/// Compares the plugin's anonymization of a study with the built-in one and with the host's cost of only storing as many
/// files. It also measures a client that reads each file of the study and stores another one, which is the least that
/// anonymization outside the host costs. Each host already has the study.
/// </summary>
internal sealed class StudyBenchmark(Alternation alternation, IReadOnlyList<OrthancVersion> versions)
{
    private static readonly Study[] Studies =
    [
        new("ct", "500 CT", 500, SampleFile.Ct),
        new("mr", "5,000 small MR", 5_000, SampleFile.Mr, IsLong: true),
        new("large", "one instance of 1 GB", 1, (study, i) => SampleFile.MultiFrame(500, study, i)),
        new("jpeg", "500 JPEG images", 500, (study, i) => SampleFile.Encapsulated(1, 150_000, study, i)),
    ];

    private static readonly Configuration[] Configurations =
    [
        new("defaults", IsSynced: true, IsEqual: false),
        new("sync-off", IsSynced: false, IsEqual: false),
        new("equal", IsSynced: true, IsEqual: true),
        new("sync-off-equal", IsSynced: false, IsEqual: true),
    ];

    /// <summary>What can be asked for: a study, a configuration, or both, such as <c>ct-sync-off</c>.</summary>
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

            var files = StudySubject.Files(study.Instances, i => study.MakeFile(1, i));
            var others = StudySubject.Files(study.Instances, i => study.MakeFile(2, i));
            foreach (var version in versions)
            {
                foreach (var configuration in configurations)
                {
                    yield return Compare(version, study, files, others, configuration);
                }
            }

            files.ForEach(file => file.Dispose());
            others.ForEach(file => file.Dispose());
        }
    }

    private IReadOnlyList<Figure> Compare(
        OrthancVersion version, Study study, List<NativeBuffer> files, List<NativeBuffer> others,
        Configuration configuration)
    {
        var settings = configuration.Settings(version);
        var connections = configuration.Connections(version);
        using var builtIn = new MeasuredHost(version, hasPlugin: false, settings);
        using var plugin = new MeasuredHost(version, hasPlugin: true, settings);
        using var storing = new MeasuredHost(version, hasPlugin: false, settings);
        using var reading = new MeasuredHost(version, hasPlugin: false, settings);
        storing.Store(files);
        Subject[] subjects =
        [
            StudySubject.Job("built-in", builtIn, files),
            StudySubject.Storing(storing, others, connections),
            StudySubject.ReadingAndStoring(reading, files, others, connections),
            StudySubject.Job("plugin", plugin, files),
        ];
        return alternation.Compare(
            $"Study, {version}", $"{study.Title}, {configuration.Title(version)}", files.Sum(file => file.Length),
            [.. subjects.Select(subject => subject with { IsLong = study.IsLong })], baselines: 2);
    }

    private sealed record Study(
        string Name, string Title, int Instances, Func<int, int, NativeBuffer> MakeFile, bool IsLong = false);

    /// <param name="Name">The name to ask for it by.</param>
    /// <param name="IsSynced">Whether the storage waits for the disk, as it does by default.</param>
    /// <param name="IsEqual">Whether the built-in job has as many workers as the plugin's, and files are stored over as many
    /// connections; otherwise both have their defaults.</param>
    private sealed record Configuration(string Name, bool IsSynced, bool IsEqual)
    {
        public string Title(OrthancVersion version)
        {
            var sync = IsSynced ? "" : "SyncStorageArea off";
            var workers = version.MostWorkers == 1 ? "1 worker each" : $"{version.MostWorkers} workers each";
            return (sync, IsEqual) switch
            {
                ("", false) => "host defaults",
                ("", true) => workers,
                (_, false) => sync,
                _ => $"{sync}, {workers}",
            };
        }

        public string Settings(OrthancVersion version) =>
            (IsSynced ? "" : StudySubject.NotSynced) + (IsEqual ? Workers(version.MostWorkers) : "");

        public int Connections(OrthancVersion version) => IsEqual ? version.MostWorkers : MeasuredHost.Connections;

        // Hosts whose built-in jobs have one worker do not know the second setting.
        private static string Workers(int workers) =>
            $"\"Deid\": {{\"Threads\": {workers}}}, \"JobsEngineThreadsCount\": "
            + $"{{\"ResourceModification\": {workers}}},";
    }
}
