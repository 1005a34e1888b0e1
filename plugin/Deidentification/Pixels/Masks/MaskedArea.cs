// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>An area that is masked, for the report of a dry run.</summary>
/// <param name="Box">Its pixels, inside the image.</param>
/// <param name="Reason">Why it is masked.</param>
internal readonly record struct MaskedArea(PixelBox Box, MaskReason Reason)
{
    /// <summary>The confidence that there is text, from 0 to 1; null if no text was looked for.</summary>
    public double? Score { get; init; }

    /// <summary>What kind of text it is, never the text itself; null if it was not read.</summary>
    public string? Kind { get; init; }
}
