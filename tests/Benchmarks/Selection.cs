// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Benchmarks.Hosts;

namespace OrthancDeid.Benchmarks;

/// <summary>What a run is asked to measure.</summary>
/// <param name="Benchmark">Which benchmark.</param>
/// <param name="Case">Which part of it; null for all.</param>
/// <param name="Host">On which version of Orthanc; null for all.</param>
internal sealed record Selection(string Benchmark, string? Case, string? Host)
{
    /// <summary>The versions of Orthanc to measure on.</summary>
    /// <exception cref="FormatException">The one asked for is not on this machine.</exception>
    public IReadOnlyList<OrthancVersion> Versions =>
        OrthancVersion.All().Where(version => Host is null || version.Number == Host).ToList()
            is { Count: > 0 } versions
                ? versions
                : throw new FormatException(
                    $"there is no Orthanc {Host} here, but "
                    + string.Join(", ", OrthancVersion.All().Select(version => version.Number)));

    /// <summary>The name of the result files.</summary>
    public string FileName => string.Join('-', new[] { Benchmark, Case, Host }.Where(part => part is not null));

    /// <summary>Reads <c>benchmark[:case][@version]</c>.</summary>
    public static Selection Parse(string text)
    {
        var (rest, host) = Cut(text, '@');
        var (benchmark, part) = Cut(rest, ':');
        return new Selection(benchmark, part, host);
    }

    /// <summary>The case, if the benchmark has it.</summary>
    /// <exception cref="FormatException">The benchmark does not have it.</exception>
    public string? CaseOf(params IEnumerable<string> cases) => Case is null || cases.Contains(Case)
        ? Case
        : throw new FormatException($"{Benchmark} has no case {Case}, but {string.Join(", ", cases)}");

    private static (string Before, string? After) Cut(string text, char separator) =>
        text.Split(separator, 2) is [var before, var after] ? (before, after) : (text, null);
}
