// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.State;

/// <summary>The jobs that replace the host's own, with the names that the host shows as <c>Type</c>.</summary>
internal enum JobKind
{
    /// <summary>Anonymizes or modifies resources.</summary>
    ResourceModification,

    /// <summary>Makes a new study from a part of another one.</summary>
    SplitStudy,

    /// <summary>Moves studies, series and instances into another study.</summary>
    MergeStudy,
}
