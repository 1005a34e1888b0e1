// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Dates;

/// <summary>What a word can be in a date.</summary>
[Flags]
internal enum DateWord
{
    /// <summary>It is not part of a date.</summary>
    None = 0,

    /// <summary>It is between the parts of a date.</summary>
    Filler = 1,

    /// <summary>It makes an ordinal number of the digits right before it.</summary>
    Ordinal = 2,

    /// <summary>It says that the number after it is one of a week.</summary>
    Week = 4,

    /// <summary>It says that a date follows.</summary>
    Announcement = 8,
}
