// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Tests;

/// <summary>
/// The lines of an example in the README of a library, and those of the method <c>Run</c> in ReadmeExample.cs. They have to
/// be equal, so that the example shown is the code that runs.
/// </summary>
internal static class ReadmeLines
{
    private const string Opening = "```csharp\n";
    private const string Closing = "```";

    /// <summary>The example.</summary>
    /// <param name="readme">The file beside the tests.</param>
    public static string[] Shown(string readme)
    {
        var text = Text(readme);
        var start = text.IndexOf(Opening, StringComparison.Ordinal) + Opening.Length;
        return text[start..text.IndexOf(Closing, start, StringComparison.Ordinal)].TrimEnd().Split('\n');
    }

    /// <summary>The body of the method.</summary>
    public static IEnumerable<string> Run()
    {
        var lines = Text("ReadmeExample.cs").Split('\n');
        var first = Array.FindIndex(lines, line => line.Contains(" Run(", StringComparison.Ordinal)) + 2;
        return lines[first..].TakeWhile(line => line != "    }").Select(line => line.Length > 0 ? line[8..] : line);
    }

    private static string Text(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, name)).ReplaceLineEndings("\n");
}
