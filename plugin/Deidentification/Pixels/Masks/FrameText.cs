// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>Text in a frame that has to be masked. Its content is not kept.</summary>
/// <param name="Box">The pixels to mask, including the margin around the text.</param>
/// <param name="Score">The confidence that there is text, from 0 to 1.</param>
/// <param name="Kind">What kind of text it is, for the report of a dry run; null if it was not read.</param>
internal readonly record struct FrameText(PixelBox Box, double Score, string? Kind = null);
