// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>Finds text in images. Safe for use by several threads.</summary>
internal interface ITextFinder
{
    /// <summary>Begins with an image, whose frames are shown to what is returned, on one thread at a time.</summary>
    /// <param name="options">How text is looked for.</param>
    IFrameSearch Begin(TextOptions options);
}

/// <summary>
/// The search in the frames of one image. A part of a frame that looks as it did in the frame before is not looked at
/// again.
/// </summary>
internal interface IFrameSearch : IDisposable
{
    /// <summary>Finds text in a frame.</summary>
    /// <param name="views">The frame in one or several ways of showing it, of the same size.</param>
    /// <returns>What is found in any of them, clipped to the frame.</returns>
    /// <exception cref="PixelDataException">The frame is too large.</exception>
    /// <exception cref="Onnx.OnnxException">A run failed, such as for lack of memory.</exception>
    IReadOnlyList<TextPlace> Find(IReadOnlyList<TextImage> views);
}
