// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>
/// A value that is composed while the file is written, so that a long one is not held in memory a second time. Its bytes
/// are always the same.
/// </summary>
public abstract class ComposedValue : IDisposable
{
    /// <summary>
    /// The length in bytes. For a series of fragments (PS3.5 A.4), it includes the item headers and the delimiter after the
    /// last item.
    /// </summary>
    public abstract long Length { get; }

    /// <summary>Copies a part of the value.</summary>
    /// <param name="offset">The first byte of the part, from the start of the value.</param>
    /// <param name="destination">Receives the part, which is as long as this span.</param>
    public abstract void CopyTo(long offset, Span<byte> destination);

    /// <summary>Frees memory. The file that owns the value calls this when the file is disposed.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees memory.</summary>
    /// <param name="disposing">False if a finalizer calls this, otherwise true.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
