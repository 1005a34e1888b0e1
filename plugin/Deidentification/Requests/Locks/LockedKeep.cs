// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Locks;

/// <summary>Checks what a request keeps against a locked preset: no more than the preset keeps.</summary>
internal static class LockedKeep
{
    /// <summary>The tags that Orthanc Explorer keeps with every anonymization, whatever its user wants.</summary>
    private static readonly HashSet<string> OfExplorer =
        [new DicomTag(0x0008, 0x1030).ToString(), new DicomTag(0x0008, 0x103E).ToString()];

    /// <inheritdoc cref="LockRule.Loosens"/>
    public static string? Loosens(LockedChange change)
    {
        var decided = Names(change.Decided(RequestMember.Keep, JsonValueKind.Array), change.Dictionary).ToHashSet();
        return Names(change.Given(RequestMember.Keep, JsonValueKind.Array), change.Dictionary)
            .FirstOrDefault(name => !decided.Contains(name)) is { } kept ? $"does not keep {kept}" : null;
    }

    /// <inheritdoc cref="LockRule.IsIgnored"/>
    public static bool IsOfExplorer(LockedChange change) =>
        OfExplorer.SetEquals(Names(change.Given(RequestMember.Keep, JsonValueKind.Array), change.Dictionary));

    /// <summary>The tags and paths of a list, in canonical spelling. Entries that are not text are skipped.</summary>
    /// <exception cref="RequestException">An entry is not a tag or path.</exception>
    public static IEnumerable<string> Names(JsonElement? list, ElementDictionary dictionary) =>
        list is not { } names ? [] : names.EnumerateArray()
            .Where(static one => one.ValueKind == JsonValueKind.String)
            .Select(one => NameOf(RequestJson.Text(one, RequestMember.Keep.Name), dictionary));

    /// <summary>A tag or path in a canonical spelling, so that it can be compared.</summary>
    /// <exception cref="RequestException">It is not a tag or path.</exception>
    public static string NameOf(string name, ElementDictionary dictionary) => TagPath.Parse(name, dictionary).ToString();
}
