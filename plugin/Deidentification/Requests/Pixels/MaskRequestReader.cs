// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Devices;
using OrthancDeid.Deidentification.Standard;

namespace OrthancDeid.Deidentification.Requests.Pixels;

/// <summary>Reads what a request masks in pixels.</summary>
internal static class MaskRequestReader
{
    private const string Member = MaskRequest.Member;
    private const string PixelsAttested = "CleanPixelData";
    private const string FacesAttested = "CleanRecognizableVisualFeatures";

    /// <summary>Reads a body.</summary>
    /// <param name="json">The body.</param>
    /// <param name="options">The options of the profile that the request asks for.</param>
    /// <param name="host">The settings of the host: the rules for devices, and the search for text.</param>
    /// <returns>Null if the request leaves pixels as they are.</returns>
    /// <exception cref="RequestException">The request is faulty, or cannot be fulfilled on this host.</exception>
    public static MaskRequest? Read(JsonElement json, ConfidentialityOptions options, HostSettings host)
    {
        var isCleaning = options.HasFlag(ConfidentialityOptions.CleanPixelData);
        var given = RequestJson.TryGet(json, RequestMember.MaskPixelData, out var value) ? ReadMember(value, host, isCleaning) : null;
        if (given is null && !isCleaning)
        {
            return null;
        }

        var request = isCleaning ? WithOption(given ?? new MaskRequest(), host) : given!;
        if (request.MaySearchText && host.TextSearchFault() is { } fault)
        {
            throw new RequestException(
                RequestFault.Refused,
                $"Member \"{(request.IsCleaning ? $"{RequestMember.Options}\": CleanPixelData" : $"{Member}\"")}: {fault}");
        }

        if (request.AttestsPixels && request.Regions.Any(region => region.FilterWidth is not null))
        {
            throw new RequestException(
                RequestFault.Refused,
                $"Member \"{Member}.Attest\": {PixelsAttested} and the MaskType MeanFilter exclude each other, for what is blurred may be readable");
        }

        return request;
    }

    /// <summary>Refuses masks in a request that only moves instances, since they would be ignored.</summary>
    /// <param name="body">The body.</param>
    /// <exception cref="RequestException">The request has the member.</exception>
    public static void RequireNone(RequestBody body)
    {
        if (RequestJson.TryGet(body.Json, RequestMember.MaskPixelData, out _))
        {
            throw new RequestException(
                RequestFault.Refused, $"Member \"{Member}\": split and merge leave pixels as they are; modify or anonymize first");
        }
    }

    /// <summary>
    /// Applies the option (PS3.15 E.3.1), in addition to what the request says: usable ultrasound regions, matching rules
    /// of the site, and all text.
    /// </summary>
    private static MaskRequest WithOption(MaskRequest given, HostSettings host)
    {
        if (given.Text is { IsWhole: false })
        {
            throw new RequestException(
                RequestFault.Refused,
                $"Member \"{Member}.Text\": the option CleanPixelData masks all text on all frames, so Text may not ask for less, nor for a smaller Scale or Margin");
        }

        return given with
        {
            IsCleaning = true,
            Ultrasound = UltrasoundChoice.KeepInside,
            Devices = given.Devices.Count > 0 ? given.Devices : [.. host.PixelRules.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value)],
            Unmatched = UnmatchedDevice.Text,
            Text = given.Text ?? TextRequest.OfAll,
        };
    }

    private static MaskRequest ReadMember(JsonElement value, HostSettings host, bool isCleaning)
    {
        var member = new KnownObject(
            value, Member, "Regions", "UltrasoundRegions", "Rules", "Unmatched", "Text", "Unreadable", "Attest");
        var request = new MaskRequest
        {
            Regions = Regions(member),
            Ultrasound = member.Choice("UltrasoundRegions", UltrasoundChoice.Ignore),
            Devices = Rules(member, host),
            Unmatched = member.Choice("Unmatched", UnmatchedDevice.Fail),
            Text = member.Get("Text") is { } text ? TextRequest.Read(text, member.PathOf("Text")) : null,
            Unreadable = member.Choice("Unreadable", UnreadablePixels.Fail),
        };
        foreach (var attested in member.Texts("Attest"))
        {
            request = attested switch
            {
                PixelsAttested => request with { AttestsPixels = true },
                FacesAttested => request with { AttestsFaces = true },
                _ => throw new RequestException(
                    RequestFault.OutOfRange, $"Member \"{Member}.Attest\" should hold {PixelsAttested} or {FacesAttested}"),
            };
        }

        if (member.Has("Unmatched") && request.Devices.Count == 0)
        {
            throw new RequestException(RequestFault.Refused, $"Member \"{Member}.Unmatched\" goes with Rules");
        }

        if (isCleaning && ((member.Has("Unmatched") && request.Unmatched != UnmatchedDevice.Text)
            || (member.Has("UltrasoundRegions") && request.Ultrasound != UltrasoundChoice.KeepInside)))
        {
            throw new RequestException(
                RequestFault.Refused,
                $"Member \"{Member}\": the option CleanPixelData keeps what is inside of ultrasound regions alone and looks for the text of unmatched devices, so UltrasoundRegions and Unmatched may not ask for anything else");
        }

        if (request is { Regions.Count: 0, Ultrasound: UltrasoundChoice.Ignore, Devices.Count: 0, Text: null, AttestsPixels: false, AttestsFaces: false })
        {
            // A request to mask nothing is probably a mistake.
            throw new RequestException(
                RequestFault.BadFormat, $"Member \"{Member}\" masks nothing: it needs Regions, UltrasoundRegions, Rules or Text");
        }

        return request;
    }

    private static MaskedRegion[] Regions(KnownObject member)
    {
        if (member.Get("Regions") is not { } value)
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select((one, i) => RegionReader.Read(one, $"{member.PathOf("Regions")}[{i}]"))]
            : throw member.Fault("Regions", "should be an array of regions");
    }

    private static DeviceRules[] Rules(KnownObject member, HostSettings host)
    {
        if (member.Text("Rules") is not { } name)
        {
            return [];
        }

        return host.PixelRules.TryGetValue(name, out var rules)
            ? [rules]
            : throw new RequestException(
                RequestFault.OutOfRange, $"Member \"{member.PathOf("Rules")}\": the configuration has no such rules (Deid.PixelRules)");
    }
}
