// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>What becomes of a call to the simulated host.</summary>
internal enum Fate
{
    /// <summary>It does what it should.</summary>
    GoOn,

    /// <summary>It answers an error, and has done nothing.</summary>
    Fail,

    /// <summary>It answers that another host was in the way, and has done nothing; it will succeed soon.</summary>
    Wait,

    /// <summary>It does what it should, and answers an error nevertheless.</summary>
    FailAfter,

    /// <summary>The host is killed before it has done anything.</summary>
    KillBefore,

    /// <summary>The host is killed after it has done it, and before anybody hears of it.</summary>
    KillAfter,
}
