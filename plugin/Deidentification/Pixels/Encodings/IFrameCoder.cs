// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>Masks a frame of encapsulated pixel data.</summary>
internal interface IFrameCoder
{
    /// <summary>Whether each frame begins with the marker SOI of JPEG, or SOC of JPEG 2000.</summary>
    bool BeginsWithMarker { get; }

    /// <summary>Masks a frame.</summary>
    /// <param name="encoded">The frame as the file has it.</param>
    /// <param name="mask">What is masked; perhaps nothing.</param>
    /// <param name="output">Takes the new frame; it is empty.</param>
    /// <returns>False if the frame stays as it is; then what was written is of no use.</returns>
    /// <exception cref="PixelDataException">The frame cannot be masked.</exception>
    bool Mask(ReadOnlySpan<byte> encoded, FrameMask mask, FrameBuffer output);
}
