// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests;

/// <summary>What becomes of text that is to be cleaned and that nobody can read.</summary>
public enum UnreadableText
{
    /// <summary>Nothing is made of the instance.</summary>
    Fail,

    /// <summary>The text goes.</summary>
    Remove,
}
