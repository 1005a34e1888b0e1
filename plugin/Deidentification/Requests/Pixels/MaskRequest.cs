// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Devices;

namespace OrthancDeid.Deidentification.Requests.Pixels;

/// <summary>What the member <c>MaskPixelData</c> and the option <c>CleanPixelData</c> mask in pixels. Immutable.</summary>
internal sealed record MaskRequest
{
    /// <summary>The name of the member of a request.</summary>
    public const string Member = "MaskPixelData";

    /// <summary>Whether the option of PS3.15 E.3.1 is requested, so that all text is looked for in any case.</summary>
    public bool IsCleaning { get; init; }

    /// <summary>Regions that the request names.</summary>
    public IReadOnlyList<MaskedRegion> Regions { get; init; } = [];

    /// <summary>What happens to pixels outside ultrasound regions.</summary>
    public UltrasoundChoice Ultrasound { get; init; }

    /// <summary>Whether an image without usable ultrasound regions is refused, unless all text is looked for.</summary>
    public bool NeedsUltrasoundRegions => Ultrasound == UltrasoundChoice.KeepInside && !IsCleaning && Text is not { IsWhole: true };

    /// <summary>The rules for the devices of the site. The first one that matches counts.</summary>
    public IReadOnlyList<DeviceRules> Devices { get; init; } = [];

    /// <summary>What happens to an image that matches no rule.</summary>
    public UnmatchedDevice Unmatched { get; init; }

    /// <summary>Which text is masked; null for none, unless <see cref="Unmatched"/> asks for it.</summary>
    public TextRequest? Text { get; init; }

    /// <summary>Whether text may have to be looked for.</summary>
    public bool MaySearchText => Text is not null || (Devices.Count > 0 && Unmatched == UnmatchedDevice.Text);

    /// <summary>What happens to an instance whose pixels cannot be read.</summary>
    public UnreadablePixels Unreadable { get; init; }

    /// <summary>Whether the client attests that the pixels identify nobody afterwards (PS3.16 CID 7050, 113101).</summary>
    public bool AttestsPixels { get; init; }

    /// <summary>Whether the client attests that no face can be recognized afterwards (PS3.16 CID 7050, 113102).</summary>
    public bool AttestsFaces { get; init; }
}
