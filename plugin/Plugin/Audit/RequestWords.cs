// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Pixels;
using OrthancDeid.Deidentification.Standard;

namespace OrthancDeid.Plugin.Audit;

/// <summary>Words of requests that may be logged, since they never identify a patient.</summary>
internal static class RequestWords
{
    /// <summary>The values of members that allow only a fixed set of values.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Enum.GetNames<ConfidentialityOptions>(), .. Enum.GetNames<UnreadableText>(), .. Enum.GetNames<ResourceLevel>(),
        .. Enum.GetNames<UltrasoundChoice>(), .. Enum.GetNames<UnmatchedDevice>(), .. Enum.GetNames<UnreadablePixels>(),
        "2008", "2017c", "2021b", "2023b", "2024e",
    ];
}
