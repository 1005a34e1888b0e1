// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>The masks of an image, and what may be stated about it afterwards. Immutable.</summary>
internal sealed record MaskDecision
{
    /// <summary>Masks nothing, and states nothing.</summary>
    public static MaskDecision Nothing { get; } = new();

    /// <summary>The masks of all frames.</summary>
    public PixelMasks Masks { get; init; } = PixelMasks.None;

    /// <summary>The areas by ranges of frames. Consecutive frames with the same areas share an entry.</summary>
    public IReadOnlyList<(int First, int Last, IReadOnlyList<MaskedArea> Areas)> Areas { get; init; } = [];

    /// <summary>
    /// Whether no burned-in text identifies anybody afterwards, because all text was searched for or because the request
    /// attests it (PS3.15 E.3.1).
    /// </summary>
    public bool IsClean { get; init; }

    /// <summary>Whether the request attests that no face can be recognized (PS3.15 E.3.2).</summary>
    public bool HasNoFace { get; init; }
}
