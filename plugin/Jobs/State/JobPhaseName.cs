// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.State;

/// <summary>The phases of a job.</summary>
internal enum JobPhaseName
{
    /// <summary>Finds out which results from before a restart, a pause or a failure still exist.</summary>
    Recover,

    /// <summary>Makes the new instances.</summary>
    Transfer,

    /// <summary>Updates the index of the host from the new files.</summary>
    UpdateParents,

    /// <summary>Seals and keeps the mapping of old to new identifiers.</summary>
    SealMapping,

    /// <summary>Deletes the old instances.</summary>
    DeleteSources,

    /// <summary>Reports that everything is done.</summary>
    Done,

    /// <summary>Deletes the results of a failed job.</summary>
    Undo,
}
