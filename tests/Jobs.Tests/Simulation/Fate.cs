// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>What becomes of a call to the simulated host.</summary>
internal enum Fate
{
    /// <summary>It does its work.</summary>
    GoOn,

    /// <summary>It answers an error, and has not done anything.</summary>
    Fail,

    /// <summary>It answers that another host was in the way, and has not done anything; it will soon succeed.</summary>
    Wait,

    /// <summary>It does its work, but answers an error.</summary>
    FailAfter,

    /// <summary>The host is killed before the call has done anything.</summary>
    KillBefore,

    /// <summary>The host is killed after the call has done its work, and before the caller gets the answer.</summary>
    KillAfter,
}
