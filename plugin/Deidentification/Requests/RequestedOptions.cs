// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>Reads the member <c>Options</c>.</summary>
internal static class RequestedOptions
{
    private static readonly string Member = RequestMember.Options.Name;

    /// <summary>The options of a request.</summary>
    /// <param name="json">The body.</param>
    /// <param name="profile">The edition that the request asks for.</param>
    /// <returns>Null if the request has no such member.</returns>
    /// <exception cref="RequestException">The member is not a list of options that can be combined.</exception>
    public static ConfidentialityOptions? Read(JsonElement json, ConfidentialityProfile profile)
    {
        if (!RequestJson.TryGet(json, RequestMember.Options, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new RequestException(RequestFault.BadFormat, $"Member \"{Member}\" should be an array of options");
        }

        var options = ConfidentialityOptions.None;
        foreach (var entry in value.EnumerateArray())
        {
            options |= entry.ValueKind == JsonValueKind.String
                ? Parse(RequestJson.Text(entry, Member))
                : throw new RequestException(
                    RequestFault.BadFormat, $"Member \"{Member}\" should hold options as strings");
        }

        // PS3.15 E.3.6: the dates are either unchanged or modified.
        if (options.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates)
            && options.HasFlag(ConfidentialityOptions.RetainLongitudinalFullDates))
        {
            throw new RequestException(
                RequestFault.Refused,
                $"Member \"{Member}\": RetainLongitudinalFullDates and RetainLongitudinalModifiedDates exclude each other");
        }

        return profile.HasOptions
            ? options
            : throw new RequestException(
                RequestFault.Refused,
                $"Member \"{Member}\": edition {profile.Edition} of PS3.15 Table E.1-1 has no options here");
    }

    /// <summary>Refuses the option to clean pixels in a modification, which would ignore it like all options.</summary>
    /// <param name="json">The body.</param>
    /// <exception cref="RequestException">The request has the option.</exception>
    public static void RequireNoPixels(JsonElement json)
    {
        if (RequestJson.TryGet(json, RequestMember.Options, out var value) && value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String
                && one.ValueEquals(nameof(ConfidentialityOptions.CleanPixelData))))
        {
            throw new RequestException(
                RequestFault.Refused,
                $"Member \"{Member}\": CleanPixelData is for anonymizations; a modification takes \"{RequestMember.MaskPixelData}\"");
        }
    }

    private static ConfidentialityOptions Parse(string name)
    {
        foreach (var option in DeidentificationCode.Options.Append(ConfidentialityOptions.CleanPixelData))
        {
            if (option.ToString() == name)
            {
                return option;
            }
        }

        throw new RequestException(RequestFault.OutOfRange, $"Member \"{Member}\": there is no option {name}");
    }
}
