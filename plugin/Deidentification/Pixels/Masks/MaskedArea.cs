// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>An area that is masked, for the report of a dry run.</summary>
/// <param name="Box">Its pixels, inside of the image.</param>
/// <param name="Reason">Why it is masked.</param>
internal readonly record struct MaskedArea(PixelBox Box, MaskReason Reason)
{
    /// <summary>How sure it is that there is text, from 0 to 1; null if nobody looked for it.</summary>
    public double? Score { get; init; }

    /// <summary>What kind of text it is, never which; null if nobody read it.</summary>
    public string? Kind { get; init; }
}
