// SPDX-License-Identifier: GPL-3.0-or-later

using System.ComponentModel;
using System.Diagnostics;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>DCMTK as a witness: a reader of DICOM files that is not ours.</summary>
internal static class Dcmdump
{
    /// <summary>What dcmdump says is wrong with a file; empty if it reads it without an error.</summary>
    public static async Task<string> Faults(byte[] file)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, file);
            using var process = Start(path);
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

    private static Process Start(string path)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("dcmdump", [path])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("SKIPPED: dcmdump is not on this machine (apt-get install dcmtk)");
            throw;
        }
    }
}
