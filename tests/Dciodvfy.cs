// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace OrthancDeid.Tests;

/// <summary>The validator of Debian's dicom3tools: it knows object definitions (PS3.3), and this project did not write
/// it.</summary>
internal static partial class Dciodvfy
{
    private const string Program = "/usr/bin/dciodvfy";

    /// <summary>Skips the test, loudly, if the validator is not installed.</summary>
    public static void SkipUnlessHere() =>
        Skip.Unless(File.Exists(Program), "dciodvfy is not on this machine (apt-get install dicom3tools)");

    /// <summary>What the validator reports as errors of a file, without the values.</summary>
    public static HashSet<string> Errors(byte[] file)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Inflated(file));
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

    /// <summary>
    /// A deflated file as one that is not deflated: the validator cannot seek back in a deflated file, and fails at some
    /// lengths of the deflated bytes.
    /// </summary>
    private static byte[] Inflated(byte[] file)
    {
        // Follows the preamble, the prefix and (0002,0000) itself, whose value is the length of the rest (PS3.10 7.1).
        const int Group = 144;
        var syntax = file.AsSpan().IndexOf("1.2.840.10008.1.2.1.99"u8);
        if (syntax is < Group or > 1024)
        {
            return file;
        }

        var meta = file[..(Group + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(Group - sizeof(int))))];
        meta.AsSpan(syntax + "1.2.840.10008.1.2.1".Length, ".99".Length).Clear();
        using var dataset = new MemoryStream();
        using (var deflated = new DeflateStream(new MemoryStream(file, meta.Length, file.Length - meta.Length), CompressionMode.Decompress))
        {
            deflated.CopyTo(dataset);
        }

        return [.. meta, .. dataset.ToArray()];
    }

    // Numbers in a message are new UIDs and lengths.
    private static string WithoutValues(string line) => Numbers().Replace(line, "#").Trim();

    [GeneratedRegex("[0-9][0-9.]*")]
    private static partial Regex Numbers();
}
