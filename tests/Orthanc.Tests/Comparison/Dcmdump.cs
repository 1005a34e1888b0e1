// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>DCMTK as a witness: a reader of DICOM files that is not ours.</summary>
internal static class Dcmdump
{
    private static readonly bool IsHere = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, "dcmdump")));

    /// <summary>What dcmdump says is wrong with a file; empty if it reads it without an error. Where it is not installed,
    /// the test goes on without this witness, and says so.</summary>
    public static async Task<string> Faults(byte[] file)
    {
        if (!IsHere)
        {
            Skip.Warn("dcmdump is not on this machine (apt-get install dcmtk)");
            return string.Empty;
        }

        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, file);
            using var process = Process.Start(new ProcessStartInfo("dcmdump", [path])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
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
            File.Delete(path);
        }
    }
}
