// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>What became of an element.</summary>
public enum ElementFate
{
    /// <summary>It is unchanged; the items of a sequence have entries of their own.</summary>
    Kept,

    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It is gone, with everything in it.</summary>
    Removed,

    /// <summary>It is there, without a value.</summary>
    Emptied,

    /// <summary>It has another value.</summary>
    Replaced,

    /// <summary>Its text is the same in another character set.</summary>
    Converted,
}
