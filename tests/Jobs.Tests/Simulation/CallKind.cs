// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>What a call to the simulated host uses.</summary>
internal enum CallKind
{
    /// <summary>The database or the storage.</summary>
    Database,

    /// <summary>The REST API, which may do the work and answer an error.</summary>
    Rest,

    /// <summary>The jobs engine, which keeps a new job in memory.</summary>
    Submission,
}
