// SPDX-License-Identifier: GPL-3.0-or-later

using System.ComponentModel;
using System.Diagnostics;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.CharacterSets;

/// <summary>
/// Runs Python, whose codecs and pydicom are a second opinion on character sets. Tests that need it are skipped, and report
/// that, if it is not installed. ORTHANC_DEID_PYTHON names another interpreter.
/// </summary>
internal static class Python
{
    private static readonly string?[] Interpreters =
        [Environment.GetEnvironmentVariable("ORTHANC_DEID_PYTHON"), "python3", "/usr/bin/python3", "python"];

    /// <summary>Runs a script, and returns the lines that it prints.</summary>
    /// <param name="module">A module that the interpreter has to have.</param>
    /// <param name="script">The script.</param>
    /// <param name="argument">Its first argument.</param>
    /// <param name="input">The lines that it reads.</param>
    public static string[] Run(string module, string script, string argument = "", IEnumerable<string>? input = null)
    {
        string? interpreter = Array.Find(
            Interpreters, one => one is not null && Start(one, $"import {module}", "", []) is (0, _, _));
        Skip.Unless(
            interpreter is not null,
            $"there is no Python with the module {module} (apt-get install python3 python3-pydicom)");
        (int code, string output, string errors) = Start(interpreter, script, argument, input ?? [])!.Value;
        Assert.That(code, Is.Zero, errors);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Is.Not.Empty, "the script printed nothing");
        return lines;
    }

    private static (int Code, string Output, string Errors)? Start(
        string interpreter, string script, string argument, IEnumerable<string> input)
    {
        var start = new ProcessStartInfo(interpreter, ["-W", "ignore", "-c", script, argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            try
            {
                foreach (string line in input)
                {
                    process.StandardInput.WriteLine(line);
                }

                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended before it had read everything; its exit code and errors say why.
            }

            process.WaitForExit();
            return (process.ExitCode, output.Result, errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
