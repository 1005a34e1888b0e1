// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Detection;

/// <summary>The middle of a line of text, in pixels of the enlarged image.</summary>
/// <param name="Box">The box around all connected pixels.</param>
/// <param name="Score">The average probability that they are text, from 0 to 1.</param>
internal readonly record struct TextRegion(PixelBox Box, double Score);
