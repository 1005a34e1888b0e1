// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>Looks for the text that a request wants masked, in the frames of one image.</summary>
internal interface IFrameTexts : IDisposable
{
    /// <summary>The text in a frame that is to be masked.</summary>
    /// <param name="frame">The number of the frame, counted from 0. Frames are asked for in ascending order.</param>
    /// <exception cref="PixelDataException">The frame cannot be decoded.</exception>
    IReadOnlyList<FrameText> Find(int frame);
}
