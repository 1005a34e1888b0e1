// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Phases;

/// <summary>The outcome of a call to a phase.</summary>
internal enum PhaseOutcome
{
    /// <summary>There is more to do: it has to be called again.</summary>
    Unfinished,

    /// <summary>The phase is complete.</summary>
    Finished,
}
