// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Pixels;

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>Looks for text in the frames of one image.</summary>
internal interface ITextSearch
{
    /// <summary>The text in a frame that a request wants masked.</summary>
    /// <param name="frame">The number of the frame, from 0 on. Frames are asked for in their order.</param>
    /// <param name="request">Which text.</param>
    /// <exception cref="PixelDataException">The frame cannot be decoded.</exception>
    IReadOnlyList<FoundText> Find(int frame, TextRequest request);
}
