// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text.Detection;
using OrthancDeid.Deidentification.Pixels.Text.Recognition;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>Finds text with the networks of PP-OCRv4.</summary>
/// <param name="detector">Finds where text is.</param>
/// <param name="recognizer">Reads the text.</param>
internal sealed class TextFinder(TextDetector detector, TextRecognizer recognizer) : ITextFinder
{
    /// <inheritdoc/>
    public IFrameSearch Begin(TextOptions options) => new FrameSearch(detector, recognizer, options);
}
