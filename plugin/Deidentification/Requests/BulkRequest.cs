// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The members of a request that name resources of the host.</summary>
public static class BulkRequest
{
    /// <summary>The names of levels that Orthanc 1.13.0 knows.</summary>
    private static readonly Dictionary<string, ResourceLevel> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Patient"] = ResourceLevel.Patient,
        ["Patients"] = ResourceLevel.Patient,
        ["Study"] = ResourceLevel.Study,
        ["Studies"] = ResourceLevel.Study,
        ["Series"] = ResourceLevel.Series,
        ["Instance"] = ResourceLevel.Instance,
        ["Instances"] = ResourceLevel.Instance,
        ["Image"] = ResourceLevel.Instance,
        ["Images"] = ResourceLevel.Instance,
    };

    /// <summary>Reads the mandatory member <c>Resources</c>.</summary>
    /// <exception cref="RequestException">The member is not a list of strings.</exception>
    public static IReadOnlyList<string> Resources(RequestBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Strings(body.Json, RequestMember.Resources) ?? throw Expected(RequestMember.Resources);
    }

    /// <summary>Reads the members <c>Series</c> and <c>Instances</c>.</summary>
    /// <exception cref="RequestException">A member is not a list of strings, or both are absent or empty.</exception>
    public static (IReadOnlyList<string> Series, IReadOnlyList<string> Instances) SplitParts(RequestBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var json = body.Json;
        var series = Strings(json, RequestMember.Series) ?? [];
        var instances = Strings(json, RequestMember.Instances) ?? [];
        return series.Count + instances.Count > 0
            ? (series, instances)
            : throw new RequestException(
                RequestFault.Refused, "At least one of \"Series\" and \"Instances\" should name what to split off");
    }

    /// <summary>Reads the member <c>Level</c>. Null means the level of the highest identifier that is replaced.</summary>
    /// <exception cref="RequestException">The member names no level.</exception>
    public static ResourceLevel? Level(RequestBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var text = RequestJson.String(body.Json, RequestMember.Level);
        return text is null ? null
            : Levels.TryGetValue(text, out var level) ? level
            : throw new RequestException(
                RequestFault.OutOfRange, $"Level should be Patient, Study, Series or Instance: {text}");
    }

    private static List<string>? Strings(JsonElement json, RequestMember member)
    {
        if (!RequestJson.TryGet(json, member, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Expected(member);
        }

        var strings = new List<string>(value.GetArrayLength());
        foreach (var entry in value.EnumerateArray())
        {
            strings.Add(
                entry.ValueKind == JsonValueKind.String ? RequestJson.Text(entry, member.Name) : throw Expected(member));
        }

        return strings;
    }

    private static RequestException Expected(RequestMember member) =>
        new(RequestFault.BadFormat, $"List of strings expected in field: {member}");
}
