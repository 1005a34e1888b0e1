// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Runs programs of other projects, which encode and decode pixels.</summary>
internal static class Tool
{
    /// <summary>Skips the test, loudly, if a program is not installed.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="package">The package of Debian that has it.</param>
    public static void SkipUnlessHere(string program, string package) =>
        Skip.Unless(File.Exists(program), $"{program} is not on this machine (apt-get install {package})");

    /// <summary>Runs a program.</summary>
    /// <returns>Its output.</returns>
    public static byte[] Run(string program, byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        writing.Wait();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}: {errors.Result}");
        return output.ToArray();
    }

    /// <summary>Runs a program that reads one file and writes another.</summary>
    /// <returns>The file that it wrote.</returns>
    public static byte[] Convert(string program, byte[] input, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var (from, to) = (Path.Combine(folder, "in"), Path.Combine(folder, "out"));
            File.WriteAllBytes(from, input);
            Run(program, [], [.. arguments, from, to]);
            return File.ReadAllBytes(to);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
