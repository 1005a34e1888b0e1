// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Locks;

/// <summary>
/// Checks the values that a request sets against a locked preset. Text may contain anything, and so may any element that
/// the preset deletes, empties or replaces. A request may not set these.
/// </summary>
internal static class LockedReplace
{
    /// <inheritdoc cref="LockRule.Loosens"/>
    public static string? Loosens(LockedChange change)
    {
        var decided = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in Entries(change.Decided(RequestMember.Replace, JsonValueKind.Object)))
        {
            decided[LockedKeep.NameOf(name, change.Dictionary)] = value;
        }

        var removed = LockedKeep.Names(change.Decided(RequestMember.Remove, JsonValueKind.Array), change.Dictionary).ToHashSet();
        foreach (var (given, value) in Entries(change.Given(RequestMember.Replace, JsonValueKind.Object)))
        {
            var name = LockedKeep.NameOf(given, change.Dictionary);
            if (decided.TryGetValue(name, out var own))
            {
                if (!RequestJson.AreSame(own, value))
                {
                    return $"gives another value to {name}";
                }
            }
            else if (TagPath.Parse(given, change.Dictionary) is var path && (path.Steps.Count > 0 || path.Name.Private is not null))
            {
                return $"does not set {name}";
            }
            else if (path.Tag is var tag && !ModificationRequest.IsIgnored(tag)
                && !IsEmptied(tag, value) && (removed.Contains(name) || !IsFree(tag, change)))
            {
                return $"protects {name}";
            }
        }

        return null;
    }

    /// <inheritdoc cref="LockRule.Loosens"/>
    public static string? RemovesRecord(LockedChange change) =>
        LockedKeep.Names(change.Given(RequestMember.Remove, JsonValueKind.Array), change.Dictionary)
            .Except(LockedKeep.Names(change.Decided(RequestMember.Remove, JsonValueKind.Array), change.Dictionary))
            .FirstOrDefault(static name => DicomTag.TryParse(name, out var tag) && IsRecord(tag)) is { } record ? $"protects {record}" : null;

    private static IEnumerable<KeyValuePair<string, JsonElement>> Entries(JsonElement? values) =>
        values is { } given ? RequestJson.Members(given, RequestMember.Replace.Name) : [];

    private static bool IsEmptied(DicomTag tag, JsonElement value) => !IsRecord(tag)
        && (value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals(string.Empty)));

    /// <summary>Whether a tag belongs to the record that a file was de-identified, and how (PS3.15 E.1.1).</summary>
    private static bool IsRecord(DicomTag tag) =>
        tag.Value is >= 0x0012_0062 and <= 0x0012_0064 || tag.Value == 0x0028_0303;

    /// <summary>
    /// Whether the profile leaves an element as it is, and its VR cannot hold text. Even IS and DS can, since clients
    /// write text into them.
    /// </summary>
    private static bool IsFree(DicomTag tag, LockedChange change) => !tag.IsPrivate && !IsRecord(tag)
        && change.Dictionary.TryGet(tag, out var entry)
        && entry.VR is DicomVR.US or DicomVR.SS or DicomVR.UL or DicomVR.SL or DicomVR.UV or DicomVR.SV or DicomVR.FL
            or DicomVR.FD or DicomVR.AT
        && change.Edition.ActionFor(tag) == ProfileAction.None
        && ClassRules.ActionFor(tag) == ElementAction.Leave;
}
