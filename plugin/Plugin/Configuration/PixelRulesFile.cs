// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Devices;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>Reads the rules of devices from the files that the configuration names.</summary>
internal static class PixelRulesFile
{
    /// <summary>The member of the section.</summary>
    public const string Member = "PixelRules";

    private const int LargestSize = 16 << 20;

    /// <summary>Reads all files.</summary>
    /// <param name="files">An object, from the names that requests use to absolute paths.</param>
    /// <exception cref="ConfigurationException">
    /// A file cannot be read, or has a fault. The message names the line.
    /// </exception>
    public static IReadOnlyDictionary<string, DeviceRules> Read(JsonElement files)
    {
        var rules = new Dictionary<string, DeviceRules>(StringComparer.Ordinal);
        foreach (var file in files.EnumerateObject())
        {
            var member = $"{DeidSection.Name}.{Member}.{file.Name}";
            rules[file.Name] = file.Value.ValueKind == JsonValueKind.String
                ? Read(file.Value.GetString()!, member)
                : throw new ConfigurationException(member, "the path of a file is expected");
        }

        return rules;
    }

    private static DeviceRules Read(string path, string member)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            // Orthanc may be started in any folder.
            throw new ConfigurationException(member, "an absolute path is expected");
        }

        return PlainFile.Read(member, path, LargestSize, "a script", DeviceRules.Parse);
    }
}
