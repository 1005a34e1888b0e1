// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests;

/// <summary>What a route does to a data set.</summary>
public enum Operation
{
    /// <summary>Only what the request asks for, and the identifiers that have to change with it.</summary>
    Modify,

    /// <summary>The confidentiality profile of PS3.15 E, and what the request asks for.</summary>
    Anonymize,
}
