// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;

namespace OrthancDeid.Deidentification.Requests.Locks;

/// <summary>Checks that a request masks nothing in place of what its locked preset masks, though it may mask more.</summary>
internal static class LockedMasks
{
    private const string Attest = "Attest";
    private const string Regions = "Regions";

    /// <inheritdoc cref="LockRule.Loosens"/>
    public static string? Loosens(LockedChange change)
    {
        if (!RequestJson.TryGet(change.Request, RequestMember.MaskPixelData, out var asked))
        {
            return null;
        }

        if (RequestJson.TryGet(change.Preset, RequestMember.MaskPixelData, out var decided))
        {
            return RequestJson.AreSame(asked, decided) ? null : "says what is masked";
        }

        if (asked.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var isCleaning = RequestedOptions.Read(change.Preset, change.Edition)?.HasFlag(ConfidentialityOptions.CleanPixelData) == true;
        foreach (var member in asked.EnumerateObject())
        {
            var name = RequestJson.Name(member, RequestMember.MaskPixelData.Name);
            if (name == Attest)
            {
                return "does not attest that somebody has looked at the pixels";
            }

            if (isCleaning && name != Regions)
            {
                return $"says by CleanPixelData what is masked, and {name} could make it less";
            }
        }

        return null;
    }
}
