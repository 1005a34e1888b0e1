// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Detection;

/// <summary>The middle of a line of text, in pixels of the enlarged image.</summary>
/// <param name="Box">Around all pixels that are connected.</param>
/// <param name="Score">How likely they are text, from 0 to 1, on average.</param>
internal readonly record struct TextRegion(PixelBox Box, double Score);
