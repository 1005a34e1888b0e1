// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Benchmarks.Hosts;

/// <summary>An Orthanc on this machine.</summary>
/// <param name="Number">The version.</param>
/// <param name="Launcher">The program that starts it.</param>
internal sealed record OrthancVersion(string Number, string Launcher)
{
    // The first version whose built-in jobs can have more than one worker (JobsEngineThreadsCount).
    private static readonly Version Parallel = new(1, 11, 3);

    /// <summary>The most workers that a built-in job can have: at most one per core.</summary>
    public int MostWorkers => Version.Parse(Number) >= Parallel ? Environment.ProcessorCount : 1;

    /// <summary>All versions that the environment variable lists, in the form that tests/hosts/fetch-orthanc.sh
    /// prints.</summary>
    /// <exception cref="InvalidOperationException">It lists none.</exception>
    public static IReadOnlyList<OrthancVersion> All() =>
    [
        .. (Environment.GetEnvironmentVariable("ORTHANC_DEID_HOSTS")
                ?? throw new InvalidOperationException("ORTHANC_DEID_HOSTS names no Orthanc"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .Select(fields => new OrthancVersion(fields[0], fields[1]))
    ];

    /// <inheritdoc/>
    public override string ToString() => $"Orthanc {Number}";
}
