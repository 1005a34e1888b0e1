// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests;

/// <summary>What a route does to data sets.</summary>
public enum Operation
{
    /// <summary>Applies only what the request asks for, and changes the identifiers that have to change with it.</summary>
    Modify,

    /// <summary>Applies the confidentiality profile of PS3.15 E, and what the request asks for.</summary>
    Anonymize,
}
