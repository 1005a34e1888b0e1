// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom;

/// <summary>
/// A value that is put together while the file is written, so that a long one does not stand in memory once more. Its bytes
/// are always the same.
/// </summary>
public abstract class ComposedValue : IDisposable
{
    /// <summary>
    /// The size in bytes. If it is a series of fragments, with the headers of its items and the delimiter behind the last
    /// one (PS3.5 A.4).
    /// </summary>
    public abstract long Length { get; }

    /// <summary>Copies a part of the value.</summary>
    /// <param name="offset">The first byte of the part, from the start of the value.</param>
    /// <param name="destination">Takes it; the part is as long as this.</param>
    public abstract void CopyTo(long offset, Span<byte> destination);

    /// <summary>Frees memory; the file that has the value calls this when it is disposed.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees memory.</summary>
    /// <param name="disposing">Whether this is not called by a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
