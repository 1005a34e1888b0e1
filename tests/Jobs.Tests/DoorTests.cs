// SPDX-License-Identifier: GPL-3.0-or-later

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Plugin;

namespace OrthancDeid.Jobs.Tests;

/// <summary>
/// The doors between the assemblies of the plugin, and between the rooms of those that use Orthanc. They lead one way
/// (docs/architecture.md). <c>RoomTests</c> covers the rooms of the library that de-identifies.
/// </summary>
internal sealed partial class DoorTests
{
    private const string Prefix = "OrthancDeid";
    private const int MostFiles = 20;

    /// <summary>The assemblies; each may use those before it, and none after it.</summary>
    private static readonly Assembly[] Assemblies =
    [
        typeof(DicomFile).Assembly, typeof(ModificationRequest).Assembly, typeof(IHost).Assembly, typeof(JobMessages).Assembly,
        typeof(PluginMessages).Assembly,
    ];

    /// <summary>
    /// The rooms of an assembly; each may use those before it. The empty name stands for files outside of all rooms: it is
    /// first if all rooms may use them, and last if they may use all rooms.
    /// </summary>
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Host"] = ["", "Native"],
        ["Jobs"] = ["", "Resources", "Instances", "State", "Work", "Notes", "Targets", "Phases", "Engine", "Checks", "Shown"],
        ["Plugin"] = ["Access", "Audit", "Configuration", "Routes", ""],
    };

    private static IEnumerable<string> Libraries => Rooms.Keys;

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "OrthancDeidPlugin.sln")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the checkout");
            }

            return Path.Combine(folder.FullName, "plugin");
        }
    }

    [Test]
    public void No_assembly_refers_to_one_that_comes_after_it() => Assert.Multiple(() =>
    {
        for (var index = 0; index < Assemblies.Length; index++)
        {
            var named = Assemblies[index].GetReferencedAssemblies().Select(other => other.Name!)
                .Where(other => other.StartsWith(Prefix, StringComparison.Ordinal));
            Assert.That(
                named, Is.SubsetOf(Assemblies[..index].Select(other => other.GetName().Name)), Assemblies[index].GetName().Name);
        }
    });

    [Test]
    public void Jobs_know_the_interface_of_the_host_alone()
    {
        using var file = new PEReader(File.OpenRead(typeof(JobMessages).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var host = typeof(IHost).Assembly.GetName().Name;
        var named = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference
                && metadata.GetString(
                    metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == host)
            .Select(type => $"{metadata.GetString(type.Namespace)}: {metadata.GetString(type.Name)}")
            .ToList();
        Assert.That(named, Does.Contain($"{typeof(IHost).Namespace}: {nameof(IHost)}"));
        Assert.That(named, Has.All.StartWith($"{typeof(IHost).Namespace}: "));
    }

    [Test]
    public void The_functions_of_the_host_are_within_reach_of_no_other_assembly()
    {
        var host = typeof(IHost).Assembly;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(host.GetCustomAttributes<InternalsVisibleToAttribute>(), Is.Empty);
            Assert.That(host.GetType("OrthancDeid.Host.Native.HostServices", throwOnError: true)!.IsPublic, Is.False);
        }
    }

    [TestCaseSource(nameof(Libraries))]
    public void Every_file_stands_in_a_room(string library) =>
        Assert.That(Sources(library).Select(RoomOf).Distinct(), Is.EquivalentTo(Rooms[library]));

    [TestCaseSource(nameof(Libraries))]
    public void The_namespace_of_a_file_is_its_folder(string library) => Assert.Multiple(() =>
    {
        foreach (var path in Sources(library))
        {
            var name = RoomOf(path) is { Length: > 0 } room ? $"{Prefix}.{library}.{room}" : $"{Prefix}.{library}";
            Assert.That(Text(library, path), Does.Contain($"\nnamespace {name};\n"), path);
        }
    });

    [TestCaseSource(nameof(Libraries))]
    public void No_room_names_one_that_comes_after_it(string library) => Assert.Multiple(() =>
    {
        var rooms = Rooms[library];
        var types = Sources(library).ToLookup(RoomOf, path => Regex.Escape(Path.GetFileNameWithoutExtension(path)));
        foreach (var path in Sources(library))
        {
            var text = Comments().Replace(Text(library, path), string.Empty);
            var later = rooms[(Array.IndexOf(rooms, RoomOf(path)) + 1)..].Where(room => room.Length > 0 && Names(room));
            Assert.That(later, Is.Empty, path);

            // Matches the full namespace, or the part that suffices inside the assembly.
            bool Names(string room) => Regex.IsMatch(
                text, $@"{Prefix}\.{library}\.{room}\b|(?<![\w.]){room}\.({string.Join('|', types[room])})\b");
        }
    });

    [TestCaseSource(nameof(Libraries))]
    public void No_folder_holds_more_files_than_one_can_look_over(string library) => Assert.Multiple(() =>
    {
        foreach (var folder in Sources(library).GroupBy(RoomOf))
        {
            Assert.That(folder.Count(), Is.LessThanOrEqualTo(MostFiles), folder.Key);
        }
    });

    private static List<string> Sources(string library) =>
    [
        .. Directory.GetFiles(Path.Combine(Folder, library), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Path.Combine(Folder, library), path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal)),
    ];

    private static string RoomOf(string path) => Path.GetDirectoryName(path)!.Replace(Path.DirectorySeparatorChar, '.');

    private static string Text(string library, string path) =>
        File.ReadAllText(Path.Combine(Folder, library, path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\s*//.*$|^namespace .*$", RegexOptions.Multiline)]
    private static partial Regex Comments();
}
