// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The compressed formats of images that a host decodes.</summary>
public enum EncodedImageFormat
{
    /// <summary>Portable Network Graphics (ISO/IEC 15948).</summary>
    Png,

    /// <summary>JPEG (ISO/IEC 10918-1), baseline or progressive.</summary>
    Jpeg,
}

/// <summary>Decodes an image. The host provides this.</summary>
/// <param name="format">The declared format of the bytes.</param>
/// <param name="encoded">The bytes. Their header was checked: its image size is one that they can hold.</param>
/// <returns>Null if they are not an image of the format, or one of a kind that the host does not decode.</returns>
public delegate NativeImage? ImageDecoder(EncodedImageFormat format, ReadOnlySpan<byte> encoded);
