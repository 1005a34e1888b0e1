// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Configuration;

/// <summary>Where that may stand which finds text in images.</summary>
internal static class TextFolders
{
    private const string Mappings = "/proc/self/maps";
    private const string Library = "libOrthancDeid.so";

    /// <summary>The folder of the configuration, or that of the plugin and a folder beside it.</summary>
    /// <param name="configured">What the configuration names; null for nothing.</param>
    public static IReadOnlyList<string> Of(string? configured) =>
        configured is not null ? [configured] : OfPlugin() is { } folder ? [folder, Path.Combine(folder, "text")] : [];

    /// <summary>The folder that the host loaded the plugin from, which the kernel knows; null on other systems.</summary>
    private static string? OfPlugin() => !File.Exists(Mappings) ? null
        : File.ReadLines(Mappings).Where(line => line.EndsWith($"/{Library}", StringComparison.Ordinal))
            .Select(line => Path.GetDirectoryName(line[line.IndexOf('/', StringComparison.Ordinal)..])).FirstOrDefault();
}
