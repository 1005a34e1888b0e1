// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Devices;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>
/// The plugin's section of the host's configuration. A fault in it stops the host, which would otherwise run without
/// settings that a site relies on, and nobody would notice. Immutable.
/// </summary>
internal sealed record DeidSection
{
    /// <summary>The name of the section.</summary>
    public const string Name = "Deid";

    /// <summary>The member with the presets of requests.</summary>
    public const string ProfilesMember = "Profiles";

    /// <summary>The member that names the default preset.</summary>
    public const string DefaultProfileMember = "DefaultProfile";

    private const int LargestThreads = 256;
    private const int LargestMemoryMB = 1 << 20;
    private const long Megabyte = 1 << 20;

    /// <summary>
    /// All members: no other one can be read, or be in a configuration.
    /// </summary>
    private static readonly SectionMember[] Members =
    [
        new("Threads", $"a number from 1 to {LargestThreads}", static (section, value) =>
            Number(value, LargestThreads) is { } threads ? section with { Threads = threads } : null),
        new("MaxMemoryMB", $"a number from 1 to {LargestMemoryMB}", static (section, value) =>
            Number(value, LargestMemoryMB) is { } size ? section with { MaximumMemory = size * Megabyte } : null),
        new("PseudonymKeyFile", "a string", static (section, value) => value.ValueKind == JsonValueKind.String
            ? section with { PseudonymKey = PseudonymKeyFile.Read(value.GetString()!) } : null),
        new("DateShiftDays", DateShiftRange.Expected, static (section, value) =>
            Range(value) is { } range ? section with { DateShift = range } : null),
        new(ProfilesMember, "an object", static (section, value) => value.ValueKind == JsonValueKind.Object
            ? section with { GivenProfiles = value.Clone() } : null),
        new(DefaultProfileMember, "a string", static (section, value) =>
            value.ValueKind is JsonValueKind.String or JsonValueKind.Null
                ? section with { DefaultProfile = value.GetString() } : null),
        new("AllowMapping", "true or false", static (section, value) =>
            Flag(value) is { } allows ? section with { AllowsMapping = allows } : null),
        new("StrictRequests", "true or false", static (section, value) =>
            Flag(value) is { } isStrict ? section with { IsStrict = isStrict } : null),
        new("TextFolder", "an absolute path", static (section, value) =>
            value.ValueKind == JsonValueKind.String && Path.IsPathFullyQualified(value.GetString()!)
                ? section with { TextFolder = value.GetString() } : null),
        new(PixelRulesFile.Member, "an object", static (section, value) => value.ValueKind == JsonValueKind.Object
            ? section with { PixelRules = PixelRulesFile.Read(value) } : null),
    ];

    private DeidSection()
    {
    }

    /// <summary>How many instances a job works on at the same time.</summary>
    public int Threads { get; private init; } = Environment.ProcessorCount;

    /// <summary>The memory of the instances that jobs work on at the same time, in bytes.</summary>
    public long MaximumMemory { get; private init; } = 1024 * Megabyte;

    /// <summary>The key from which pseudonyms are derived; null if no file is named.</summary>
    public PseudonymKey? PseudonymKey { get; private init; }

    /// <summary>The range of days by which dates may be shifted.</summary>
    public DateShiftRange DateShift { get; private init; } = DateShiftRange.Default;

    /// <summary>Whether an answer may contain the mapping of identifiers.</summary>
    public bool AllowsMapping { get; private init; }

    /// <summary>Whether unknown members of a request are refused.</summary>
    public bool IsStrict { get; private init; }

    /// <summary>Where that stands which finds text in images; null for beside the plugin.</summary>
    public string? TextFolder { get; private init; }

    /// <summary>The rules of devices that requests can name.</summary>
    public IReadOnlyDictionary<string, DeviceRules> PixelRules { get; private init; } = new Dictionary<string, DeviceRules>();

    /// <summary>The presets that requests can name.</summary>
    public RequestProfiles Profiles => new(
        GivenProfiles?.EnumerateObject().Select(static one => KeyValuePair.Create(one.Name, one.Value)) ?? [],
        DefaultProfile);

    private JsonElement? GivenProfiles { get; init; }

    private string? DefaultProfile { get; init; }

    /// <summary>Reads the section; without one, everything has its default.</summary>
    /// <param name="configuration">The configuration of the host.</param>
    /// <exception cref="ConfigurationException">Something in it is wrong.</exception>
    public static DeidSection Read(JsonElement configuration)
    {
        foreach (var other in configuration.EnumerateObject().Select(static one => one.Name))
        {
            if (other != Name && string.Equals(other, Name, StringComparison.OrdinalIgnoreCase))
            {
                throw new ConfigurationException(other, $"there is no such section: did you mean \"{Name}\"?");
            }
        }

        if (!configuration.TryGetProperty(Name, out var section))
        {
            return new DeidSection();
        }

        return section.ValueKind == JsonValueKind.Object
            ? section.EnumerateObject().Aggregate(new DeidSection(), static (read, one) => read.With(one.Name, one.Value))
            : throw new ConfigurationException(Name, "an object is expected");
    }

    private DeidSection With(string name, JsonElement value)
    {
        if (Array.Find(Members, one => one.Name == name) is not { } member)
        {
            var names = Members.Select(static one => one.Name);
            throw new ConfigurationException(
                $"{Name}.{name}",
                new KnownNames(names).MeantBy(name) is { } meant
                    ? $"there is no such member: did you mean \"{meant}\"?"
                    : $"there is no such member; there are {string.Join(", ", names)}");
        }

        return member.Take(this, value)
            ?? throw new ConfigurationException($"{Name}.{name}", $"{member.Expected} is expected");
    }

    private static bool? Flag(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    private static int? Number(JsonElement value, int maximum) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 1 && number <= maximum
            ? number : null;

    private static DateShiftRange? Range(JsonElement days) =>
        days.ValueKind == JsonValueKind.Array && days.GetArrayLength() == 2
        && days[0].ValueKind == JsonValueKind.Number && days[0].TryGetInt32(out var minimum)
        && days[1].ValueKind == JsonValueKind.Number && days[1].TryGetInt32(out var maximum)
        && DateShiftRange.IsValid(minimum, maximum)
            ? new DateShiftRange(minimum, maximum) : null;
}
