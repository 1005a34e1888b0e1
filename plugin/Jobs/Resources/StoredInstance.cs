// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Resources;

/// <summary>An instance that was stored.</summary>
/// <param name="Id">Orthanc's identifier of the instance.</param>
/// <param name="Series">Its series.</param>
internal sealed record StoredInstance(string Id, IndexedSeries Series)
{
    /// <summary>Whether it has the requested transfer syntax, if any.</summary>
    public bool IsTranscoded { get; init; } = true;

    /// <summary>Whether the host had an instance with these identifiers before, perhaps made by another job.</summary>
    public bool WasThere { get; init; }

    /// <summary>The mark of the host's file of the instance; null if unknown.</summary>
    public FileMark? File { get; init; }

    /// <summary>The mark of the host's file of the source when the source was read; null if unknown.</summary>
    public FileMark? SourceFile { get; init; }
}
