// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text.Detection;
using OrthancDeid.Deidentification.Pixels.Text.Recognition;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>Finds text with PP-OCRv4's networks.</summary>
/// <param name="detector">Says where text is.</param>
/// <param name="recognizer">Says what it says.</param>
internal sealed class TextFinder(TextDetector detector, TextRecognizer recognizer) : ITextFinder
{
    /// <inheritdoc/>
    public IFrameSearch Begin(TextOptions options) => new FrameSearch(detector, recognizer, options);
}
