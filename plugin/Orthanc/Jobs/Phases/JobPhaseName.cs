// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Jobs.Phases;

/// <summary>What a job can be doing.</summary>
internal enum JobPhaseName
{
    /// <summary>Finds out what is left of what was done before a restart, a pause or a failure.</summary>
    Recover,

    /// <summary>Makes the new instances.</summary>
    Transfer,

    /// <summary>Makes the index of the host show of the new resources what their files say.</summary>
    UpdateParents,

    /// <summary>Deletes the old instances.</summary>
    DeleteSources,

    /// <summary>Says that all is done.</summary>
    Done,

    /// <summary>Deletes what a job stored that failed.</summary>
    Undo,
}
