// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>Tests of the built library that need not run with each version of Orthanc.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class LibraryTests
{
    private static readonly string[] EntryPoints =
        ["OrthancPluginFinalize", "OrthancPluginGetName", "OrthancPluginGetVersion", "OrthancPluginInitialize"];

    /// <summary>The oldest libc with which the plugin runs, as docs/installing.md says.</summary>
    private static readonly Version OldestLibc = new(2, 34);

    [Test]
    public async Task A_host_that_is_too_old_says_so_and_goes_on()
    {
        var old = OrthancVersion.TooOld().FirstOrDefault();
        Skip.Unless(
            old is not null, "no Orthanc older than 1.10.1 is here; tests/hosts/fetch-orthanc.sh --too-old fetches one");
        using var launcher = OldOrthanc.WithGlibcOf(ProjectFiles.Plugin, old);
        using var host = await OrthancHost.Start(launcher.Version, [ProjectFiles.Plugin]);
        var instance = await host.Store(SampleFile.Make());
        Assert.That((await host.Ask(instance, "modify", "{}")).Status, Is.EqualTo(200), "Orthanc's own route answers");
        host.Stop();
        Assert.That(host.ErrorLines.ToList(), Has.Count.EqualTo(1).And.All.Contain("1.10.1"), host.Log);
    }

    [Test]
    public void Only_the_four_entry_points_are_exported()
    {
        var symbols = Output("nm", "-D", "--defined-only", "--format=posix", ProjectFiles.Plugin)
            .Select(line => line.Split(' '))
            // The name of the symbols' version is listed too, as an absolute symbol.
            .Where(symbol => symbol[1] != "A")
            .Select(symbol => symbol[0].Split('@')[0]);
        Assert.That(symbols, Is.EquivalentTo(EntryPoints));
    }

    [Test]
    public void Nothing_but_libc_and_libm_is_needed()
    {
        // Unlike ldd, readelf also reads a library for another processor, see tests/Packaging/arm64.sh.
        var needed = Output("readelf", "--dynamic", "--wide", ProjectFiles.Plugin)
            .Where(line => line.Contains("(NEEDED)", StringComparison.Ordinal))
            .Select(line => line.Split('[', ']')[1]);
        Assert.That(needed, Is.SubsetOf((string[])["libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"])
            .And.Contains("libc.so.6"));
    }

    [Test]
    public void No_symbol_of_a_newer_libc_is_needed()
    {
        const string Libc = "@GLIBC_";
        var needed = Output("nm", "-D", "--undefined-only", "--format=posix", ProjectFiles.Plugin)
            .Select(line => line.Split(' ')[0])
            .Where(symbol => symbol.Contains(Libc, StringComparison.Ordinal))
            .ToList();
        Assert.That(needed, Is.Not.Empty);
        Assert.That(needed.Where(symbol => Version.Parse(symbol.Split(Libc)[1]) > OldestLibc), Is.Empty);
    }

    private static string[] Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, program);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
