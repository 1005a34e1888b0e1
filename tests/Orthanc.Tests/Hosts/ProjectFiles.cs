// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>The paths of the built plugin and other files of the project.</summary>
internal static class ProjectFiles
{
    /// <summary>The built plugin: ORTHANC_DEID_PLUGIN, or else build/libOrthancDeid.so.</summary>
    /// <exception cref="FileNotFoundException">The plugin has not been built.</exception>
    public static string Plugin
    {
        get
        {
            var path = Path.GetFullPath(
                Environment.GetEnvironmentVariable("ORTHANC_DEID_PLUGIN") is { Length: > 0 } named
                    ? named
                    : Path.Combine(FindRoot(), "build", "libOrthancDeid.so"));
            return File.Exists(path) ? path : throw new FileNotFoundException(
                "There is no plugin to test: build it (cmake -B build && cmake --build build), or name it in "
                    + "ORTHANC_DEID_PLUGIN",
                path);
        }
    }

    /// <summary>The root of the repository.</summary>
    public static string Root => FindRoot();

    /// <summary>The README.</summary>
    public static string Readme => Path.Combine(Root, "README.md");

    /// <summary>Every page that is written for people, sorted by path.</summary>
    public static IEnumerable<string> Pages =>
        Directory.GetFiles(Root, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(Root, "docs"), "*.md"))
            .Append(Path.Combine(Root, "plugin", "Dicom", "README.md"))
            .Append(Path.Combine(Root, "plugin", "Deidentification", "README.md"))
            .Order(StringComparer.Ordinal);

    /// <summary>A page of the documentation.</summary>
    /// <param name="name">Its name in the folder <c>docs</c>.</param>
    public static string Page(string name) => Path.Combine(FindRoot(), "docs", name);

    /// <summary>A folder for results that someone may want to look at; it may not exist yet.</summary>
    public static string Results => Path.Combine(FindRoot(), "TestResults");

    /// <summary>The small files that fuzzing starts with.</summary>
    public static IEnumerable<string> FuzzingSeeds =>
        Directory.GetFiles(Path.Combine(FindRoot(), "tests", "Fuzzing", "seeds"), "*.dcm").Order(StringComparer.Ordinal);

    /// <summary>The paths of the plugin's sources, without files that the build generates.</summary>
    public static IEnumerable<string> PluginSources =>
        Directory.GetFiles(Path.Combine(FindRoot(), "plugin"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrthancDeidPlugin.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests do not run inside the checkout: no OrthancDeidPlugin.sln above "
            + "them");
    }
}
