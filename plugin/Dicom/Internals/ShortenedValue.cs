// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>The beginning of a composed value, which has another owner.</summary>
/// <param name="value">The whole value.</param>
/// <param name="length">The number of bytes to keep.</param>
internal sealed class ShortenedValue(ComposedValue value, long length) : ComposedValue
{
    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override void CopyTo(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, length - destination.Length);
        value.CopyTo(offset, destination);
    }
}
