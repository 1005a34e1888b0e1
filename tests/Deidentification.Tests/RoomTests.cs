// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.RegularExpressions;
using NUnit.Framework;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>
/// The rooms of the library and the doors between them, which lead one way (docs/architecture.md): each room may use those
/// before it, and none after it.
/// </summary>
public sealed partial class RoomTests
{
    private const int MostFiles = 20;

    /// <summary>Each room, and the rooms that its files may name.</summary>
    private static readonly Dictionary<string, string[]> Doors = new()
    {
        ["Standard"] = [],
        ["Keys"] = [],
        ["Requests"] = ["Standard", "Keys"],
        ["Rules"] = ["Standard", "Keys", "Requests"],
        ["Identity"] = ["Standard", "Keys", "Requests", "Rules"],
        ["Values"] = ["Standard", "Keys", "Requests", "Rules", "Identity"],
        ["Editing"] = ["Standard", "Keys", "Requests", "Rules", "Identity", "Values"],
        ["Pixels"] = ["Standard", "Keys", "Requests", "Rules", "Identity", "Values", "Editing"],
        ["Inspection"] = ["Standard", "Keys", "Requests", "Rules", "Identity", "Values", "Editing", "Pixels"],
    };

    private static string Library
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "OrthancDeidPlugin.sln")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the checkout");
            }

            return Path.Combine(folder.FullName, "plugin", "Deidentification");
        }
    }

    private static string[] Sources =>
    [
        .. Directory.GetFiles(Library, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Library, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal)),
    ];

    [Test]
    public void Every_file_stands_in_a_room() =>
        Assert.That(Sources.Select(path => path.Split('/')[0]).Distinct(), Is.EquivalentTo(Doors.Keys));

    [Test]
    public void The_namespace_of_a_file_is_its_folder() => Assert.Multiple(() =>
    {
        foreach (var path in Sources)
        {
            var folder = Path.GetDirectoryName(path)!.Replace(Path.DirectorySeparatorChar, '.').Replace('/', '.');
            Assert.That(
                Text(path), Does.Contain($"\nnamespace OrthancDeid.Deidentification.{folder};\n"), path);
        }
    });

    [Test]
    public void No_room_names_one_that_comes_after_it() => Assert.Multiple(() =>
    {
        foreach (var path in Sources)
        {
            var room = path.Split('/')[0];
            var named = Names().Matches(Comments().Replace(Text(path), string.Empty))
                .Select(match => match.Groups["room"].Value).Where(other => other != room).Distinct();
            Assert.That(named, Is.SubsetOf(Doors[room]), path);
        }
    });

    [Test]
    public void No_folder_holds_more_files_than_one_can_look_over() => Assert.Multiple(() =>
    {
        foreach (var folder in Sources.GroupBy(Path.GetDirectoryName))
        {
            Assert.That(folder.Count(), Is.LessThanOrEqualTo(MostFiles), folder.Key);
        }
    });

    private static string Text(string path) =>
        File.ReadAllText(Path.Combine(Library, path)).ReplaceLineEndings("\n");

    /// <summary>Matches the namespace of another room: the full name, or the part that suffices inside the
    /// library.</summary>
    [GeneratedRegex(@"OrthancDeid\.Deidentification\.(?<room>\w+)|(?<![\w.?!)\]])(Deidentification\.)?(?<room>Standard|Keys|Requests|Rules|Identity|Values|Editing|Pixels|Inspection)\.(Body|Words|Spelling|Dates|Pseudonyms|Replacements|Embedding|Planned|Preview|Encodings)\.")]
    private static partial Regex Names();

    [GeneratedRegex(@"^\s*//.*$|^namespace .*$", RegexOptions.Multiline)]
    private static partial Regex Comments();
}
