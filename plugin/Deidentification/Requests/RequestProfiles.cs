// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Locks;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>
/// The presets of a site: named sets of members for requests to anonymize, from the configuration. Immutable.
/// </summary>
public sealed class RequestProfiles
{
    private const string LockedMember = "Locked";

    private static readonly string Member = RequestMember.Profile.Name;

    private readonly SortedDictionary<string, JsonElement> _profiles = new(StringComparer.Ordinal);
    private readonly string? _default;
    private readonly bool _locksDefault;

    /// <summary>Stores the profiles.</summary>
    /// <param name="profiles">For each name, the members of a request, and whether requests may only tighten the profile
    /// (<c>Locked</c>).</param>
    /// <param name="defaultProfile">The name of the profile for requests that name none; null for none.</param>
    /// <param name="locksDefault">Whether the default profile is locked, whatever it says itself.</param>
    public RequestProfiles(
        IEnumerable<KeyValuePair<string, JsonElement>> profiles, string? defaultProfile, bool locksDefault = false)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        foreach (var (name, members) in profiles)
        {
            _profiles[name] = members.Clone();
        }

        _default = defaultProfile;
        _locksDefault = locksDefault;
    }

    /// <summary>The names of all profiles.</summary>
    internal IEnumerable<string> Names => _profiles.Keys;

    /// <summary>The profile of requests that name none; null for none.</summary>
    internal string? Default => _default;

    /// <summary>No profile.</summary>
    public static RequestProfiles None { get; } = new([], null);

    /// <summary>The first fault in the profiles.</summary>
    /// <param name="host">The settings with which requests are read.</param>
    /// <param name="plan">Plans a request, or throws a <see cref="RequestException"/>.</param>
    /// <returns>The name of the profile and its fault. The name is empty if the default profile does not exist. Null if
    /// there is no fault.</returns>
    public (string Profile, string Fault)? FindFault(HostSettings host, Action<ModificationRequest> plan) =>
        FindFaults(host, plan).Select(static one => ((string Profile, string Fault)?)one).FirstOrDefault();

    /// <summary>Every fault in the profiles. The parameters are those of <see cref="FindFault"/>.</summary>
    internal IEnumerable<(string Profile, string Fault)> FindFaults(HostSettings host, Action<ModificationRequest> plan)
    {
        foreach (var (name, members) in _profiles)
        {
            foreach (var fault in FaultsOf(name, members, host, plan))
            {
                yield return (name, fault);
            }
        }

        if (_default is not null && !_profiles.ContainsKey(_default))
        {
            yield return (string.Empty, $"there is no profile {_default}");
        }
    }

    /// <summary>The body of a request, completed with the members of its profile that it does not have itself.</summary>
    /// <param name="body">The body as the client sent it.</param>
    /// <param name="dictionary">The dictionary of the tags that it names; null for PS3.6.</param>
    /// <returns>The same body if no profile applies.</returns>
    /// <exception cref="RequestException">The body names an unknown profile, or loosens a locked one.</exception>
    public RequestBody Apply(RequestBody body, ElementDictionary? dictionary = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        var name = NameOf(body.Json);
        var members = name is null ? default(JsonElement?) : Find(name);
        if (_default is not null && name != _default && IsLocked(_default) && (name is null || !IsLocked(name)))
        {
            throw new PresetLock(_default).Left();
        }

        if (members is not { } preset)
        {
            return body;
        }

        if (!IsLocked(name!))
        {
            return RequestBody.Parse(Merge(preset, body.Json), name!, []);
        }

        var change = new LockedChange(preset, body.Json, dictionary ?? ElementDictionary.Standard);
        var ignored = new PresetLock(name!).Check(change);
        return RequestBody.Parse(Merge(preset, body.Json, adds: true, ignored: ignored), name!, ignored);
    }

    /// <summary>Whether requests may only tighten a profile.</summary>
    internal bool IsLocked(string name) => (_locksDefault && name == _default)
        || (_profiles.TryGetValue(name, out var members) && members.ValueKind == JsonValueKind.Object
            && members.EnumerateObject().Any(static one => one.Name == LockedMember && one.Value.ValueKind == JsonValueKind.True));

    /// <summary>A request that consists only of the name of a profile.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="RequestException">There is no such profile.</exception>
    internal RequestBody BodyOf(string name) => RequestBody.Parse(Merge(Find(name), default), name, []);

    /// <summary>Writes the profiles as an object that maps names to members.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("DefaultProfile", _default);
        json.WriteBoolean(LockedMember, _default is not null && IsLocked(_default));
        json.WriteStartObject("Profiles");
        foreach (var (name, members) in _profiles)
        {
            json.WritePropertyName(name);
            RequestBody.WriteMembers(json, members);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static IEnumerable<string> FaultsOf(
        string name, JsonElement members, HostSettings host, Action<ModificationRequest> plan)
    {
        if (name.Length == 0 || members.ValueKind != JsonValueKind.Object)
        {
            yield return "an object with a name is expected";
            yield break;
        }

        string[] allowed = [.. RequestMember.All.Where(member => member.IsOfProfiles).Select(member => member.Name)];
        var left = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in members.EnumerateObject())
        {
            if (allowed.Contains(member.Name))
            {
                left.Add(member.Name);
            }
            else if (member.Name != LockedMember)
            {
                yield return $"a profile has no member \"{member.Name}\"{new KnownNames([.. allowed, LockedMember]).Hint(member.Name)}";
            }
            else if (member.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                yield return $"Member \"{LockedMember}\": true or false is expected";
            }
        }

        while (RequestFaultOf(members, host, plan, left.Contains) is { } fault)
        {
            var at = MemberAtFault(left, members, fault, host, plan);
            var named = at is not null ? $"Member \"{at}\"" : string.Empty;
            yield return fault.Contains(named, StringComparison.Ordinal) ? fault : $"{named}: {fault}";
            if (at is null)
            {
                yield break;
            }

            left.Remove(at);
        }
    }

    /// <summary>The error of a request with these members of a profile; null if there is none.</summary>
    private static string? RequestFaultOf(
        JsonElement members, HostSettings host, Action<ModificationRequest> plan, Func<string, bool> isMember)
    {
        try
        {
            var body = RequestBody.Parse(Merge(members, default, isMember)).WithSubjects(host);
            plan(ModificationRequest.Parse(body, Operation.Anonymize, host, isJob: true));
            RequestedAnswer.Parse(body, host, JobOptions.Parse(body).IsSynchronous);
            JobOptions.KeepsSourceOf(body, byDefault: true);
            return null;
        }
        catch (RequestException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>The member that causes a fault. If several members are faulty, the one with this fault.</summary>
    private static string? MemberAtFault(
        HashSet<string> left, JsonElement members, string fault, HostSettings host, Action<ModificationRequest> plan) =>
        left.FirstOrDefault(name => RequestFaultOf(members, host, plan, other => other != name && left.Contains(other)) is null)
            ?? left.FirstOrDefault(name => RequestFaultOf(members, host, plan, other => other == name) == fault);

    /// <summary>Merges the members of a profile and of a request. Those of the request take precedence.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="request">The request; undefined for none.</param>
    /// <param name="isMember">Selects the members of the profile to include; null for all.</param>
    /// <param name="adds">Whether the profile is locked, so that some members of the request are added to its own.</param>
    /// <param name="ignored">The members of the request that are left out; null for none.</param>
    private static byte[] Merge(
        JsonElement profile, JsonElement request, Func<string, bool>? isMember = null, bool adds = false,
        IReadOnlyList<string>? ignored = null)
    {
        var own = request.ValueKind == JsonValueKind.Object
            ? RequestJson.Members(request, Member).Where(member => ignored?.Contains(member.Key) != true).ToDictionary(StringComparer.Ordinal) : [];
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            foreach (var member in profile.EnumerateObject())
            {
                if (member.Name == LockedMember || isMember?.Invoke(member.Name) == false)
                {
                    continue;
                }

                if (!own.TryGetValue(member.Name, out var asked))
                {
                    member.WriteTo(json);
                }
                else if (adds && PresetLock.TryAdd(json, member.Name, member.Value, asked))
                {
                    own.Remove(member.Name);
                }
            }

            foreach (var (name, value) in own)
            {
                if (name != Member)
                {
                    json.WritePropertyName(name);
                    json.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                }
            }

            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private string? NameOf(JsonElement request)
    {
        if (!RequestJson.TryGet(request, RequestMember.Profile, out var value))
        {
            return _default;
        }

        return value.ValueKind switch
        {
            // The request asks for no profile, not even the default.
            JsonValueKind.Null => null,
            JsonValueKind.String => RequestJson.Text(value, Member) is { Length: > 0 } name ? name : null,
            _ => throw new RequestException(RequestFault.BadFormat, $"String value expected in field: {Member}"),
        };
    }

    private JsonElement Find(string name) => _profiles.TryGetValue(name, out var members)
        ? members
        : throw new RequestException(RequestFault.OutOfRange, $"Member \"{Member}\": there is no profile {name}");
}
