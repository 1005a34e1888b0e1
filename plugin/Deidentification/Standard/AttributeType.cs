// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>
/// The type of an attribute that is present (PS3.5 7.4); the numbers of all but the last are those of the table.
/// </summary>
internal enum AttributeType
{
    /// <summary>Type 3, or an attribute outside the object definition: it may be missing.</summary>
    Optional = 0,

    /// <summary>Type 2 or 2C: it may be empty.</summary>
    MayBeEmpty = 1,

    /// <summary>Type 1C: if it is present, it has a value.</summary>
    Conditional = 2,

    /// <summary>Type 1: it has a value.</summary>
    Required = 3,

    /// <summary>Unknown: the object definition is not in the table.</summary>
    Unknown = 4,
}
