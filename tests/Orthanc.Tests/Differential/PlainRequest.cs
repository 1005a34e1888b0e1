// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;

namespace OrthancDeid.Orthanc.Tests.Differential;

/// <summary>
/// The same request in a form that the built-in understands, too: tags in digits, and the empty value in place of null.
/// Thus, requests that only the plugin understands are compared in full instead of skipped.
/// </summary>
internal static class PlainRequest
{
    /// <summary>Rewrites a body.</summary>
    public static string Of(ComparedRequest request)
    {
        var plain = new JsonObject();
        foreach (var member in request.Json.EnumerateObject())
        {
            plain[member.Name] = member.Name switch
            {
                "Remove" or "Keep" when member.Value.ValueKind == JsonValueKind.Array =>
                    new JsonArray([.. member.Value.EnumerateArray().Select(Name)]),
                "Replace" when member.Value.ValueKind == JsonValueKind.Object => Elements(member.Value, isItem: false),
                _ => Copy(member.Value),
            };
        }

        return plain.ToJsonString();
    }

    private static JsonNode? Copy(JsonElement value) => JsonNode.Parse(value.GetRawText());

    private static JsonNode? Name(JsonElement name) =>
        name.ValueKind == JsonValueKind.String ? Plain(name.GetString()!) : Copy(name);

    /// <summary>A tag or path in digits; anything else is unchanged.</summary>
    private static string Plain(string name)
    {
        if (ComparedRequest.TryTag(name, out var tag))
        {
            return tag.ToString();
        }

        var steps = name.Split('.');
        for (var i = 0; i < steps.Length; i++)
        {
            var bracket = steps[i].IndexOf('[', StringComparison.Ordinal);
            var end = bracket < 0 ? steps[i].Length : bracket;
            if (ComparedRequest.TryTag(steps[i][..end], out var step))
            {
                steps[i] = step + steps[i][end..];
            }
        }

        return string.Join('.', steps);
    }

    private static JsonObject Elements(JsonElement members, bool isItem)
    {
        var plain = new JsonObject();

        // If one tag is spelled in several ways, the last spelling in byte order wins; in an item, the first.
        foreach (var member in members.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            var name = Plain(member.Name);
            var last = name[(name.LastIndexOf('.') + 1)..];
            var value = Value(
                ComparedRequest.TryTag(last, out var tag) ? KnownTags.VROf(tag) : DicomVR.UN, member.Value);
            plain[isItem ? Unused(name, plain) : name] = value;
        }

        return plain;
    }

    /// <summary>A spelling that is not in use yet. Each further spelling comes later in byte order.</summary>
    private static string Unused(string name, JsonObject taken) =>
        ((string[])[name, name.Replace(',', '-'), name.Replace(",", string.Empty, StringComparison.Ordinal)])
            .FirstOrDefault(spelling => !taken.ContainsKey(spelling)) ?? name;

    private static JsonNode? Value(DicomVR vr, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => vr == DicomVR.SQ ? new JsonArray() : JsonValue.Create(string.Empty),
        JsonValueKind.String when vr == DicomVR.AT => JsonValue.Create(
            string.Join('\\', EncodedBytes.TextOf(value.GetString()!).Split('\\').Select(Plain))),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(
            item => item.ValueKind == JsonValueKind.Object ? Elements(item, isItem: true) : Copy(item))]),
        _ => Copy(value),
    };
}
