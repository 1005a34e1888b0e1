// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels;

/// <summary>Why pixels could not be masked.</summary>
internal enum PixelFault
{
    /// <summary>They are encoded in a way that is not edited here; a host may be able to decode them.</summary>
    Encoding,

    /// <summary>They, or the attributes that describe them, are broken, or do not fit together.</summary>
    Broken,

    /// <summary>The mask does not fit the image, as a fill value that its samples cannot hold.</summary>
    Mask,
}

/// <summary>Pixels cannot be masked, so nothing was changed, and the instance must not pass.</summary>
/// <param name="fault">What kind of fault it is.</param>
/// <param name="reason">The reason; it holds no value that could identify somebody, and completes "The pixel data cannot be
/// masked: ".</param>
internal sealed class PixelDataException(PixelFault fault, string reason)
    : Exception($"The pixel data cannot be masked: {reason}")
{
    /// <summary>What kind of fault it is.</summary>
    public PixelFault Fault { get; } = fault;

    /// <summary>The reason; it holds no value that could identify somebody.</summary>
    public string Reason { get; } = reason;
}
