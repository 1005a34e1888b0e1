// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Jobs.Phases;

/// <summary>What a phase of a job did in the time that it was given.</summary>
internal enum PhaseOutcome
{
    /// <summary>A part of what it has to do: it must be called again.</summary>
    Unfinished,

    /// <summary>All that was left.</summary>
    Finished,
}
