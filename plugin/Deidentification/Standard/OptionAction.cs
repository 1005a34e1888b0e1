// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>What the options of a request do with an element (PS3.15 Table E.1-1a).</summary>
internal enum OptionAction
{
    /// <summary>Nothing: the Basic Profile applies.</summary>
    None,

    /// <summary>K: an element stays unchanged, but a sequence is cleaned.</summary>
    Retain,

    /// <summary>C: without what identifies somebody.</summary>
    Clean,
}
