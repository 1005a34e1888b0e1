// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>Finds text in images. Safe for use by several threads.</summary>
internal interface ITextFinder
{
    /// <summary>Begins the search of an image. The returned object takes its frames, on one thread at a time.</summary>
    /// <param name="options">How to look for text.</param>
    IFrameSearch Begin(TextOptions options);
}

/// <summary>
/// Searches the frames of one image for text. A part of a frame that looks the same as in the previous frame is not
/// searched again.
/// </summary>
internal interface IFrameSearch : IDisposable
{
    /// <summary>Finds text in a frame.</summary>
    /// <param name="views">One or more views of the frame, of the same size.</param>
    /// <returns>The text found in any view, clipped to the frame.</returns>
    /// <exception cref="PixelDataException">The frame is too large.</exception>
    /// <exception cref="Onnx.OnnxException">A run failed, for example for lack of memory.</exception>
    IReadOnlyList<TextPlace> Find(IReadOnlyList<TextImage> views);
}
