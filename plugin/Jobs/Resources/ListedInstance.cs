// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Resources;

/// <summary>An instance in a <see cref="SeriesListing"/>.</summary>
/// <param name="Id">Orthanc's identifier of the instance.</param>
internal readonly record struct ListedInstance(string Id)
{
    /// <summary>The size of its file in bytes; null if the host does not report it.</summary>
    public long? Size { get; init; }

    /// <summary>
    /// The host's identifier of its file, which changes with the file; null if the host does not report it.
    /// </summary>
    public string? File { get; init; }

    /// <summary>Its SOP Instance UID; null if it has none.</summary>
    public string? SopInstanceUid { get; init; }
}
