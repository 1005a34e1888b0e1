// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;

namespace OrthancDeid.Deidentification.Requests.Locks;

/// <summary>
/// Checks options against a locked preset. One that retains keeps more elements. So does one that cleans, since what the
/// Basic Profile deletes is then kept, cleaned (PS3.15 E.3.3 to E.3.5). If one of the preset's is left out, what
/// <c>Keep</c> names stays uncleaned.
/// </summary>
internal static class LockedOptions
{
    private const ConfidentialityOptions Cleaning = ConfidentialityOptions.CleanDescriptors
        | ConfidentialityOptions.CleanStructuredContent | ConfidentialityOptions.CleanGraphics
        | ConfidentialityOptions.CleanPixelData;

    /// <inheritdoc cref="LockRule.Loosens"/>
    public static string? Loosens(LockedChange change)
    {
        var asked = RequestedOptions.Read(change.Request, change.Edition) ?? ConfidentialityOptions.None;
        var decided = RequestedOptions.Read(change.Preset, change.Edition) ?? ConfidentialityOptions.None;
        var added = asked & ~decided & ~ConfidentialityOptions.CleanPixelData;
        if (decided.HasFlag(ConfidentialityOptions.RetainLongitudinalFullDates))
        {
            added &= ~ConfidentialityOptions.RetainLongitudinalModifiedDates;
        }


        // Options also clean, shift or renew what they retain, including elements that the preset keeps.
        var isAnyKept = change.Decided(RequestMember.Keep, JsonValueKind.Array)?.GetArrayLength() > 0
            || RequestJson.Boolean(change.Preset, RequestMember.KeepPrivateTags);
        var dropped = decided & ~asked & (isAnyKept ? ~ConfidentialityOptions.None : Cleaning);
        if (asked.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates))
        {
            dropped &= ~ConfidentialityOptions.RetainLongitudinalFullDates;
        }

        return added != ConfidentialityOptions.None ? $"has no {added}"
            : dropped != ConfidentialityOptions.None ? $"has {dropped}"
            : null;
    }
}
