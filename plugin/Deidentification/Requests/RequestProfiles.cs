// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>
/// The presets of a site: named members of a request to anonymize, from the configuration. Immutable.
/// </summary>
public sealed class RequestProfiles
{
    private static readonly string Member = RequestMember.Profile.Name;

    private readonly SortedDictionary<string, JsonElement> _profiles = new(StringComparer.Ordinal);
    private readonly string? _default;

    /// <summary>Takes profiles.</summary>
    /// <param name="profiles">For each name the members of a request.</param>
    /// <param name="defaultProfile">The name of the one for requests that name none; null for none.</param>
    public RequestProfiles(IEnumerable<KeyValuePair<string, JsonElement>> profiles, string? defaultProfile)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        foreach (var (name, members) in profiles)
        {
            _profiles[name] = members.Clone();
        }

        _default = defaultProfile;
    }

    /// <summary>No profile.</summary>
    public static RequestProfiles None { get; } = new([], null);

    /// <summary>The first fault in the profiles.</summary>
    /// <param name="host">The settings that requests are read with.</param>
    /// <param name="plan">Plans a request, or throws a <see cref="RequestException"/>.</param>
    /// <returns>The name of the profile, empty for that of the default, and the fault; null if there is none.</returns>
    public (string Profile, string Fault)? FindFault(HostSettings host, Action<ModificationRequest> plan)
    {
        foreach (var (name, members) in _profiles)
        {
            if (FaultOf(name, members, host, plan) is { } fault)
            {
                return (name, fault);
            }
        }

        return _default is not null && !_profiles.ContainsKey(_default)
            ? (string.Empty, $"there is no profile {_default}")
            : null;
    }

    /// <summary>The body of a request with the members of its profile, unless it has them itself.</summary>
    /// <param name="body">The body as the client sent it.</param>
    /// <returns>The same body if no profile applies.</returns>
    /// <exception cref="RequestException">The body names an unknown profile.</exception>
    public RequestBody Apply(RequestBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return NameOf(body.Json) is { } name ? RequestBody.Parse(Merge(Find(name), body.Json)) : body;
    }

    /// <summary>Writes the profiles as an object, from names to members.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("DefaultProfile", _default);
        json.WriteStartObject("Profiles");
        foreach (var (name, members) in _profiles)
        {
            json.WritePropertyName(name);
            members.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string? FaultOf(
        string name, JsonElement members, HostSettings host, Action<ModificationRequest> plan)
    {
        if (name.Length == 0 || members.ValueKind != JsonValueKind.Object)
        {
            return "an object with a name is expected";
        }

        string[] allowed = [.. RequestMember.All.Where(member => member.IsOfProfiles).Select(member => member.Name)];
        foreach (var member in members.EnumerateObject())
        {
            if (!allowed.Contains(member.Name))
            {
                return $"a profile has no member \"{member.Name}\"{new KnownNames(allowed).Hint(member.Name)}";
            }
        }

        if (RequestFaultOf(members, host, plan) is not { } fault)
        {
            return null;
        }

        var named = MemberAtFault(members, fault, host, plan) is { } at ? $"Member \"{at}\"" : string.Empty;
        return fault.Contains(named, StringComparison.Ordinal) ? fault : $"{named}: {fault}";
    }

    /// <summary>The error of a request with these members; null if there is none.</summary>
    private static string? RequestFaultOf(
        JsonElement members, HostSettings host, Action<ModificationRequest> plan, Func<string, bool>? isMember = null)
    {
        try
        {
            var body = RequestBody.Parse(Merge(members, default, isMember));
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

    /// <summary>The member that causes the fault; if several have faults, the one with this fault.</summary>
    private static string? MemberAtFault(
        JsonElement members, string fault, HostSettings host, Action<ModificationRequest> plan)
    {
        string[] names = [.. members.EnumerateObject().Select(member => member.Name)];
        return Array.Find(names, name => RequestFaultOf(members, host, plan, other => other != name) is null)
            ?? Array.Find(names, name => RequestFaultOf(members, host, plan, other => other == name) == fault);
    }

    private static byte[] Merge(JsonElement profile, JsonElement request, Func<string, bool>? isMember = null)
    {
        var own = request.ValueKind == JsonValueKind.Object
            ? RequestJson.Members(request, Member).ToDictionary(StringComparer.Ordinal) : [];
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            foreach (var member in profile.EnumerateObject())
            {
                if ((isMember is null || isMember(member.Name)) && !own.ContainsKey(member.Name))
                {
                    member.WriteTo(json);
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
            // The request asks for none, not for the default.
            JsonValueKind.Null => null,
            JsonValueKind.String => RequestJson.Text(value, Member) is { Length: > 0 } name ? name : null,
            _ => throw new RequestException(RequestFault.BadFormat, $"String value expected in field: {Member}"),
        };
    }

    private JsonElement Find(string name) => _profiles.TryGetValue(name, out var members)
        ? members
        : throw new RequestException(RequestFault.OutOfRange, $"Member \"{Member}\": there is no profile {name}");
}
