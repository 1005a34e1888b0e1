// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using OrthancDeid.Deidentification.Pixels.Text;

namespace OrthancDeid.Deidentification.Tests.Pixels.Text;

/// <summary>The files that the search for text needs beside the plugin, if they are installed, and drawn sets of
/// images.</summary>
internal static class TextRecognitionFiles
{
    private const string HowToGet = "(build-scripts/fetch-text-recognition.sh gets it; ORTHANC_DEID_TEXT names the folder)";

    private static readonly Lazy<(ITextFinder? Finder, string? Missing)> Opened = new(() =>
        TextEngine.TryOpen([Folder], out var finder, out var missing) ? (finder, null) : (null, missing));

    /// <summary>The folder of these files.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("ORTHANC_DEID_TEXT") is { Length: > 0 } named
        ? named
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "orthanc-deid",
            "text");

    /// <summary>The search. Skips the running test if it is not installed.</summary>
    public static ITextFinder Finder
    {
        get
        {
            Skip.Unless(Opened.Value.Finder is not null, $"{Opened.Value.Missing} {HowToGet}");
            return Opened.Value.Finder;
        }
    }

    /// <summary>Draws images with text. Skips the running test if that is not possible.</summary>
    /// <param name="folder">Where to put them.</param>
    /// <param name="arguments">The arguments of tests/TextSet/text_set.py.</param>
    public static TextSet Draw(string folder, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "text_set.py");
        foreach (var python in (string[])["/usr/bin/python3", "python3"])
        {
            if (Run(python, ["-c", "import PIL, numpy"]) is 0)
            {
                var status = Run(python, [program, folder, .. arguments]);
                Skip.Unless(status == 0, "there are no fonts to draw with (apt-get install fonts-liberation fonts-noto-core)");
                return new(folder);
            }
        }

        Skip.Unless(false, "there is no Pillow (apt-get install python3-pil python3-numpy)");
        throw new UnreachableException();
    }

    private static int? Run(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _ = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
