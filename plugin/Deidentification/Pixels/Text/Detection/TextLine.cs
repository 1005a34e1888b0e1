// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Detection;

/// <summary>A line of text, in pixels of the image.</summary>
/// <param name="Box">The box around its letters.</param>
/// <param name="Score">The probability that it is text, from 0 to 1.</param>
internal readonly record struct TextLine(PixelBox Box, double Score);
