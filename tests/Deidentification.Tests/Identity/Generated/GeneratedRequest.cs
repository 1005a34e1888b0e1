// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using CsCheck;
using OrthancDeid.Deidentification.Standard;
using static OrthancDeid.Deidentification.Tests.Identity.Generated.GeneratedPeople;

namespace OrthancDeid.Deidentification.Tests.Identity.Generated;

/// <summary>A request whose result is verified.</summary>
internal sealed record GeneratedRequest(
    string Version, ConfidentialityOptions Options, bool IsConformant = false, bool KeepsPrivate = false, bool RemovesUnreadable = false,
    string? Kept = null)
{
    private const ConfidentialityOptions Dates =
        ConfidentialityOptions.RetainLongitudinalFullDates | ConfidentialityOptions.RetainLongitudinalModifiedDates;

    private static readonly string?[] Keepable =
        [null, null, null, null, "StudyDescription", "PatientName", "0009,1001", "0040,A730", "InstitutionName", "PatientID", "StudyDate"];

    /// <summary>Any options, alone and together.</summary>
    public static Gen<ConfidentialityOptions> AnyOptions { get; } = Gen.Int[0, (1 << 10) - 1].Select(bits =>
        (ConfidentialityOptions)bits is var options && options.HasFlag(Dates) ? options & ~ConfidentialityOptions.RetainLongitudinalFullDates : options);

    /// <summary>Any request.</summary>
    public static Gen<GeneratedRequest> Any { get; } = Gen.Select(
        Of(["2008", "2017c", "2021b", "2023b", "2024e"]), AnyOptions, Gen.Bool, Gen.Bool, Gen.Bool, Of(Keepable),
        (version, options, isConformant, keepsPrivate, removes, kept) =>
            // The 2008 edition knows neither options nor Conformant.
            version == "2008" ? new GeneratedRequest(version, ConfidentialityOptions.None, false, keepsPrivate, removes, kept)
                : new GeneratedRequest(version, options, isConformant, keepsPrivate, removes, kept));

    /// <summary>The body.</summary>
    public override string ToString()
    {
        string[] named = [.. DeidentificationCode.Options.Where(option => Options.HasFlag(option)).Select(option => option.ToString())];
        var body = new Dictionary<string, object>
        {
            ["DicomVersion"] = Version,
            ["Verify"] = true,
            ["Force"] = true,
            ["Conformant"] = IsConformant,
            ["KeepPrivateTags"] = KeepsPrivate,
            ["Keep"] = Kept is null ? (string[])[] : [Kept],
            ["Unreadable"] = RemovesUnreadable ? "Remove" : "Fail",
            ["Pseudonyms"] = true,
        };
        if (named.Length > 0)
        {
            body["Options"] = named;
        }

        return JsonSerializer.Serialize(body);
    }

    /// <summary>Requests that ask for less.</summary>
    public IEnumerable<GeneratedRequest> Smaller() =>
    [
        .. Enumerable.Range(0, 10).Select(bit => (ConfidentialityOptions)(1 << bit)).Where(option => Options.HasFlag(option))
            .Select(option => this with { Options = Options & ~option }),
        this with { IsConformant = false }, this with { KeepsPrivate = false }, this with { RemovesUnreadable = false },
        this with { Kept = null },
    ];
}
