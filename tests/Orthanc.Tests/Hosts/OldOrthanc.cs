// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>
/// An Orthanc of an older Debian, started with this machine's C library: its own is too old for the plugin, which would not
/// be loaded at all. All other libraries are those of its suite.
/// </summary>
internal sealed class OldOrthanc : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-old-");

    private OldOrthanc(string number, string prefix, string[] glibc, string linker)
    {
        foreach (var library in glibc)
        {
            File.CreateSymbolicLink(Path.Combine(_folder.FullName, Path.GetFileName(library)), library);
        }

        var launcher = Path.Combine(_folder.FullName, "orthanc");
        var folders = string.Join(
            ':',
            ((string[])["usr/lib", "lib"])
                .Select(folder => Path.Combine(prefix, folder))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateDirectories(folder, "*-linux-gnu"))
                .Prepend(_folder.FullName));
        var dictionary = Directory.EnumerateFiles(Path.Combine(prefix, "usr", "share"), "dicom.dic",
            SearchOption.AllDirectories).First();
        File.WriteAllText(launcher, $"""
            #!/bin/sh
            export DCMDICTPATH='{dictionary}'
            exec '{linker}' --inhibit-cache --library-path '{folders}' '{prefix}/usr/sbin/Orthanc' "$@"

            """);
        File.SetUnixFileMode(launcher, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Version = new OrthancVersion(number, launcher);
    }

    /// <summary>The version, with the launcher made for it.</summary>
    public OrthancVersion Version { get; }

    /// <summary>Makes a launcher.</summary>
    /// <param name="library">A library of this machine, whose C library is used.</param>
    /// <param name="old">The old version, as unpacked by tests/hosts/fetch-orthanc.sh.</param>
    public static OldOrthanc WithGlibcOf(string library, OrthancVersion old)
    {
        using var ldd = Process.Start(new ProcessStartInfo("ldd", [library]) { RedirectStandardOutput = true })!;
        var needed = ldd.StandardOutput.ReadToEnd().Split('\n').Select(line => line.Trim().Split(' ')).ToList();
        ldd.WaitForExit();
        var libc = needed.First(words => words[0] == "libc.so.6")[2];
        var linker = needed.First(words => words[0].StartsWith('/'))[0];
        string[] glibc = [.. ((string[])["c", "m", "pthread", "dl", "rt", "resolv", "nsl", "util", "anl", "nss_files",
            "nss_dns"])
            .SelectMany(name => Directory.EnumerateFiles(Path.GetDirectoryName(libc)!, $"lib{name}.so.?"))];
        return new OldOrthanc(old.Number, Path.GetDirectoryName(old.Launcher)!, glibc, linker);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
