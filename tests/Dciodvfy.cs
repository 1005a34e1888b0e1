// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrthancDeid.Tests;

/// <summary>The validator of Debian's dicom3tools, which knows object definitions (PS3.3) and is not ours.</summary>
internal static partial class Dciodvfy
{
    private const string Program = "/usr/bin/dciodvfy";

    /// <summary>Skips the test, loudly, if it is not here.</summary>
    public static void SkipUnlessHere() =>
        Skip.Unless(File.Exists(Program), "dciodvfy is not on this machine (apt-get install dicom3tools)");

    /// <summary>What it calls an error of a file, without the values.</summary>
    public static HashSet<string> Errors(byte[] file)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            var start = new ProcessStartInfo(Program, [path]) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var lines = process.StandardError.ReadToEnd().Split('\n');
            process.WaitForExit();
            return [.. lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Select(WithoutValues)];
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Numbers in a message are new UIDs and lengths.
    private static string WithoutValues(string line) => Numbers().Replace(line, "#").Trim();

    [GeneratedRegex("[0-9][0-9.]*")]
    private static partial Regex Numbers();
}
