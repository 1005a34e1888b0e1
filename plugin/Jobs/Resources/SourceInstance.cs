// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Resources;

/// <summary>An instance in the host's index.</summary>
/// <param name="Id">Orthanc's identifier of the instance.</param>
/// <param name="Series">Its series.</param>
internal readonly record struct SourceInstance(string Id, IndexedSeries Series);
