// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>What is masked in an image, and what may be said of it afterwards. Immutable.</summary>
internal sealed record MaskDecision
{
    /// <summary>Nothing is masked, and nothing is said.</summary>
    public static MaskDecision Nothing { get; } = new();

    /// <summary>What is masked.</summary>
    public PixelMasks Masks { get; init; } = PixelMasks.None;

    /// <summary>The areas of each frame; those of consecutive frames that are the same share a list.</summary>
    public IReadOnlyList<(int First, int Last, IReadOnlyList<MaskedArea> Areas)> Areas { get; init; } = [];

    /// <summary>
    /// Whether nothing that is burned in identifies anybody afterwards, as far as all text was looked for or the request
    /// attests it (PS3.15 E.3.1).
    /// </summary>
    public bool IsClean { get; init; }

    /// <summary>Whether the request attests that no face can be recognized (PS3.15 E.3.2).</summary>
    public bool HasNoFace { get; init; }
}
