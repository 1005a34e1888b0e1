// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Resources;

/// <summary>An instance as <see cref="SeriesListing"/> tells of it.</summary>
/// <param name="Id">Orthanc's identifier of the instance.</param>
internal readonly record struct ListedInstance(string Id)
{
    /// <summary>The size of its file in bytes; null if the host does not say.</summary>
    public long? Size { get; init; }

    /// <summary>What the host calls its file: another file has another name. Null if the host does not say.</summary>
    public string? File { get; init; }

    /// <summary>Its SOP Instance UID; null if it has none.</summary>
    public string? SopInstanceUid { get; init; }
}
