// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Jobs.Instances;

/// <summary>A file after its pixels were masked; owns its bytes.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="HasChanged">Whether any pixel may have changed.</param>
internal sealed record MaskedFile(NativeBuffer Bytes, bool HasChanged) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Bytes.Dispose();
}
