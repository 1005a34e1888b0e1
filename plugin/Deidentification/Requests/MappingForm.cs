// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The form of a mapping of old to new identifiers.</summary>
public enum MappingForm
{
    /// <summary>An object with lists of pairs.</summary>
    Json,

    /// <summary>A CSV table with a row for each instance.</summary>
    Csv,
}
