// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>
/// The actions from which the profile lets the object definition choose (PS3.15 Table E.1-1a: X/Z, X/D, Z/D, X/Z/D); one
/// flag alone leaves no choice.
/// </summary>
[Flags]
internal enum ProfileChoices
{
    /// <summary>The table does not name the element.</summary>
    None = 0,

    /// <summary>X: remove.</summary>
    Remove = 1 << 0,

    /// <summary>Z: leave without a value.</summary>
    Clear = 1 << 1,

    /// <summary>D: replace by a value that says nothing.</summary>
    Dummy = 1 << 2,

    /// <summary>U: replace UIDs.</summary>
    MapUid = 1 << 3,
}
