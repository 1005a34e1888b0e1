// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Targets;

/// <summary>The state of a new instance since it was stored, and of its source since that was read.</summary>
internal enum SuccessorState
{
    /// <summary>Both are unchanged, or the source is gone.</summary>
    Same,

    /// <summary>The new instance is gone.</summary>
    Gone,

    /// <summary>The new instance has changed.</summary>
    Other,

    /// <summary>The new instance is unchanged, but the source has changed since it was read.</summary>
    SourceChanged,
}
