// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>DCMTK as an independent witness: a reader of DICOM files that this project did not write.</summary>
internal static class Dcmdump
{
    private static readonly bool IsHere = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, "dcmdump")));

    /// <summary>
    /// The errors that dcmdump reports for the files, which it names by their index; empty if it reads all of them without
    /// an error. If dcmdump is not installed, warns that this check was skipped and returns empty.
    /// </summary>
    public static async Task<string> Faults(params IReadOnlyList<byte[]> files)
    {
        if (!IsHere)
        {
            Skip.Warn("dcmdump is not on this machine (apt-get install dcmtk)");
            return string.Empty;
        }

        if (files.Count == 0)
        {
            return string.Empty;
        }

        // One process for all files: it first loads DCMTK's dictionary, which takes longer than reading most files.
        var folder = Directory.CreateTempSubdirectory("orthanc-deid-");
        try
        {
            var names = Enumerable.Range(0, files.Count).Select(place => place.ToString(CultureInfo.InvariantCulture)).ToList();
            foreach (var (name, file) in names.Zip(files))
            {
                await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), file);
            }

            using var process = Process.Start(new ProcessStartInfo("dcmdump", names)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder.FullName,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await output;
            await process.WaitForExitAsync();
            var lines = errors.Split('\n').Where(line => line.StartsWith("E:", StringComparison.Ordinal));
            return process.ExitCode == 0 && !lines.Any()
                ? string.Empty : $"dcmdump ends with {process.ExitCode}: {errors}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
