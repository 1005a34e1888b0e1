// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Tests;

/// <summary>
/// Tables of the standard and real DICOM files that stand beside the checkout, or where ORTHANC_DEID_DATA says. The
/// project ships none of them; a test that needs one says loudly that it skips.
/// </summary>
internal static class SharedData
{
    private const string Absent =
        "SKIPPED: there is no folder ../shared/data beside the checkout, and ORTHANC_DEID_DATA names none";

    /// <summary>The folder; null if there is none.</summary>
    public static string? Folder
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

    /// <summary>The paths of the DICOM files; null alone if there are none, so that tests over them skip instead of
    /// vanishing.</summary>
    public static IEnumerable<string?> DicomFiles() => Folder is { } folder
        ? Directory.EnumerateFiles(Path.Combine(folder, "dicom"), "*.dcm").Order(StringComparer.Ordinal)
        : [null];

    /// <summary>The bytes of a file, or the skipping of the test that asked for them.</summary>
    public static byte[] Read(string? path)
    {
        if (path is null)
        {
            Assert.Ignore(Absent);
        }

        return File.ReadAllBytes(path!);
    }

    /// <summary>The rows of a table without the names of its columns, or the skipping of the test that asked for
    /// them.</summary>
    public static List<string[]> ReadTable(string name)
    {
        if (Folder is null)
        {
            Assert.Ignore(Absent);
        }

        return [.. File.ReadLines(Path.Combine(Folder!, name)).Skip(1).Select(line => line.Split(','))];
    }
}
