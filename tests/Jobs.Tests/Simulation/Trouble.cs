// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>What disturbs the jobs of a simulated run.</summary>
internal enum Trouble
{
    /// <summary>Nothing: all have to succeed. Clients pause and resume them.</summary>
    None,

    /// <summary>The host is stopped and killed: all that it has accepted have to succeed nevertheless.</summary>
    Kills,

    /// <summary>Calls fail, too, and clients cancel and delete.</summary>
    All,
}
