// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>What a profile does with an element (PS3.15 Table E.1-1a, as Orthanc reads it).</summary>
internal enum ProfileAction
{
    /// <summary>Nothing: the table does not name the element.</summary>
    None = 0,

    /// <summary>Remove the element.</summary>
    Remove = 1,

    /// <summary>Leave the element empty.</summary>
    Clear = 2,

    /// <summary>Replace each UID by a new one, the same for the same original.</summary>
    MapUid = 3,

    /// <summary>Keep the sequence, and replace the UIDs in it.</summary>
    KeepSequence = 4,

    /// <summary>Replace the value by one that says nothing.</summary>
    Dummy = 5,
}
