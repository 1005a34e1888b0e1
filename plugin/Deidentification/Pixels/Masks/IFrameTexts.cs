// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>Looks for the text of a request in the frames of one image.</summary>
internal interface IFrameTexts : IDisposable
{
    /// <summary>The text in a frame that is to be masked.</summary>
    /// <param name="frame">The number of the frame, from 0 on. Frames are asked for in their order.</param>
    /// <exception cref="PixelDataException">The frame cannot be decoded.</exception>
    IReadOnlyList<FrameText> Find(int frame);
}
