// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Demonstration;

namespace OrthancDeid.Tests;

/// <summary>
/// DICOM files to test with: those in the repository or made here, the public ones of Debian's package python3-pydicom, and
/// those of a folder beside the checkout, or of ORTHANC_DEID_DATA. The first are always there, so tests with files run on
/// every machine.
/// </summary>
internal static class SharedData
{
    /// <summary>The name of the generated file: a slice of the study that ./run.sh makes.</summary>
    public const string Demonstration = "demonstration.dcm";

    /// <summary>The value of ORTHANC_DEID_DATA that restricts tests to the files every machine has.</summary>
    private const string None = "none";

    private static readonly string[] Packaged = ["test_files", "charset_files"];

    // The fuzzing seeds, which the build copies, see tests/Directory.Build.props.
    private static readonly string Seeds = Path.Combine(AppContext.BaseDirectory, "dicom");

    private static readonly Lazy<string> Made = new(Make);

    /// <summary>The paths of the files, in the order of their names; of several with the same name, the first
    /// found.</summary>
    public static IEnumerable<string> DicomFiles() => Folders().Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.dcm"))
        .DistinctBy(Path.GetFileName)
        .OrderBy(Path.GetFileName, StringComparer.Ordinal);

    /// <summary>The files that a host or a validator can be given, with their names: all but the fuzzing seeds, which are
    /// for readers alone.</summary>
    public static IEnumerable<(string Name, byte[] File)> Objects() => DicomFiles()
        .Where(path => Path.GetDirectoryName(path) != Seeds)
        .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)));

    private static IEnumerable<string> Folders()
    {
        var named = Environment.GetEnvironmentVariable("ORTHANC_DEID_DATA");
        if (named is { Length: > 0 } and not None)
        {
            var files = Path.Combine(named, "dicom");
            yield return Directory.Exists(files) ? files : throw new DirectoryNotFoundException(
                $"ORTHANC_DEID_DATA names {named}, which has no folder dicom");
        }
        else if (named is not None && Checkout() is { } checkout)
        {
            yield return Path.Combine(checkout, "..", "shared", "data", "dicom");
        }

        foreach (var folder in named is None ? [] : Packaged)
        {
            yield return Path.Combine("/usr/lib/python3/dist-packages/pydicom/data", folder);
        }

        yield return Made.Value;
        yield return Seeds;
    }

    /// <summary>Makes the folder with the generated file. Tests in other processes may be reading the previous
    /// one.</summary>
    private static string Make()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "made")).FullName;
        var file = Path.Combine(folder, $"{Environment.ProcessId}.new");
        File.WriteAllBytes(file, new CtStudy().Files().First());
        File.Move(file, Path.Combine(folder, Demonstration), overwrite: true);
        return folder;
    }

    private static string? Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OrthancDeidPlugin.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
