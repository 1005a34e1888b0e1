// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests;

/// <summary>What happens to unreadable text that has to be cleaned.</summary>
public enum UnreadableText
{
    /// <summary>The instance fails.</summary>
    Fail,

    /// <summary>The text is removed.</summary>
    Remove,
}
