// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.NamedProfiles;
using OrthancDeid.Deidentification.Pseudonyms;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc;

/// <summary>
/// What the plugin takes from the configuration of the host. A member that is ill-formed is named in the log and
/// counts as absent; the rest holds.
/// </summary>
internal sealed class HostConfiguration
{
    private const string Section = "Deid";
    private const string KeyFileMember = "PseudonymKeyFile";
    private const string ProfilesMember = "Profiles";
    private const string DefaultProfileMember = "DefaultProfile";
    private const string DateShiftMember = "DateShiftDays";
    private const string MappingMember = "AllowMapping";
    private const long DefaultMemoryMB = 1024;
    private const int DefaultQuality = 90;
    private const long Megabyte = 1 << 20;

    /// <summary>The creator of private tags that a request names none for; empty for none.</summary>
    public string DefaultPrivateCreator { get; private init; } = string.Empty;

    /// <summary>The character set of text in data sets that name none.</summary>
    public required SpecificCharacterSet DefaultEncoding { get; init; }

    /// <summary>The tags that the host was taught (<c>Dictionary</c>).</summary>
    public IReadOnlyList<HostEntry> Dictionary { get; private init; } = [];

    /// <summary>Whether errors are described in the body of an answer.</summary>
    public bool DescribesErrors { get; private init; } = true;

    /// <summary>The quality of lossy transcoding, from 1 to 100.</summary>
    public int LossyTranscodingQuality { get; private init; } = DefaultQuality;

    /// <summary>Whether a stored instance takes the place of one with the same identifiers.</summary>
    public bool OverwritesInstances { get; private init; }

    /// <summary>Whether jobs are to go on after a restart of the host.</summary>
    public bool SavesJobs { get; private init; } = true;

    /// <summary>How many instances a job works on at the same time.</summary>
    public int Threads { get; private init; } = Environment.ProcessorCount;

    /// <summary>The memory of the instances that jobs work on at the same time, in bytes.</summary>
    public long MaximumMemory { get; private init; } = DefaultMemoryMB * Megabyte;

    /// <summary>What pseudonyms are derived with; null if no file is named.</summary>
    public PseudonymKey? PseudonymKey { get; private init; }

    /// <summary>By how many days dates may be shifted.</summary>
    public DateShiftRange DateShift { get; private init; } = DateShiftRange.Default;

    /// <summary>What requests may call by a name.</summary>
    public RequestProfiles Profiles { get; private init; } = RequestProfiles.None;

    /// <summary>Whether an answer may say which identifiers became which.</summary>
    public bool AllowsMapping { get; private init; }

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="ConfigurationException">
    /// What is said of pseudonyms, shifts of dates, profiles or the mapping cannot be followed: other ones would be worse than none.
    /// </exception>
    public static HostConfiguration Parse(string json, ILogger logger)
    {
        using var document = JsonDocument.Parse(
            json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var root = document.RootElement;
        var creator = Text(root, "DefaultPrivateCreator", string.Empty, logger);
        return new HostConfiguration
        {
            DefaultPrivateCreator = creator,
            DefaultEncoding = Encoding(root, logger),
            Dictionary = HostDictionary.Entries(root, creator, logger),
            LossyTranscodingQuality = (int)Number(
                root, "DicomLossyTranscodingQuality", string.Empty, DefaultQuality, 100, logger),
            OverwritesInstances = Overwrites(root),
            SavesJobs = Flag(root, "SaveJobs", true, logger),
            Threads = (int)Own(root, "Threads", Environment.ProcessorCount, 256, logger),
            MaximumMemory = Own(root, "MaxMemoryMB", DefaultMemoryMB, 1 << 20, logger) * Megabyte,
            PseudonymKey = OwnMember(root, KeyFileMember) is { } file ? KeyOf(file) : null,
            DateShift = OwnMember(root, DateShiftMember) is { } days ? ShiftOf(days) : DateShiftRange.Default,
            Profiles = ProfilesOf(root),
            AllowsMapping = OwnMember(root, MappingMember) is { } mapping && Allows(mapping),
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

    // A Boolean; from 1.12.10 on also "Always", "Never" and "IfChanged".
    private static bool Overwrites(JsonElement root) => root.TryGetProperty("OverwriteInstances", out var value)
        && (value.ValueKind == JsonValueKind.True
            || (value.ValueKind == JsonValueKind.String && value.GetString() is not "Never"));

    /// <summary>A member of the plugin's own section; null if it is absent.</summary>
    private static JsonElement? OwnMember(JsonElement root, string member) =>
        root.TryGetProperty(Section, out var section) && section.ValueKind == JsonValueKind.Object
        && section.TryGetProperty(member, out var value) ? value : null;

    private static RequestProfiles ProfilesOf(JsonElement root)
    {
        var profiles = OwnMember(root, ProfilesMember);
        if (profiles is { ValueKind: not JsonValueKind.Object })
        {
            throw new ConfigurationException($"{Section}.{ProfilesMember}", "an object is expected");
        }

        var named = OwnMember(root, DefaultProfileMember);
        if (named is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) })
        {
            throw new ConfigurationException($"{Section}.{DefaultProfileMember}", "a string is expected");
        }

        return new RequestProfiles(
            profiles?.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, one.Value)) ?? [], named?.GetString());
    }

    private static bool Allows(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : throw new ConfigurationException($"{Section}.{MappingMember}", "true or false is expected");

    private static PseudonymKey KeyOf(JsonElement file) => PseudonymKeyFile.Read(
        file.ValueKind == JsonValueKind.String
            ? file.GetString()!
            : throw new ConfigurationException($"{Section}.{KeyFileMember}", "a string is expected"));

    private static DateShiftRange ShiftOf(JsonElement days)
    {
        if (days.ValueKind == JsonValueKind.Array && days.GetArrayLength() == 2
            && days[0].ValueKind == JsonValueKind.Number && days[0].TryGetInt32(out var minimum)
            && days[1].ValueKind == JsonValueKind.Number && days[1].TryGetInt32(out var maximum)
            && DateShiftRange.IsValid(minimum, maximum))
        {
            return new DateShiftRange(minimum, maximum);
        }

        throw new ConfigurationException($"{Section}.{DateShiftMember}", DateShiftRange.Expected);
    }

    /// <summary>A number of the plugin's own section.</summary>
    private static long Own(JsonElement root, string member, long fallback, long maximum, ILogger logger) =>
        root.TryGetProperty(Section, out var section) && section.ValueKind == JsonValueKind.Object
            ? Number(section, member, $"{Section}.", fallback, maximum, logger) : fallback;

    /// <summary>A number from 1 on.</summary>
    private static long Number(
        JsonElement root, string member, string path, long fallback, long maximum, ILogger logger)
    {
        if (!root.TryGetProperty(member, out var value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 1
            && number <= maximum)
        {
            return number;
        }

        logger.ConfigurationIllFormed(path + member, $"a number from 1 to {maximum} is expected");
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

        // Windows1251, as far as hosts know today. With ASCII other bytes stay as they are, and text that a request
        // brings is written as UTF-8 where it needs more.
        logger.EncodingUnknown(Member, name);
        return SpecificCharacterSet.Default;
    }
}
