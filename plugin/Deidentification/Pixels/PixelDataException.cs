// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>Why pixels could not be masked.</summary>
internal enum PixelFault
{
    /// <summary>Their encoding is not edited here. A host may be able to decode them.</summary>
    Encoding,

    /// <summary>The pixels or the attributes that describe them are broken, or do not match each other.</summary>
    Broken,

    /// <summary>The mask does not suit the image: for example, its samples cannot hold the fill value.</summary>
    Mask,
}

/// <summary>The pixels cannot be masked. Nothing was changed, and the instance must not pass.</summary>
/// <param name="fault">What kind of fault it is.</param>
/// <param name="reason">The reason. It contains no identifying value, and completes "The pixel data cannot be masked:
/// ".</param>
internal sealed class PixelDataException(PixelFault fault, string reason)
    : Exception($"The pixel data cannot be masked: {reason}")
{
    /// <summary>What kind of fault it is.</summary>
    public PixelFault Fault { get; } = fault;

    /// <summary>The reason. It contains no identifying value.</summary>
    public string Reason { get; } = reason;
}
