// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Configuration;

/// <summary>The folders that may contain the engine that finds text in images.</summary>
internal static class TextFolders
{
    private const string Mappings = "/proc/self/maps";
    private const string Library = "libOrthancDeid.so";

    /// <summary>The folder of the configuration, or that of the plugin and a folder beside it.</summary>
    /// <param name="configured">The folder that the configuration names; null for none.</param>
    public static IReadOnlyList<string> Of(string? configured) =>
        configured is not null ? [configured] : OfPlugin() is { } folder ? [folder, Path.Combine(folder, "text")] : [];

    /// <summary>The folder that the host loaded the plugin from, which the kernel knows; null on other systems.</summary>
    private static string? OfPlugin() => !File.Exists(Mappings) ? null
        : File.ReadLines(Mappings).Where(line => line.EndsWith($"/{Library}", StringComparison.Ordinal))
            .Select(line => Path.GetDirectoryName(line[line.IndexOf('/', StringComparison.Ordinal)..])).FirstOrDefault();
}
