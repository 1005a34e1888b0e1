// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Derived;
using OrthancDeid.Deidentification.Requests.Subjects;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Locks;

/// <summary>
/// The rules, for every member, of what a request may say if its preset is locked. This is the only place where that is
/// decided. Each new member needs a rule here. Without one, a test fails, and a locked preset refuses the member.
/// </summary>
internal static class LockTable
{
    private const string WhatIsAsked = "anything: it is about what to work on";
    private const string HowItRuns = "anything: it is about how a job runs, not about what becomes of a file";

    private static readonly Dictionary<RequestMember, LockRule> Rules = new()
    {
        [RequestMember.Profile] = new(
            "the name of a preset that is locked, too", static _ => null), // RequestProfiles checks it.
        [RequestMember.Replace] = Adding(
            "what the preset says; the empty value; binary numbers that the profile leaves as they are. It is added to the preset's",
            LockedReplace.Loosens),
        [RequestMember.Derive] = Adding("what the preset says", Derive),
        [RequestMember.AgeLimit] = new("the preset's limit or a lower one", AgeLimit),
        [RequestMember.UpdateReferences] = Free("anything: an anonymization does not read it"),
        [RequestMember.Remove] = Adding(
            "anything but the record of what was done; it is added to the preset's", LockedReplace.RemovesRecord),
        [RequestMember.Keep] = new("what the preset keeps", LockedKeep.Loosens) { IsIgnored = LockedKeep.IsOfExplorer },
        [RequestMember.Force] = Free("anything: what the request names counts"),
        [RequestMember.RemovePrivateTags] = Free("anything: an anonymization does not read it"),
        [RequestMember.SafePrivate] = new("what the preset says, or less", SafePrivate),
        [RequestMember.KeepPrivateTags] = new("false", static change => Turns(RequestMember.KeepPrivateTags, change, on: true)),
        [RequestMember.DicomVersion] = new("the preset's edition or a later one", Edition),
        [RequestMember.Options] = new(
            "the preset's options without some of those that retain, unless the preset has Keep or KeepPrivateTags, or with CleanPixelData, or with RetainLongitudinalModifiedDates"
            + " in place of RetainLongitudinalFullDates",
            LockedOptions.Loosens),
        [RequestMember.Conformant] = new("what the preset says", Conformant),
        [RequestMember.Verify] = new("true", Verify),
        [RequestMember.MaskPixelData] = new(
            "what the preset says; where it masks nothing, anything without Attest; beside the option CleanPixelData, Regions",
            LockedMasks.Loosens),
        [RequestMember.Unreadable] = new("\"Fail\"", Unreadable),
        [RequestMember.Reject] = new("all that the preset rejects, and more", Reject),
        [RequestMember.Pseudonyms] = new("false, or the preset's project", Pseudonyms),
        [RequestMember.Subjects] = new("what the preset says", Subjects),
        [RequestMember.UnknownSubject] = new("what the preset says, or \"Reject\"", UnknownSubjects),
        [RequestMember.SubjectsFile] = new("nothing: only a preset may name a file", static _ => "names the file, if any"),
        [RequestMember.Overwrite] = Free("anything: it is about what an earlier anonymization has made"),
        [RequestMember.DryRun] = Free("anything: nothing is made"),
        [RequestMember.Mapping] = Free("anything: AllowMapping decides"),
        [RequestMember.PrivateCreator] = new(
            "anything, unless the preset names private tags in Replace or Derive", PrivateCreator),
        [RequestMember.Transcode] = Free("anything: it is about how pixels are encoded"),
        [RequestMember.LossyQuality] = Free("anything: it is about how pixels are encoded"),
        [RequestMember.KeepSource] = new("anything, unless the preset has it", static change =>
            RequestJson.TryGet(change.Preset, RequestMember.KeepSource, out var decided)
            && decided.GetBoolean() != RequestJson.Boolean(change.Request, RequestMember.KeepSource)
                ? "decides what becomes of the sources" : null),
        [RequestMember.KeepLabels] = new("false", static change => Turns(RequestMember.KeepLabels, change, on: true)),
        [RequestMember.Permissive] = Free(HowItRuns),
        [RequestMember.Synchronous] = Free(HowItRuns),
        [RequestMember.Asynchronous] = Free(HowItRuns),
        [RequestMember.Priority] = Free(HowItRuns),
        [RequestMember.UserData] = Free(HowItRuns),
        [RequestMember.Resources] = Free(WhatIsAsked),
        [RequestMember.Level] = Free(WhatIsAsked),
        [RequestMember.Series] = Free(WhatIsAsked),
        [RequestMember.Instances] = Free(WhatIsAsked),
    };

    /// <summary>The rule of a member. Null if there is none, in which case the member is refused.</summary>
    public static LockRule? Of(RequestMember member) => Rules.GetValueOrDefault(member);

    private static LockRule Adding(string allows, Func<LockedChange, string?> loosens) => new(allows, loosens) { Adds = true };

    private static LockRule Free(string allows) => new(allows, static _ => null);

    /// <summary>The reason if a request turns a Boolean on, or off, and the preset does not.</summary>
    private static string? Turns(RequestMember member, LockedChange change, bool on) =>
        RequestJson.Boolean(change.Request, member) == on && RequestJson.Boolean(change.Preset, member) != on
            ? $"does not say {(on ? "true" : "false")}" : null;

    private static string? Edition(LockedChange change)
    {
        var decided = LockedChange.EditionOf(change.Preset).Edition;

        // The names of editions are years and letters, so they sort by age.
        return string.CompareOrdinal(LockedChange.EditionOf(change.Request).Edition, decided) < 0
            ? $"asks for edition {decided}, which is later" : null;
    }

    /// <summary>A template may put into a file what the preset removes.</summary>
    private static string? Derive(LockedChange change)
    {
        var decided = Templates(change.Decided(RequestMember.Derive, JsonValueKind.Object), change);
        return Templates(change.Given(RequestMember.Derive, JsonValueKind.Object), change)
            .FirstOrDefault(given => !decided.Any(own => own.Key == given.Key && RequestJson.AreSame(own.Value, given.Value)))
            .Key is { } name ? $"does not derive {name} so" : null;
    }

    /// <summary>A client that gives the new identity of a patient may give the old one.</summary>
    private static string? Subjects(LockedChange change) =>
        RequestJson.TryGet(change.Preset, RequestMember.Subjects, out var decided)
        && RequestJson.TryGet(change.Request, RequestMember.Subjects, out var given) && RequestJson.AreSame(decided, given)
            ? null : "has other subjects";

    private static string? UnknownSubjects(LockedChange change) =>
        RequestJson.String(change.Request, RequestMember.UnknownSubject) is { } given && given != nameof(UnknownSubject.Reject)
            && RequestJson.String(change.Preset, RequestMember.UnknownSubject) != given
            ? "rejects patients who are not in its list" : null;

    /// <summary>VRs count, too, since an element with another VR is cleaned or shifted differently.</summary>
    private static string? SafePrivate(LockedChange change)
    {
        var decided = Safe(change.Decided(RequestMember.SafePrivate, JsonValueKind.Array), change).ToHashSet();
        return Safe(change.Given(RequestMember.SafePrivate, JsonValueKind.Array), change)
            .FirstOrDefault(name => !decided.Contains(name)) is { } safe ? $"does not call {safe} safe" : null;
    }

    private static IEnumerable<string> Safe(JsonElement? list, LockedChange change) => list is not { } entries ? []
        : entries.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.String)
            .Select(one => SafePrivateList.Entry(RequestJson.Text(one, RequestMember.SafePrivate.Name), change.Dictionary))
            .Select(static one => one.VR == DicomVR.None ? one.Name.ToString() : $"{one.Name} {one.VR}");

    /// <summary>
    /// The creator decides which elements a preset means by private tags that it names by number or keyword. With another
    /// creator, the preset would set other elements, and leave the intended ones as they are.
    /// </summary>
    private static string? PrivateCreator(LockedChange change)
    {
        return CreatorIn(change.Request) != CreatorIn(change.Preset)
            && (PrivateIn(RequestMember.Replace) ?? PrivateIn(RequestMember.Derive)) is { } name
                ? $"means an element of another creator by {name}" : null;

        static string? CreatorIn(JsonElement json) => RequestJson.String(json, RequestMember.PrivateCreator)?.Trim(' ');

        string? PrivateIn(RequestMember member) => change.Decided(member, JsonValueKind.Object) is not { } values ? null
            : RequestJson.Members(values, member.Name).Select(static one => one.Key)
                .FirstOrDefault(name => TagPath.Parse(name, change.Dictionary).Tag.IsPrivate);
    }

    private static KeyValuePair<string, JsonElement>[] Templates(JsonElement? values, LockedChange change) => values is not { } given ? []
        : [.. RequestJson.Members(given, RequestMember.Derive.Name).Select(
            one => KeyValuePair.Create(LockedKeep.NameOf(one.Key, change.Dictionary), one.Value))];

    private static string? AgeLimit(LockedChange change) =>
        AgeLimits.Read(change.Preset) is { } decided && !(AgeLimits.Read(change.Request) <= decided)
            ? $"limits ages to {decided}" : null;

    private static string? Verify(LockedChange change) =>
        !RequestJson.Boolean(change.Request, RequestMember.Verify) && RequestJson.Boolean(
            change.Preset, RequestMember.Verify, byDefault: RequestJson.TryGet(change.Preset, RequestMember.Options, out _))
            ? "searches each new file" : null;

    private static string? Conformant(LockedChange change)
    {
        var decided = RequestJson.Boolean(
            change.Preset, RequestMember.Conformant, byDefault: ModificationRequest.HasRecord(change.Preset));
        return RequestJson.Boolean(change.Request, RequestMember.Conformant) != decided
            ? $"decides it: {(decided ? "true" : "false")}" : null;
    }

    private static string? Unreadable(LockedChange change) =>
        ModificationRequest.ReadUnreadable(change.Request) == UnreadableText.Remove
        && ModificationRequest.ReadUnreadable(change.Preset) == UnreadableText.Fail
            ? "fails an instance with text that cannot be read" : null;

    private static string? Reject(LockedChange change) =>
        RejectionRules.Read(change.Request).Covers(RejectionRules.Read(change.Preset))
            ? null : "rejects instances that the request does not reject";

    private static string? Pseudonyms(LockedChange change) =>
        RequestedPseudonyms.Project(change.Request) is { } project && project != RequestedPseudonyms.Project(change.Preset)
            ? "does not make the same identity in every request, or makes it for another project" : null;
}
