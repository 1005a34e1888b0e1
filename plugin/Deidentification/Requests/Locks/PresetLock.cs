// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Locks;

/// <summary>A preset that requests may only tighten.</summary>
/// <param name="name">The name of the preset, for errors.</param>
internal sealed class PresetLock(string name)
{
    /// <summary>Checks a request against its locked preset.</summary>
    /// <param name="change">The request and the preset.</param>
    /// <returns>The names of the request's members that are ignored in favor of the preset.</returns>
    /// <exception cref="RequestException">
    /// The request would loosen the preset: <see cref="RequestFault.Forbidden"/>, with the member's name.
    /// </exception>
    public IReadOnlyList<string> Check(LockedChange change)
    {
        var ignored = new List<string>();
        foreach (var member in RequestMember.All.Where(change.Has))
        {
            if (LockTable.Of(member) is not { } rule)
            {
                throw Fault(member, "does not say whether it may be asked for");
            }

            if (rule.Loosens(change) is not { } reason)
            {
                continue;
            }

            if (!rule.IsIgnored(change))
            {
                throw Fault(member, reason);
            }

            ignored.Add(member.Name);
        }

        return ignored;
    }

    /// <summary>The error for a request that names no preset, or one that is not locked.</summary>
    public RequestException Left() => Fault(RequestMember.Profile, "is for every request; only another locked preset may take its place");

    /// <summary>Writes a member whose values in the preset and in the request are combined.</summary>
    /// <returns>False if they are not combined, and only the request's value counts.</returns>
    public static bool TryAdd(Utf8JsonWriter json, string member, JsonElement preset, JsonElement request)
    {
        if (preset.ValueKind != request.ValueKind || !RequestMember.All.Any(one => one.Name == member && LockTable.Of(one) is { Adds: true }))
        {
            return false;
        }

        switch (preset.ValueKind)
        {
            case JsonValueKind.Array:
                json.WriteStartArray(member);
                foreach (var entry in preset.EnumerateArray().Concat(request.EnumerateArray()))
                {
                    json.WriteRawValue(entry.GetRawText(), skipInputValidation: true);
                }

                json.WriteEndArray();
                return true;
            case JsonValueKind.Object:
                json.WriteStartObject(member);
                foreach (var (name, value) in RequestJson.Members(preset, member).Concat(RequestJson.Members(request, member)))
                {
                    json.WritePropertyName(name);
                    json.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                }

                json.WriteEndObject();
                return true;
            default:
                return false;
        }
    }

    private RequestException Fault(RequestMember member, string reason) =>
        new(RequestFault.Forbidden, $"Member \"{member}\": the preset {name} is locked by the configuration, and {reason}");
}
