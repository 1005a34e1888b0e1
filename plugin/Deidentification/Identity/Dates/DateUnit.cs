// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>The meaning of the character after a number.</summary>
internal enum DateUnit
{
    /// <summary>There is no such character.</summary>
    None,

    /// <summary>A year.</summary>
    Year,

    /// <summary>A month.</summary>
    Month,

    /// <summary>A day.</summary>
    Day,
}
