// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>The disturbances of a simulated run.</summary>
internal enum Trouble
{
    /// <summary>None: all jobs have to succeed. Clients pause and resume them.</summary>
    None,

    /// <summary>The host is stopped and killed: all jobs that it has accepted have to succeed nevertheless.</summary>
    Kills,

    /// <summary>In addition, calls fail, and clients cancel jobs and delete instances.</summary>
    All,
}
