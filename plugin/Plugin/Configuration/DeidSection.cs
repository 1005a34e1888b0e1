// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Devices;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>
/// The plugin's section of the host's configuration. A fault in it stops the host. Otherwise the host would run without
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

    /// <summary>The member that says whether filters are asked about the resources that bodies name.</summary>
    public const string AskFiltersMember = "AskFilters";

    private const string LockedMember = "Locked";
    private const int LargestThreads = 256;
    private const int LargestMemoryMB = 1 << 20;
    private const long Megabyte = 1 << 20;

    /// <summary>All members. Any other one in a configuration is a fault.</summary>
    private static readonly SectionMember[] Members =
    [
        new("Threads", $"a number from 1 to {LargestThreads}", static (section, value) =>
            Number(value, LargestThreads) is { } threads ? section with { Threads = threads } : null),
        new("MaxMemoryMB", $"a number from 1 to {LargestMemoryMB}", static (section, value) =>
            Number(value, LargestMemoryMB) is { } size ? section with { MaximumMemory = size * Megabyte } : null),
        new("PseudonymKeyFile", "a string", static (section, value) => value.ValueKind == JsonValueKind.String
            ? section with { PseudonymKey = PseudonymKeyFile.Read(value.GetString()!) } : null),
        new(SubjectsFiles.Member, "an absolute path", static (section, value) =>
            AbsolutePath(value) is { } path ? section with { SubjectsFile = path } : null),
        new("DateShiftDays", DateShiftRange.Expected, static (section, value) =>
            Range(value) is { } range ? section with { DateShift = range } : null),
        new(ProfilesMember, "an object", static (section, value) => value.ValueKind == JsonValueKind.Object
            ? section with { GivenProfiles = value.Clone() } : null),
        new(DefaultProfileMember, "a string", static (section, value) =>
            value.ValueKind is JsonValueKind.String or JsonValueKind.Null
                ? section with { DefaultProfile = value.GetString() } : null),
        new(LockedMember, "true or false", static (section, value) =>
            Flag(value) is { } isLocked ? section with { IsLocked = isLocked } : null),
        new("Modify", "\"Allow\" or \"Refuse\"", static (section, value) => value.ValueKind != JsonValueKind.String ? null
            : value.ValueEquals("Allow") ? section with { AllowsModifications = true }
            : value.ValueEquals("Refuse") ? section with { AllowsModifications = false }
            : null),
        new("AllowMapping", "true or false", static (section, value) =>
            Flag(value) is { } allows ? section with { AllowsMapping = allows } : null),
        new(MappingKeyFile.Member, "a string", static (section, value) => value.ValueKind == JsonValueKind.String
            ? section with { MappingKey = MappingKeyFile.Read(value.GetString()!) } : null),
        new(RoutesMember.Name, "an object", static (section, value) => value.ValueKind == JsonValueKind.Object
            ? section with { Access = RoutesMember.Read(value) } : null),
        new(AuditFileMember.Name, "an absolute path", static (section, value) =>
            AbsolutePath(value) is { } path ? section with { AuditFile = path } : null),
        new(AskFiltersMember, "true or false", static (section, value) =>
            Flag(value) is { } asks ? section with { AsksFilters = asks } : null),
        new("StrictRequests", "true or false", static (section, value) =>
            Flag(value) is { } isStrict ? section with { IsStrict = isStrict } : null),
        new("TextFolder", "an absolute path", static (section, value) =>
            AbsolutePath(value) is { } path ? section with { TextFolder = path } : null),
        new(SafePrivateFile.ListMember, "an array", static (section, value) => value.ValueKind == JsonValueKind.Array
            ? section with { SafePrivate = value.Clone() } : null),
        new(SafePrivateFile.FileMember, "an absolute path", static (section, value) =>
            AbsolutePath(value) is { } path ? section with { SafePrivatePath = path } : null),
        new(PixelRulesFile.Member, "an object", static (section, value) => value.ValueKind == JsonValueKind.Object
            ? section with { PixelRules = PixelRulesFile.Read(value) } : null),
    ];

    private DeidSection()
    {
    }

    /// <summary>The settings that requests are read with, with those that the section decides.</summary>
    /// <param name="settings">The settings that the section does not decide.</param>
    public HostSettings ApplyTo(HostSettings settings) => settings with
    {
        PseudonymKey = PseudonymKey,
        DateShift = DateShift,
        SubjectsFile = SubjectsFile,
        MappingKey = MappingKey,
        Profiles = Profiles,
        AllowsMapping = AllowsMapping,
        AllowsModifications = AllowsModifications,
        IsStrict = IsStrict,
        PixelRules = PixelRules,
    };

    /// <summary>Reads the list of private elements that are safe.</summary>
    /// <param name="dictionary">Knows keywords and VRs.</param>
    /// <exception cref="ConfigurationException">The list or its file has a fault.</exception>
    public SafePrivateList ReadSafePrivate(ElementDictionary dictionary) =>
        SafePrivateFile.Read(SafePrivate, SafePrivatePath, dictionary);

    /// <summary>How many instances a job works on at the same time.</summary>
    public int Threads { get; private init; } = Environment.ProcessorCount;

    /// <summary>The memory for the instances that jobs work on at the same time, in bytes.</summary>
    public long MaximumMemory { get; private init; } = 1024 * Megabyte;

    /// <summary>The key from which pseudonyms are derived; null if no file is named.</summary>
    public PseudonymKey? PseudonymKey { get; private init; }

    /// <summary>The path of the list of subjects for requests that name none; null for none.</summary>
    public string? SubjectsFile { get; private init; }

    /// <summary>The range of days by which dates may be shifted.</summary>
    public DateShiftRange DateShift { get; private init; } = DateShiftRange.Default;

    /// <summary>Whether an answer may contain the mapping of identifiers.</summary>
    public bool AllowsMapping { get; private init; }

    /// <summary>The public key that mappings are sealed with; null for none.</summary>
    public MappingKey? MappingKey { get; private init; }

    /// <summary>Whether unknown members of a request are refused.</summary>
    public bool IsStrict { get; private init; }

    /// <summary>The folder with the engine that finds text in images; null to look beside the plugin.</summary>
    public string? TextFolder { get; private init; }

    /// <summary>The rules of devices that requests can name.</summary>
    public IReadOnlyDictionary<string, DeviceRules> PixelRules { get; private init; } = new Dictionary<string, DeviceRules>();

    /// <summary>The presets that requests can name.</summary>
    public RequestProfiles Profiles => new(
        GivenProfiles?.EnumerateObject().Select(static one => KeyValuePair.Create(one.Name, one.Value)) ?? [],
        DefaultProfile,
        IsLocked);

    /// <summary>Which users may call which routes.</summary>
    public RouteAccess Access { get; private init; } = RouteAccess.Open;

    /// <summary>Whether filters of the host are asked about the resources that the body of a request names.</summary>
    public bool AsksFilters { get; private init; }

    /// <summary>The path of the audit file; null for the log alone.</summary>
    public string? AuditFile { get; private init; }

    /// <summary>Whether clients may modify, split and merge.</summary>
    public bool AllowsModifications { get; private init; } = true;

    /// <summary>Whether requests may only tighten the default preset.</summary>
    private bool IsLocked { get; init; }

    private JsonElement? GivenProfiles { get; init; }

    /// <summary>The private elements that the site calls safe; null for no list.</summary>
    private JsonElement? SafePrivate { get; init; }

    /// <summary>The file of private elements that the site calls safe; null for none.</summary>
    private string? SafePrivatePath { get; init; }

    private string? DefaultProfile { get; init; }

    /// <summary>Reads the section. Without one, all settings have their defaults.</summary>
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

        var faults = new List<ConfigurationException>();
        var read = Read(section, faults);
        return faults.Count == 0 ? read : throw faults[0];
    }

    /// <summary>Reads what can be read of the section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="faults">Receives all faults.</param>
    public static DeidSection Read(JsonElement section, ICollection<ConfigurationException> faults)
    {
        var read = new DeidSection();
        if (section.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new ConfigurationException(Name, "an object is expected"));
            return read;
        }

        foreach (var member in section.EnumerateObject())
        {
            try
            {
                read = read.With(member.Name, member.Value);
            }
            catch (ConfigurationException fault)
            {
                faults.Add(fault);
            }
        }

        if (read is { IsLocked: true, DefaultProfile: null })
        {
            faults.Add(new ConfigurationException(
                $"{Name}.{LockedMember}", $"there is no {DefaultProfileMember} that could be locked"));
        }

        return read;
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

    private static string? AbsolutePath(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } path && Path.IsPathFullyQualified(path) ? path : null;

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
