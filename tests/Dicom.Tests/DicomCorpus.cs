// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests;

/// <summary>Real DICOM files that stand beside the checkout, or where ORTHANC_DEID_DATA says; the project ships none.</summary>
internal static class DicomCorpus
{
    /// <summary>The files; null alone if there are none, so that the tests over them skip instead of vanishing.</summary>
    public static IEnumerable<string?> Files() => Folder is { } folder
        ? Directory.EnumerateFiles(Path.Combine(folder, "dicom"), "*.dcm").Order(StringComparer.Ordinal)
        : [null];

    /// <summary>The file, or the skipping of the test that asked for it.</summary>
    public static byte[] Read(string? path)
    {
        if (path is null)
        {
            Assert.Ignore("SKIPPED: no folder ../shared/data beside the checkout, and ORTHANC_DEID_DATA is not set");
        }

        return File.ReadAllBytes(path!);
    }

    private static string? Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("ORTHANC_DEID_DATA") is { Length: > 0 } named)
            {
                return named;
            }

            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OrthancDeidPlugin.sln")))
            {
                folder = folder.Parent;
            }

            var data = folder is null ? null : Path.Combine(folder.FullName, "..", "shared", "data");
            return Directory.Exists(data) ? data : null;
        }
    }
}
