// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings;

/// <summary>Masks a frame of encapsulated pixel data.</summary>
internal interface IFrameCoder
{
    /// <summary>Whether each frame begins with the marker SOI of JPEG, or SOC of JPEG 2000.</summary>
    bool BeginsWithMarker { get; }

    /// <summary>Masks a frame.</summary>
    /// <param name="encoded">The frame as it is in the file.</param>
    /// <param name="mask">The mask, which may be empty.</param>
    /// <param name="output">Receives the new frame; it is empty.</param>
    /// <returns>False if the frame stays as it is. The output is then to be ignored.</returns>
    /// <exception cref="PixelDataException">The frame cannot be masked.</exception>
    bool Mask(ReadOnlySpan<byte> encoded, FrameMask mask, FrameBuffer output);
}
