// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrthancDeid.Dicom;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>
/// What the plugin reads from the configuration of the host. An ill-formed setting of the host is logged and ignored,
/// since the host is responsible for it. The plugin's own section must be right.
/// </summary>
internal sealed class HostConfiguration
{
    private const int DefaultQuality = 90;
    private const int DefaultPort = 8042;
    private const int DefaultThreads = 50;
    private const int MostThreads = 1 << 16;

    /// <summary>The default creator of private tags; empty for none.</summary>
    public string DefaultPrivateCreator { get; private init; } = string.Empty;

    /// <summary>The character set of data sets that do not declare one.</summary>
    public required SpecificCharacterSet DefaultEncoding { get; init; }

    /// <summary>The tags of the setting <c>Dictionary</c>.</summary>
    public IReadOnlyList<HostEntry> Dictionary { get; private init; } = [];

    /// <summary>Whether errors are described in the body of an answer.</summary>
    public bool DescribesErrors { get; private init; } = true;

    /// <summary>The quality of lossy transcoding, from 1 to 100.</summary>
    public int LossyTranscodingQuality { get; private init; } = DefaultQuality;

    /// <summary>Whether a new instance overwrites one with the same identifiers.</summary>
    public bool OverwritesInstances { get; private init; }

    /// <summary>The folder for temporary files.</summary>
    public string TemporaryFolder { get; private init; } = Path.GetTempPath();

    /// <summary>Whether jobs are resumed after a restart of the host.</summary>
    public bool SavesJobs { get; private init; } = true;

    /// <summary>The port of the host's HTTP server.</summary>
    public int HttpPort { get; private init; } = DefaultPort;

    /// <summary>How many requests the host's HTTP server answers at the same time.</summary>
    public int HttpThreads { get; private init; } = DefaultThreads;

    /// <summary>Whether clients may have the host run their scripts.</summary>
    public bool RunsScriptsOfClients { get; private init; }

    /// <summary>The users that the host knows.</summary>
    public required RegisteredUsers Users { get; init; }

    /// <summary>The plugin's own section.</summary>
    public required DeidSection Deid { get; init; }

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="JsonException">The configuration is not JSON.</exception>
    /// <exception cref="ConfigurationException">Something in the section of the plugin is wrong.</exception>
    public static HostConfiguration Parse(string json, ILogger logger)
    {
        using var document = JsonDocument.Parse(
            json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var root = document.RootElement;
        var users = RegisteredUsers.Read(root);
        var section = DeidSection.Read(root);
        if (RoutesMember.Faults(section.Access, users).FirstOrDefault() is { } fault)
        {
            throw fault;
        }

        if (section.AsksFilters && Flag(root, "SslEnabled", false, logger))
        {
            throw new ConfigurationException(
                $"{DeidSection.Name}.{DeidSection.AskFiltersMember}",
                "filters cannot be asked while \"SslEnabled\" is true; have a proxy end the encryption");
        }

        var threads = Number(root, "HttpThreadsCount", DefaultThreads, MostThreads, logger);
        if (section.AsksFilters && threads < 2)
        {
            throw new ConfigurationException(
                $"{DeidSection.Name}.{DeidSection.AskFiltersMember}",
                "filters cannot be asked while \"HttpThreadsCount\" is 1: the question needs a thread beside that of the request");
        }

        var creator = Text(root, "DefaultPrivateCreator", string.Empty, logger);
        return new HostConfiguration
        {
            DefaultPrivateCreator = creator,
            DefaultEncoding = Encoding(root, logger),
            Dictionary = ConfiguredDictionary.Entries(root, creator, logger),
            LossyTranscodingQuality = Number(
                root, "DicomLossyTranscodingQuality", DefaultQuality, 100, logger),
            OverwritesInstances = Overwrites(root),
            TemporaryFolder = Folder(root, "TemporaryDirectory", logger),
            SavesJobs = Flag(root, "SaveJobs", true, logger),
            HttpPort = Number(root, "HttpPort", DefaultPort, ushort.MaxValue, logger),
            HttpThreads = threads,
            RunsScriptsOfClients = Flag(root, "ExecuteLuaEnabled", false, logger),
            Users = users,
            Deid = section,
            DescribesErrors = Flag(root, "HttpDescribeErrors", true, logger),
        };
    }

    private static string Text(JsonElement root, string member, string fallback, ILogger logger)
    {
        if (!root.TryGetProperty(member, out var value))
        {
            return fallback;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            logger.ConfigurationIllFormed(member, "a string is expected");
            return fallback;
        }

        return value.GetString()!;
    }

    // A path may be relative to the folder of the configuration file, and Orthanc does not say where that is.
    private static string Folder(JsonElement root, string member, ILogger logger) =>
        Text(root, member, string.Empty, logger) is var path && Path.IsPathFullyQualified(path) ? path : Path.GetTempPath();

    private static bool Flag(JsonElement root, string member, bool fallback, ILogger logger)
    {
        if (!root.TryGetProperty(member, out var value))
        {
            return fallback;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            logger.ConfigurationIllFormed(member, "true or false is expected");
            return fallback;
        }

        return value.GetBoolean();
    }

    // A Boolean. From 1.12.10 on, also "Always", "Never" or "IfChanged".
    private static bool Overwrites(JsonElement root) => root.TryGetProperty("OverwriteInstances", out var value)
        && (value.ValueKind == JsonValueKind.True
            || (value.ValueKind == JsonValueKind.String && value.GetString() is not "Never"));

    /// <summary>A number from 1 to a maximum.</summary>
    private static int Number(JsonElement root, string member, int fallback, int maximum, ILogger logger)
    {
        if (!root.TryGetProperty(member, out var value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 1
            && number <= maximum)
        {
            return number;
        }

        logger.ConfigurationIllFormed(member, $"a number from 1 to {maximum} is expected");
        return fallback;
    }

    private static SpecificCharacterSet Encoding(JsonElement root, ILogger logger)
    {
        const string Member = "DefaultEncoding";
        var name = Text(root, Member, HostEncoding.Default, logger);
        if (HostEncoding.TryFind(name, out var encoding))
        {
            return encoding;
        }

        // Of the encodings that hosts have today, only Windows1251 gets here. With ASCII, other bytes stay as they are,
        // and new text is written as UTF-8 if it needs that.
        logger.EncodingUnknown(Member, name);
        return SpecificCharacterSet.Default;
    }
}
