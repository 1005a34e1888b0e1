// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>Where the checkout, the built plugin and the DICOM files to test with are.</summary>
internal static class ProjectFiles
{
    /// <summary>The top folder of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The plugin as it was built: ORTHANC_DEID_PLUGIN, else build/libOrthancDeid.so.</summary>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static string Plugin
    {
        get
        {
            var path = Path.GetFullPath(
                Environment.GetEnvironmentVariable("ORTHANC_DEID_PLUGIN") is { Length: > 0 } named
                    ? named
                    : Path.Combine(Root, "build", "libOrthancDeid.so"));
            return File.Exists(path) ? path : throw new FileNotFoundException(
                $"There is no plugin to test: build it (cmake -B build && cmake --build build), or name it in ORTHANC_DEID_PLUGIN",
                path);
        }
    }

    /// <summary>Public DICOM files, by name; null alone if there are none, so that tests over them skip, not vanish.</summary>
    public static IEnumerable<string?> CorpusNames() => DataFolder is { } data
        ? Directory.EnumerateFiles(Path.Combine(data, "dicom"), "*.dcm").Select(Path.GetFileName).Order(StringComparer.Ordinal)
        : [null];

    /// <summary>A file of <see cref="CorpusNames"/>, or the skipping of the test that asked for it.</summary>
    public static byte[] Corpus(string? name)
    {
        if (DataFolder is not { } data || name is null)
        {
            Assert.Ignore("SKIPPED: no folder ../shared/data beside the checkout, and ORTHANC_DEID_DATA is not set");
            throw new InvalidOperationException("Assert.Ignore came back.");
        }

        return File.ReadAllBytes(Path.Combine(data, "dicom", name));
    }

    /// <summary>A table that stands beside the DICOM files, or the skipping of the test that asked for it.</summary>
    public static string[] Table(string name)
    {
        if (DataFolder is not { } data)
        {
            Assert.Ignore("SKIPPED: no folder ../shared/data beside the checkout, and ORTHANC_DEID_DATA is not set");
            throw new InvalidOperationException("Assert.Ignore came back.");
        }

        return File.ReadAllLines(Path.Combine(data, name));
    }

    private static string? DataFolder
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("ORTHANC_DEID_DATA") is { Length: > 0 } named
                ? named
                : Path.Combine(Root, "..", "shared", "data");
            return Directory.Exists(folder) ? folder : null;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrthancDeidPlugin.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests do not run inside the checkout: no OrthancDeidPlugin.sln above them");
    }
}
