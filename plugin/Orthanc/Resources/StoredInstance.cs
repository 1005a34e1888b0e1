// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Resources;

/// <summary>An instance that was stored, and what it belongs to, by Orthanc's identifiers.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Series">Its series.</param>
/// <param name="Study">Its study.</param>
/// <param name="Patient">Its patient.</param>
internal sealed record StoredInstance(string Id, string Series, string Study, string Patient)
{
    /// <summary>Whether it has the transfer syntax that was asked for, if any was.</summary>
    public bool IsTranscoded { get; init; } = true;

    /// <summary>Whether the host had an instance with these identifiers before: it may be what another job made.</summary>
    public bool WasThere { get; init; }
}
