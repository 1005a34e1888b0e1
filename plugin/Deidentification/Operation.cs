// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification;

/// <summary>What a route does to a data set.</summary>
public enum Operation
{
    /// <summary>Only what the request says, and the identifiers that must change with it.</summary>
    Modify,

    /// <summary>The confidentiality profile of PS3.15 E, and what the request says.</summary>
    Anonymize,
}
