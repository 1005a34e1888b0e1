// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>A version of Orthanc to test with, and how to start it if it is on this machine.</summary>
/// <param name="Number">The version, such as <c>1.13.0</c>.</param>
/// <param name="Launcher">The program that starts it; null if it is not on this machine.</param>
internal sealed partial record OrthancVersion(string Number, string? Launcher)
{
    /// <summary>The version whose own routes are the reference (docs/requests.md).</summary>
    public const string Reference = "1.13.0";

    // The versions that the plugin promises to work in, the oldest first.
    private static readonly string[] Promised = ["1.10.1", "1.12.7", Reference];

    private static readonly Lazy<IReadOnlyList<OrthancVersion>> Here = new(FindAll);

    /// <summary>The promised versions, on this machine or not, and any other supported version on this machine.</summary>
    public static IEnumerable<OrthancVersion> All() => Promised
        .Select(Find)
        .Concat(Here.Value.Where(host => !Promised.Contains(host.Number) && host.IsSupported));

    /// <summary>
    /// The oldest and the newest promised version, for tests that take long and where the versions in between behave like
    /// one of them. A fixture that names this source does not run with the versions of its base class.
    /// </summary>
    public static IEnumerable<OrthancVersion> OldestAndNewest() => Only(Promised[0], Promised[^1]);

    /// <summary>
    /// The oldest promised version, for faults in the middle of jobs. They do not depend on the version and are also
    /// simulated, and this version starts and stops fastest.
    /// </summary>
    public static IEnumerable<OrthancVersion> Oldest() => Only(Promised[0]);

    /// <summary>The newest promised version, for what depends on the plugin alone.</summary>
    public static IEnumerable<OrthancVersion> Newest() => Only(Promised[^1]);

    /// <summary>The versions on this machine, even if only in the cache, that are too old for the plugin.</summary>
    public static IEnumerable<OrthancVersion> TooOld() =>
        Here.Value.Concat(Fetched().Select(Ask)).Where(host => !host.IsSupported);

    /// <summary>A version by its number, on this machine or not.</summary>
    public static OrthancVersion Find(string number) =>
        Here.Value.FirstOrDefault(host => host.Number == number) ?? new OrthancVersion(number, null);

    private bool IsSupported => IsAtLeast(Promised[0]);

    /// <summary>Whether it is this version or a later one.</summary>
    public bool IsAtLeast(string number) => Version.Parse(Number) >= Version.Parse(number);

    /// <summary>Only the number, for the names of tests.</summary>
    public override string ToString() => Number;

    private static IEnumerable<OrthancVersion> Only(params string[] numbers) =>
        Environment.GetEnvironmentVariable("ORTHANC_DEID_EVERY_VERSION") is { Length: > 0 } ? All() : numbers.Select(Find);

    private static List<OrthancVersion> FindAll()
    {
        if (Environment.GetEnvironmentVariable("ORTHANC_DEID_HOSTS") is { Length: > 0 } lines)
        {
            return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(FromLine)];
        }

        return [.. Fetched().Prepend("/usr/sbin/Orthanc").Where(File.Exists).Select(Ask)];
    }

    /// <summary>The launchers that tests/hosts/fetch-orthanc.sh created.</summary>
    private static IEnumerable<string> Fetched()
    {
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var hosts = Path.Combine(caches, "orthanc-deid", "hosts");
        return Directory.Exists(hosts)
            ? Directory.EnumerateDirectories(hosts)
                .Order(StringComparer.Ordinal)
                .Select(host => Path.Combine(host, "orthanc"))
                .Where(File.Exists)
            : [];
    }

    private static OrthancVersion FromLine(string line) =>
        line.Split('\t') is [var number, var launcher] && File.Exists(launcher)
            ? new OrthancVersion(number, launcher)
            : throw new InvalidDataException(
                $"ORTHANC_DEID_HOSTS: \"{line}\" is not a version, a tab and a program that exists");

    private static OrthancVersion Ask(string launcher)
    {
        using var process =
            Process.Start(new ProcessStartInfo(launcher, "--version") { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var number = NumberOfVersion().Match(text);
        return number.Success
            ? new OrthancVersion(number.Value, launcher)
            : throw new InvalidDataException($"{launcher} --version does not say which version it is: {text}");
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+")]
    private static partial Regex NumberOfVersion();
}
